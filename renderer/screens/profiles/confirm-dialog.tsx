import { useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly words: string;
  readonly action: string;
  readonly danger?: boolean;
  /** Answers the fault, if any. */
  readonly onConfirm: () => Promise<Fault | undefined>;
  readonly onClose: () => void;
}

/** Asks once. */
export default function ConfirmDialog(props: ConfirmDialogProps) {
  const [fault, setFault] = useState<Fault>();
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <DialogActions
          onCancel={props.onClose}
          tone={props.danger ? 'danger' : 'primary'}
          hotkey="Enter"
          onRun={async () => setFault(await props.onConfirm())}
        >
          {props.action}
        </DialogActions>
      }
    >
      <p>{props.words}</p>
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
