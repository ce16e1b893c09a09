import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { texts } from '../../texts.ts';

interface VaultDialogProps {
  /** Whether a passphrase protects it now. */
  readonly hasPassphrase: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Puts the vault under a passphrase, or under another one. */
export default function VaultDialog({ hasPassphrase, onClose, onDone }: VaultDialogProps) {
  const [old, setOld] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const ready = !busy && passphrase !== '' && passphrase === again && (!hasPassphrase || old !== '');
  const protect = async () => {
    if (!ready) return;
    setBusy(true);
    const result = await call('protectVault', {
      passphrase,
      ...(hasPassphrase ? { oldPassphrase: old } : {}),
    });
    setBusy(false);
    if (result.kind === 'fault') {
      setFault(result.fault);
      return;
    }
    notifyDone(texts.operators.vaultProtected, texts.operators.vaultProtectedHint);
    onDone();
  };
  const field = (value: string, onChange: (typed: string) => void) => ({
    type: 'password',
    autoComplete: 'off',
    value,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange(event.currentTarget.value),
    onKeyDown: (event: { readonly key: string }) => {
      if (event.key === 'Enter') void protect();
    },
  });
  return (
    <Dialog
      title={texts.operators.vaultTitle}
      lead={texts.operators.vaultLead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} hotkey="Enter" disabled={!ready} onRun={protect}>
          {texts.operators.protect}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      {hasPassphrase && <TextInput label={texts.operators.oldPassphrase} {...field(old, setOld)} />}
      <TextInput
        label={texts.operators.newPassphrase}
        description={texts.operators.newPassphraseHint}
        {...field(passphrase, setPassphrase)}
      />
      <TextInput
        label={texts.operators.passphraseAgain}
        error={again !== '' && again !== passphrase ? texts.operators.passphrasesDiffer : undefined}
        {...field(again, setAgain)}
      />
    </Dialog>
  );
}
