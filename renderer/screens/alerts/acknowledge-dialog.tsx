import type { AcknowledgeRequest, AlertFilter } from '../../../core/api-alerts.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';

const words = texts.alerts;

interface AcknowledgeDialogProps {
  readonly filter: AlertFilter;
  /** The newest alert that the person has seen: what comes later stays open. */
  readonly upTo: number;
  readonly onAcknowledge: (request: AcknowledgeRequest) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks once before everything that the list shows is acknowledged. */
export function AcknowledgeDialog({ filter, upTo, onAcknowledge, onClose }: AcknowledgeDialogProps) {
  const { state } = useCall('alerts', { ...filter, open: true, offset: 0, limit: 1 });
  const found = state.kind === 'answer' ? state.answer.total : 0;
  return (
    <Dialog
      title={words.acknowledgeAllTitle(found)}
      lead={words.acknowledgeAllLead}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          disabled={found === 0}
          onRun={async () => {
            await onAcknowledge({ kind: 'found', ...filter, upTo });
            onClose();
          }}
        >
          {words.acknowledgeThem}
        </DialogActions>
      }
    >
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
    </Dialog>
  );
}
