import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import type { BatchSummary } from '../../core/api.ts';
import { offeredStations, useBatches } from '../stores/batches.ts';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';
import { DialogActions } from './dialog-actions.tsx';
import { type RunForm, runChoiceOf, StationChoice } from './station-choice.tsx';

interface ResumeDialogProps {
  readonly batch: BatchSummary;
  readonly onClose: () => void;
}

/** Asks which stations go on with a batch, and with what. */
export default function ResumeDialog({ batch, onClose }: ResumeDialogProps) {
  const choice = useBatches((state) => state.choices[batch.batchId]);
  const [form, setForm] = useState<RunForm>(() => ({
    stations: offeredStations(choice),
    overwrite: false,
    keys: undefined,
  }));
  const resume = async () => {
    const fault = await useBatches.getState().resume(batch.batchId, runChoiceOf(form));
    if (!fault) onClose();
    return fault;
  };
  return (
    <Dialog
      title={texts.bench.resumeTitle}
      lead={texts.bench.resumeLead}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          icon={<IconPlayerPlay size="1.0625rem" />}
          disabled={form.stations.length === 0}
          onRun={resume}
        >
          {texts.bench.resume}
        </DialogActions>
      }
    >
      <StationChoice form={form} onChange={setForm} />
    </Dialog>
  );
}
