import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { texts } from '../../texts.ts';
import { SampleList } from './sample-list.tsx';

interface SamplesDialogProps {
  readonly onOpen: (profileId: string) => void;
  readonly onClose: () => void;
}

/** Asks which sample a profile begins with. */
export default function SamplesDialog({ onOpen, onClose }: SamplesDialogProps) {
  return (
    <Dialog
      title={texts.profiles.samplesTitle}
      lead={texts.profiles.samplesLead}
      onClose={onClose}
      actions={<ActionButton onRun={onClose}>{texts.common.cancel}</ActionButton>}
    >
      <SampleList onOpen={onOpen} />
    </Dialog>
  );
}
