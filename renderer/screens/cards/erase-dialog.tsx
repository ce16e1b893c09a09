import { IconTrash } from '@tabler/icons-react';
import type { CardView } from '../../../core/api-cards.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { KeyFileChoice } from '../../components/key-file-choice.tsx';
import { useCards } from '../../stores/cards.ts';
import { texts } from '../../texts.ts';
import { eraseWords, leaveFor } from './change-words.ts';

interface EraseDialogProps {
  readonly view: CardView;
  readonly onClose: () => void;
}

/** Asks once before a card is erased, and names whose it is. */
export default function EraseDialog({ view, onClose }: EraseDialogProps) {
  const { station, holder } = view;
  const keys = useCards((state) => state.admKeys);
  const { title, lead } = eraseWords(holder);
  const erase = () => {
    onClose();
    void useCards.getState().change(station, { kind: 'erase', ...leaveFor(holder) });
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          tone="danger"
          hotkey="Enter"
          icon={<IconTrash size="1.0625rem" />}
          onRun={erase}
        >
          {texts.cards.eraseNow}
        </DialogActions>
      }
    >
      <p>{lead}</p>
      <p className="dim">{texts.cards.readBackAfter}</p>
      <KeyFileChoice keys={keys} onChange={useCards.getState().chooseAdmKeys} />
    </Dialog>
  );
}
