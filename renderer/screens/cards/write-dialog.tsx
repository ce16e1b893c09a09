import { IconPencilBolt } from '@tabler/icons-react';
import { useState } from 'react';
import type { CardView } from '../../../core/api-cards.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { KeyFileChoice } from '../../components/key-file-choice.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import type { CardTarget } from '../../stores/card-handle.ts';
import { useCards } from '../../stores/cards.ts';
import { texts } from '../../texts.ts';
import { leaveFor, overwriteWords } from './change-words.ts';
import { TargetChoice } from './target-choice.tsx';
import './write-dialog.css';

interface WriteDialogProps {
  readonly view: CardView;
  readonly onClose: () => void;
}

/** Asks for which device a card is to be written; then once more by name, with what is overwritten. */
export default function WriteDialog({ view, onClose }: WriteDialogProps) {
  const [target, setTarget] = useState<CardTarget>();
  return target ? (
    <Question view={view} target={target} onBack={() => setTarget(undefined)} onClose={onClose} />
  ) : (
    <TargetChoice onChoose={setTarget} onClose={onClose} />
  );
}

function Question(props: {
  readonly view: CardView;
  readonly target: CardTarget;
  readonly onBack: () => void;
  readonly onClose: () => void;
}) {
  const { view, target, onBack, onClose } = props;
  const { station, holder } = view;
  const keys = useCards((state) => state.admKeys);
  const { loses, words } = overwriteWords(view, target);
  const write = () => {
    onClose();
    void useCards.getState().change(station, { kind: 'write', target, ...leaveFor(holder) });
  };
  return (
    <Dialog
      title={texts.cards.writeQuestion(target.label)}
      lead={deviceIdWords(target.deviceId)}
      onClose={onClose}
      actions={
        <>
          <ActionButton onRun={onBack}>{texts.cards.back}</ActionButton>
          <ActionButton
            tone={loses ? 'danger' : 'primary'}
            hotkey="Enter"
            icon={<IconPencilBolt size="1.0625rem" />}
            onRun={write}
          >
            {loses ? texts.cards.overwriteNow : texts.cards.writeNow}
          </ActionButton>
        </>
      }
    >
      <p className={loses ? 'write-loss' : undefined}>{words}</p>
      <p className="dim">{texts.cards.readBackAfter}</p>
      <KeyFileChoice keys={keys} onChange={useCards.getState().chooseAdmKeys} />
    </Dialog>
  );
}
