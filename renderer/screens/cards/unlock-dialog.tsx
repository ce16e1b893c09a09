import { Checkbox, SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconAlertTriangleFilled, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { CardView } from '../../../core/api-cards.ts';
import type { Fault } from '../../../core/errors.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { type ChosenKeys, chooseKeys } from '../../components/choose-keys.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCards } from '../../stores/cards.ts';
import { texts } from '../../texts.ts';
import { type UnlockStanding, unlockStanding } from './card-words.ts';
import { TriesMark } from './tries-left.tsx';
import './unlock-dialog.css';

interface UnlockDialogProps {
  readonly view: CardView;
  readonly onClose: () => void;
}

type KeyKind = 'adm' | 'pin';
const kinds: readonly KeyKind[] = ['adm', 'pin'];

/** Shows a card its issuer key or PIN, once. The counter comes first, and the last try is spent by nobody who was not warned. */
export default function UnlockDialog({ view, onClose }: UnlockDialogProps) {
  const { station, tries } = view;
  const admKeys = useCards((state) => state.admKeys);
  const busy = useCards((state) => state.handles[station]?.work !== undefined);
  const [kind, setKind] = useState<KeyKind>('adm');
  const [pins, setPins] = useState<ChosenKeys>();
  const [sure, setSure] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const keys = kind === 'adm' ? admKeys : pins;
  const standing = unlockStanding(tries[kind]);
  const warned = standing === 'lastTry' || standing === 'untold';
  const may = standing === 'free' || (warned && sure);
  /** What was said of one key, one counter and one file is said of no other. */
  const anew = () => {
    setSure(false);
    setFault(undefined);
  };
  const choose = async () => {
    const chosen = await chooseKeys(kind);
    anew();
    if (chosen.kind === 'fault') setFault(chosen.fault);
    if (chosen.kind !== 'chosen') return;
    if (kind === 'adm') useCards.getState().chooseAdmKeys(chosen.keys);
    else setPins(chosen.keys);
  };
  const unlock = async () => {
    if (!keys) return;
    const refused = await useCards
      .getState()
      .unlock(station, { key: kind, keys: keys.token, evenTheLastTry: warned });
    anew();
    if (refused) setFault(refused);
    else onClose();
  };
  return (
    <Dialog
      title={texts.cards.unlockTitle}
      lead={texts.cards.unlockLead}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          tone={warned ? 'danger' : 'primary'}
          // The last try is spent by a press of the button itself, never by an Enter too many.
          {...(warned ? {} : { hotkey: 'Enter' })}
          icon={<IconKey size="1.0625rem" />}
          disabled={!keys || !may || busy}
          onRun={unlock}
        >
          {standing === 'lastTry' ? texts.cards.lastTryNow : texts.cards.unlockNow[kind]}
        </DialogActions>
      }
    >
      <SegmentedControl
        aria-label={texts.cards.unlockWhich}
        withItemsBorders={false}
        value={kind}
        onChange={(value) => {
          setKind(value as KeyKind);
          anew();
        }}
        data={kinds.map((value) => ({ value, label: texts.cards.keys[value] }))}
      />
      <p className="unlock__tries">
        <TriesMark tries={tries[kind]} />
      </p>
      <Warning kind={kind} standing={standing} sure={sure} onSure={setSure} />
      {(standing === 'free' || warned) && (
        <div className="unlock__file">
          <ActionButton disabled={busy} onRun={choose}>
            {kind === 'adm' ? texts.newBatch.admChoose : texts.cards.pinFileChoose}
          </ActionButton>
          <span className={keys ? undefined : 'dim'}>
            {keys ? texts.newBatch.admChosen(keys.name, keys.count) : texts.newBatch.admNone}
          </span>
        </div>
      )}
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}

function Warning(props: {
  readonly kind: KeyKind;
  readonly standing: UnlockStanding;
  readonly sure: boolean;
  readonly onSure: (sure: boolean) => void;
}) {
  const { kind, standing } = props;
  switch (standing) {
    case 'free':
      return null;
    case 'lastTry':
    case 'untold':
      return (
        <div className="last-try" role="alert">
          <IconAlertTriangleFilled size="1.75rem" aria-hidden="true" />
          <div>
            <p className="last-try__words">
              {standing === 'lastTry' ? texts.cards.lastTry[kind] : texts.cards.untoldTries}
            </p>
            <Checkbox
              label={texts.cards.lastTryLeave}
              color="var(--bad-fill)"
              checked={props.sure}
              onChange={(event) => props.onSure(event.currentTarget.checked)}
            />
          </div>
        </div>
      );
    case 'blocked':
      return <p className="unlock__no">{texts.cards.unlockBlocked}</p>;
    case 'missing':
      return <p className="unlock__no">{texts.cards.unlockMissing}</p>;
    case 'shown':
      return <p className="unlock__no">{texts.cards.unlockShown}</p>;
  }
}
