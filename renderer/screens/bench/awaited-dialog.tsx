import { useEffect } from 'react';
import type { BatchSummary } from '../../../core/api.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { formatDateTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';

const mostShown = 100;

/** The devices that have what they need, and have not fulfilled their plans yet; one can be given up or begun again. */
export default function AwaitedDialog(props: { readonly batch: BatchSummary; readonly onClose: () => void }) {
  const { batchId, awaited } = props.batch;
  const { state, reload } = useCall('awaited', { batchId, offset: 0, limit: mostShown });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count is another list
  useEffect(() => void reload(), [awaited, reload]);
  const decide = (jobId: string, decision: 'giveUp' | 'again') => async () => {
    const result = await call('decideAwaited', { jobId, decision });
    await reload();
    return result.kind === 'fault' ? result.fault : undefined;
  };
  return (
    <Dialog
      title={texts.stations.awaitedTitle(awaited)}
      lead={texts.stations.awaitedLead}
      onClose={props.onClose}
      actions={
        <ActionButton tone="primary" hotkey="Enter" onRun={props.onClose}>
          {texts.common.close}
        </ActionButton>
      }
    >
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      <ul className="awaited">
        {(state.kind === 'answer' ? state.answer.rows : []).map((row) => (
          <li key={row.jobId}>
            <div>
              <b>{row.label}</b> <span className="mono dim">{row.deviceId}</span>
              <p className="dim">
                {row.fault?.message ?? texts.stations.awaitedSince(formatDateTime(row.since), row.station)}
              </p>
            </div>
            <ActionButton
              size="sm"
              label={`${texts.stations.again}: ${row.label}`}
              onRun={decide(row.jobId, 'again')}
            >
              {texts.stations.again}
            </ActionButton>
            <ActionButton
              size="sm"
              label={`${texts.stations.giveUp}: ${row.label}`}
              onRun={decide(row.jobId, 'giveUp')}
            >
              {texts.stations.giveUp}
            </ActionButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
