import { type ReactNode, useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';

interface CertificatesQuestionProps {
  readonly title: string;
  /** What it destroys, and for whom. */
  readonly words: readonly string[];
  readonly action: string;
  readonly icon: ReactNode;
  /** @returns what went wrong */
  readonly onRun: () => Promise<Fault | undefined>;
  readonly onClose: () => void;
}

/** Asks once before something is taken back. */
export default function CertificatesQuestion(props: CertificatesQuestionProps) {
  const { title, words, action, icon, onRun, onClose } = props;
  const [fault, setFault] = useState<Fault>();
  const run = async () => {
    const refused = await onRun();
    if (refused) setFault(refused);
    else onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} tone="danger" hotkey="Enter" icon={icon} onRun={run}>
          {action}
        </DialogActions>
      }
    >
      {words.map((each) => (
        <p key={each}>{each}</p>
      ))}
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
