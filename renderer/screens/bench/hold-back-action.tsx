import { lazy, Suspense, useState } from 'react';
import type { JobLabel } from '../../../core/api-station-activity.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';

const DecideDialog = lazy(() => import('../batches/decide-dialog.tsx'));

/** Puts a row aside that failed at a station, with a reason: it is not tried again until somebody reinstates it. */
export function HoldBackAction({ job: { jobId, label } }: { readonly job: JobLabel }) {
  const batchId = useWorkstation((state) => state.overview?.batch?.batchId);
  const [asks, setAsks] = useState(false);
  const [held, setHeld] = useState(false);
  if (held)
    return (
      <p className="activity__label" role="status">
        {texts.rows.heldAtStation}
      </p>
    );
  if (batchId === undefined) return null;
  return (
    <>
      <ActionButton needs="holdRows" onRun={() => setAsks(true)}>
        {texts.rows.holdAtStation}
      </ActionButton>
      {asks && (
        <Suspense>
          <DecideDialog
            batchId={batchId}
            decision="hold"
            choice={{ kind: 'these', rows: [{ jobId }] }}
            what={label}
            onClose={() => setAsks(false)}
            onDone={() => setHeld(true)}
          />
        </Suspense>
      )}
    </>
  );
}
