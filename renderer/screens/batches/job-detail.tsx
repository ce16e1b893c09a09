import { IconActivity, IconSitemap, IconTag, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { JobView } from '../../../core/api.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { deviceIdWords, iccidGroups } from '../../format/identity.ts';
import { formatNumber } from '../../format/numbers.ts';
import { formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { isVerified, JobState } from './job-words.tsx';
import { RowPart } from './row-part.tsx';

const LabelsDialog = lazy(() => import('./labels-dialog.tsx'));

interface JobDetailProps {
  readonly batchId: string;
  readonly job: JobView;
  /** Whether what is decided is about this row, and not about several. */
  readonly decides: boolean;
  readonly onClose: () => void;
}

/** Whether a station was at it: only then is its device known. */
function isDeviceKnown({ state, attempts }: JobView): boolean {
  return state.kind !== 'waiting' && (attempts > 0 || !('reason' in state));
}

/** All that is known of one row. */
export function JobDetail({ batchId, job, decides, onClose }: JobDetailProps) {
  const { state, sessionId, deviceId } = job;
  const [asksLabel, setAsksLabel] = useState(false);
  const message = 'message' in state ? state.message : undefined;
  const card = 'card' in state ? state.card : undefined;
  return (
    <aside className="detail panel" aria-label={texts.batches.rowDetail}>
      <div className="detail__head">
        <div>
          <h2>{job.label}</h2>
          <p className="mono dim">{deviceIdWords(deviceId)}</p>
        </div>
        <IconAction label={texts.common.close} hotkey="Escape" onRun={onClose}>
          <IconX size="1.0625rem" />
        </IconAction>
      </div>
      <div>
        <JobState job={job} /> {'reason' in state && <bdi>{state.reason}</bdi>}
      </div>
      {state.kind === 'failed' && (
        <>
          <FaultNotice fault={state.fault} />
          <p className="dim">
            {state.reached === 'verified' ? texts.batches.cardVerified : texts.batches.nothingReached}
          </p>
        </>
      )}
      <div className="detail__actions">
        {sessionId !== undefined && (
          <ActionButton
            hotkey="S"
            icon={<IconActivity size="1.0625rem" />}
            onRun={() => goTo({ name: 'session', sessionId })}
          >
            {texts.batches.openSession}
          </ActionButton>
        )}
        {isDeviceKnown(job) && (
          <ActionButton
            hotkey="D"
            icon={<IconSitemap size="1.0625rem" />}
            onRun={() => goTo({ name: 'device', deviceId })}
          >
            {texts.batches.openDevice}
          </ActionButton>
        )}
        <ActionButton
          hotkey="L"
          needs="saveLabels"
          icon={<IconTag size="1.0625rem" />}
          onRun={() => setAsksLabel(true)}
        >
          {texts.documents.label}
        </ActionButton>
      </div>
      {asksLabel && (
        <Suspense>
          <LabelsDialog
            batchId={batchId}
            line={job.line}
            all={state.kind !== 'done'}
            onClose={() => setAsksLabel(false)}
          />
        </Suspense>
      )}
      <dl className="facts">
        <Fact name={texts.batches.facts.line}>{formatNumber(job.line)}</Fact>
        {'station' in state && <Fact name={texts.batches.facts.station}>{state.station}</Fact>}
        <Fact name={texts.batches.facts.attempts}>{formatNumber(job.attempts)}</Fact>
        {state.kind !== 'waiting' && (
          <Fact name={texts.batches.facts.changed}>{formatExactTime(job.changedAt)}</Fact>
        )}
        {card?.iccid !== undefined && (
          <Fact name={texts.batches.facts.iccid} mono>
            {iccidGroups(card.iccid)}
          </Fact>
        )}
        {card && (
          <Fact name={texts.batches.facts.atr} mono>
            {card.atr}
          </Fact>
        )}
        {message && (
          <>
            <Fact name={texts.batches.facts.octets}>{texts.batches.octets(message.octets)}</Fact>
            <Fact
              name={isVerified(job) ? texts.batches.facts.digest : texts.batches.facts.digestPlanned}
              mono
            >
              {message.digest}
            </Fact>
          </>
        )}
      </dl>
      <RowPart key={job.jobId} batchId={batchId} job={job} decides={decides} />
    </aside>
  );
}
