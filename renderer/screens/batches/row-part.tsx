import { IconPencil } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { JobView } from '../../../core/api.ts';
import type { RowDetail, RowHistoryEntry } from '../../../core/api-rows.ts';
import { type Decision, decisionFault } from '../../../core/provisioning/row-decisions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { formatExactTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { DecisionButtons } from './selection-bar.tsx';
import './rows.css';

const ChangeDialog = lazy(() => import('./change-dialog.tsx'));
const DecideDialog = lazy(() => import('./decide-dialog.tsx'));

const words = texts.rows;

interface RowPartProps {
  readonly batchId: string;
  readonly job: JobView;
  /** While several rows are chosen, what is decided is about them. */
  readonly decides: boolean;
}

/** What can be decided about a row, what it says, and what became of it. */
export function RowPart({ batchId, job, decides }: RowPartProps) {
  const { jobId, label, changedAt } = job;
  const { state, reload } = useCall('row', { jobId });
  useTold('jobsChanged', reload, (event) => event.batchId === batchId);
  const [decision, setDecision] = useState<Decision>();
  const [changes, setChanges] = useState(false);
  const detail = state.kind === 'answer' ? state.answer : undefined;
  return (
    <>
      {decides && (
        <div className="detail__actions">
          <DecisionButtons
            one
            // What failed is tried again; to reinstate it would be the same.
            offers={(each) =>
              decisionFault(job, each) === undefined && !(each === 'reinstate' && job.state.kind === 'failed')
            }
            onDecide={setDecision}
          />
          {decisionFault(job, 'change') === undefined && (
            <ActionButton
              size="sm"
              hotkey="C"
              icon={<IconPencil size="1rem" />}
              needs="changeRow"
              disabled={detail === undefined}
              onRun={() => setChanges(true)}
            >
              {words.change}
            </ActionButton>
          )}
        </div>
      )}
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {detail && <RowFacts detail={detail} />}
      <Suspense>
        {decision && (
          <DecideDialog
            batchId={batchId}
            decision={decision}
            choice={{ kind: 'these', rows: [{ jobId, changedAt }] }}
            what={label}
            onClose={() => setDecision(undefined)}
          />
        )}
        {changes && detail && <ChangeDialog row={detail} label={label} onClose={() => setChanges(false)} />}
      </Suspense>
    </>
  );
}

function RowFacts({ detail: { columns, values, history } }: { readonly detail: RowDetail }) {
  return (
    <>
      <details>
        <summary>{words.values}</summary>
        <dl className="facts">
          {columns.map(({ name }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{values[name] || texts.common.none}</dd>
            </div>
          ))}
        </dl>
      </details>
      {history.length > 0 && (
        <section className="row-history" aria-label={words.history}>
          <h3 className="kicker">{words.history}</h3>
          <ol>
            {history.toReversed().map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have a number from the first on, and are never moved
              <Entry key={history.length - index} entry={entry} />
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function Entry({ entry: { at, event, reason, by, changes, state } }: { readonly entry: RowHistoryEntry }) {
  return (
    <li>
      <div>
        <b>{words.events[event] ?? event}</b>
        {reason !== undefined && (
          <>
            : <bdi>{reason}</bdi>
          </>
        )}
        {state.kind === 'failed' && event === 'fail' && `: ${state.fault.message}`}
      </div>
      {changes?.map(({ column, before, after }) => (
        <div key={column}>{words.changeOf(column, before, after)}</div>
      ))}
      <div className="dim">
        {formatExactTime(at)}
        {by && ` · ${texts.audit.actor(by)}`}
      </div>
    </li>
  );
}
