import { useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';

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
        <>
          <ActionButton onRun={props.onClose}>{texts.common.cancel}</ActionButton>
          <ActionButton
            tone={props.danger ? 'danger' : 'primary'}
            hotkey="Enter"
            onRun={async () => setFault(await props.onConfirm())}
          >
            {props.action}
          </ActionButton>
        </>
      }
    >
      <p>{props.words}</p>
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
