import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconListCheck } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { DevicePlanView, PlanRunView } from '../../../core/api-plan-runs.ts';
import type { CallRequest } from '../../../core/api-requests.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import {
  isPlanUnderWay,
  type PlanOutcomeKind,
  planOutcomes,
} from '../../../core/provisioning/device-plan.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useNow } from '../../components/use-now.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { useTold } from '../../components/use-told.ts';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { formatAgo, formatDateTime, formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';

const words = texts.planRuns;

const tones: Readonly<Record<PlanOutcomeKind, Tone>> = {
  queued: 'plain',
  away: 'warn',
  inSession: 'accent',
  begun: 'accent',
  done: 'ok',
  refused: 'bad',
  unreported: 'bad',
  cancelled: 'plain',
};

/** The plans that were run on many devices, and what each device reported of them. */
export default function PlansPart() {
  const { state, reload } = useCall('planRuns', {});
  useTold('sessionsChanged', reload);
  useTold('planStart', reload);
  useTold('notificationsChanged', reload);
  const [chosen, setChosen] = useState('');
  if (state.kind === 'loading') return null;
  if (state.kind === 'fault') return <FaultNotice fault={state.fault} />;
  const run = state.answer.find(({ runId }) => runId === chosen) ?? state.answer[0];
  if (run === undefined)
    return (
      <div className="fill panel">
        <EmptyState
          title={words.emptyTitle}
          lead={words.emptyLead}
          icon={<IconListCheck size="1.75rem" stroke={1.5} />}
        >
          <ActionButton onRun={() => goTo({ name: 'devices' })}>{words.toList}</ActionButton>
        </EmptyState>
      </div>
    );
  return (
    <Run key={run.runId} run={run} runs={state.answer} onChoose={setChosen} onChanged={() => void reload()} />
  );
}

interface RunProps {
  readonly run: PlanRunView;
  readonly runs: readonly PlanRunView[];
  readonly onChoose: (runId: string) => void;
  /** Told when the run itself is another than it was. */
  readonly onChanged: () => void;
}

function Run({ run, runs, onChoose, onChanged }: RunProps) {
  const { runId, counts, total } = run;
  const [only, setOnly] = useState<PlanOutcomeKind | ''>('');
  const [asks, setAsks] = useState(false);
  const load = useCallback(
    (offset: number, limit: number) =>
      call('planRunDevices', { runId, offset, limit, ...(only === '' ? {} : { only }) }),
    [runId, only],
  );
  const rows = usePagedRows<DevicePlanView>(`${runId} ${only}`, load, ({ deviceId }) => deviceId);
  useTold('sessionsChanged', rows.refresh);
  useTold('planStart', rows.refresh);
  useTold('notificationsChanged', rows.refresh);
  const now = useNow(15_000);
  const columns = useMemo(() => planColumns(now), [now]);
  const queued = planOutcomes.reduce((sum, kind) => sum + counts[kind], 0);
  const save = async (format: CallRequest<'savePlanRun'>['format']) => {
    const result = await call('savePlanRun', { runId, format });
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'saved') notifyDone(words.saved, result.answer.file);
    return undefined;
  };
  const cancel = async () => {
    const result = await call('cancelPlanRun', { runId });
    setAsks(false);
    if (result.kind === 'fault') return result.fault;
    notifyDone(run.name, words.restCancelled(result.answer.cancelled));
    onChanged();
    void rows.refresh();
    return undefined;
  };
  return (
    <>
      {asks && (
        <Dialog
          title={words.cancelTitle}
          lead={words.cancelLead}
          onClose={() => setAsks(false)}
          actions={
            <>
              <ActionButton onRun={() => setAsks(false)}>{words.keepRun}</ActionButton>
              <ActionButton tone="danger" hotkey="Enter" onRun={cancel}>
                {words.cancelNow}
              </ActionButton>
            </>
          }
        >
          <b>{visibleText(run.name)}</b>
        </Dialog>
      )}
      <div className="device-filters plan-filters">
        <NativeSelect
          aria-label={words.which}
          value={runId}
          onChange={(event) => onChoose(event.currentTarget.value)}
          data={runs.map(({ runId: value, name, begunAt }) => ({
            value,
            label: words.runLabel(name, formatDateTime(begunAt)),
          }))}
        />
        <NativeSelect
          aria-label={words.filter}
          value={only}
          onChange={(event) => setOnly(event.currentTarget.value as PlanOutcomeKind | '')}
          data={[
            { value: '', label: words.anyOutcome },
            ...planOutcomes
              .filter((kind) => counts[kind] > 0)
              .map((value) => ({ value, label: `${words.outcomes[value]} (${counts[value]})` })),
          ]}
        />
        <span className="dim" role="status">
          {words.queuedOf(queued, total)} · {words.outcomes.done} {counts.done}
        </span>
        <span className="bulk-bar__end">
          {planOutcomes.some((kind) => isPlanUnderWay(kind) && counts[kind] > 0) && (
            <ActionButton size="sm" needs="cancelPlanRun" hotkey="X" onRun={() => setAsks(true)}>
              {words.cancelRest}
            </ActionButton>
          )}
          <ActionButton size="sm" needs="savePlanRun" onRun={() => save('csv')}>
            {words.saveCsv}
          </ActionButton>
          <ActionButton size="sm" needs="savePlanRun" onRun={() => save('json')}>
            {words.saveJson}
          </ActionButton>
        </span>
      </div>
      <div className="fill panel">
        <PagedGrid
          rows={rows}
          empty={<EmptyState title={words.anyOutcome} />}
          label={words.part}
          columns={columns}
          rowHeight={2.875}
          onOpen={(index) => {
            const device = rows.rowAt(index);
            if (device) goTo({ name: 'device', deviceId: device.deviceId });
          }}
        />
      </div>
    </>
  );
}

function planColumns(now: number): readonly GridColumn<DevicePlanView>[] {
  return [
    {
      key: 'device',
      header: words.device,
      width: 'minmax(8rem, 1fr)',
      cell: ({ label }) => <b className="ellipsis">{visibleText(label)}</b>,
    },
    {
      key: 'outcome',
      header: words.outcome,
      width: '7.5rem',
      cell: ({ outcome }) => (
        <span title={words.hints[outcome]}>
          <Tag tone={tones[outcome]}>{words.outcomes[outcome]}</Tag>
        </span>
      ),
    },
    {
      key: 'step',
      header: words.step,
      width: 'minmax(8rem, 1.2fr)',
      cell: ({ step, steps, stepName }) => (
        <span className="ellipsis">
          {words.stepOf(Math.min(step + 1, steps), steps, visibleText(stepName))}
        </span>
      ),
    },
    {
      key: 'cause',
      header: words.cause,
      width: 'minmax(8rem, 2fr)',
      cell: ({ fault, passedOver }) => {
        const cause = fault?.message ?? (passedOver.length > 0 ? words.leftOut(passedOver.join(', ')) : '');
        return (
          <span className="ellipsis dim" title={cause}>
            {visibleText(cause)}
          </span>
        );
      },
    },
    {
      key: 'changed',
      header: words.changed,
      width: '7rem',
      cell: ({ changedAt }) => (
        <span className="dim" title={formatExactTime(changedAt)}>
          {formatAgo(changedAt, now)}
        </span>
      ),
    },
  ];
}
