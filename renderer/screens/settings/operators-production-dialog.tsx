import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { pinLength } from '../../../core/operators/pin.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useSignInState } from '../../stores/operators.ts';
import { texts } from '../../texts.ts';

interface ProductionLockDialogProps {
  readonly isLocked: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Puts the lock on production data, or takes it away: by a PIN where the bench knows nobody by name. */
export default function ProductionLockDialog({ isLocked, onClose, onDone }: ProductionLockDialogProps) {
  const needsPin = useSignInState()?.kind === 'off';
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const isNew = needsPin && !isLocked;
  const ready = !busy && (!needsPin || (pin !== '' && (!isNew || pin === again)));
  const run = async () => {
    if (!ready) return;
    setBusy(true);
    const request = needsPin ? { pin } : {};
    const result = await call(isLocked ? 'unlockProduction' : 'lockProduction', request);
    setBusy(false);
    if (result.kind === 'answer') onDone();
    else {
      setFault(result.fault);
      setPin('');
      setAgain('');
    }
  };
  const runOnEnter = {
    onKeyDown: (event: { readonly key: string }) => {
      if (event.key === 'Enter') void run();
    },
  };
  const lockLead = needsPin ? texts.operators.lockPinLead : texts.operators.lockLead;
  return (
    <Dialog
      title={isLocked ? texts.operators.unlockTitle : texts.operators.lockTitle}
      lead={isLocked ? texts.operators.unlockLead : lockLead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} hotkey="Enter" disabled={!ready} onRun={run}>
          {isLocked ? texts.operators.unlockProductionNow : texts.operators.lockProductionNow}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      {needsPin && (
        <TextInput
          type="password"
          inputMode="numeric"
          label={texts.operators.pin}
          {...(isNew ? { description: texts.operators.pinHint } : {})}
          value={pin}
          maxLength={pinLength.most}
          autoComplete="off"
          onChange={(event) => setPin(event.currentTarget.value)}
          {...runOnEnter}
        />
      )}
      {isNew && (
        <TextInput
          type="password"
          inputMode="numeric"
          label={texts.operators.pinAgain}
          value={again}
          error={again !== '' && pin !== again ? texts.operators.pinsDiffer : undefined}
          maxLength={pinLength.most}
          autoComplete="off"
          onChange={(event) => setAgain(event.currentTarget.value)}
          {...runOnEnter}
        />
      )}
      {!needsPin && <p className="dim">{texts.operators.productionHint}</p>}
    </Dialog>
  );
}
