import { IconBellRinging, IconListCheck, IconPackageImport, IconTag } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { BulkView } from '../../../core/api-inspect.ts';
import { call, listen } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { texts } from '../../texts.ts';
import './bulk-bar.css';

const words = texts.devices;

interface BulkBarProps {
  readonly selected: number;
  readonly found: number;
  readonly onSelectAll: () => unknown;
  readonly onSelectNone: () => void;
  readonly onNotify: () => void;
  readonly onTag: () => void;
  readonly onUpdate: () => void;
  readonly onPlan: () => void;
}

/** What can be done with the devices that are selected, and how far it is with those before. */
export function BulkBar(props: BulkBarProps) {
  const { bulk, forget } = useBulk();
  const { selected, found } = props;
  const isRunning = bulk?.state === 'running';
  if (selected === 0 && bulk === undefined) return null;
  return (
    <section className="bulk-bar panel" aria-label={words.selected(selected)}>
      {bulk && <BulkProgress bulk={bulk} onRead={forget} />}
      {selected > 0 && (
        <div className="bulk-bar__line">
          <b role="status">{words.selected(selected)}</b>
          {selected < found && (
            <ActionButton size="sm" tone="subtle" onRun={props.onSelectAll}>
              {words.selectAll(found)}
            </ActionButton>
          )}
          <ActionButton size="sm" tone="subtle" onRun={props.onSelectNone}>
            {words.selectNone}
          </ActionButton>
          <span className="bulk-bar__end">
            <ActionButton size="sm" icon={<IconTag size="1rem" />} onRun={props.onTag}>
              {words.tag}
            </ActionButton>
            <ActionButton
              size="sm"
              needs="beginBulkUpdate"
              icon={<IconPackageImport size="1rem" />}
              disabled={isRunning}
              onRun={props.onUpdate}
            >
              {words.bulkUpdate}
            </ActionButton>
            <ActionButton
              size="sm"
              icon={<IconListCheck size="1rem" />}
              needs="startPlanRun"
              onRun={props.onPlan}
            >
              {texts.planRuns.run}
            </ActionButton>
            <ActionButton
              size="sm"
              icon={<IconBellRinging size="1rem" />}
              disabled={isRunning}
              onRun={props.onNotify}
            >
              {words.bulkNotify}
            </ActionButton>
          </span>
        </div>
      )}
    </section>
  );
}

function BulkProgress({ bulk, onRead }: { readonly bulk: BulkView; readonly onRead: () => void }) {
  const { action, state, total, done, failed, failures } = bulk;
  const isRunning = state === 'running';
  return (
    <div className="bulk-bar__progress">
      <div className="bulk-bar__line">
        <span role="status">
          {isRunning ? words.bulkProgress[action] : state === 'done' ? words.bulkEnded : words.bulkCancelled}{' '}
          <b>{words.bulkDone[action](done, total)}</b>
          {failed > 0 && <span className="cause"> · {words.bulkFailed[action](failed)}</span>}
        </span>
        <span className="bulk-bar__end">
          {isRunning ? (
            <ActionButton size="sm" onRun={() => call('cancelBulk', {})}>
              {words.cancelBulk}
            </ActionButton>
          ) : (
            <ActionButton size="sm" tone="subtle" onRun={onRead}>
              {texts.common.close}
            </ActionButton>
          )}
        </span>
      </div>
      <ProgressBar label={words.bulkProgress[action]} total={total} done={done} failed={failed} inWork={0} />
      {!isRunning && failures.length > 0 && (
        <details>
          <summary>{words.bulkFailures[action]}</summary>
          <ul className="bulk-bar__failures">
            {failures.map(({ deviceId, label, fault }) => (
              <li key={deviceId}>
                <b>{label}</b> {fault.message} <span className="dim">{fault.remedy}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** The action on many devices that is under way; one that has ended stays until it was read. */
function useBulk(): { readonly bulk: BulkView | undefined; readonly forget: () => void } {
  const [bulk, setBulk] = useState<BulkView>();
  useEffect(() => {
    const stop = listen('bulk', setBulk);
    void call('bulk', {}).then((result) => {
      const now = result.kind === 'answer' ? result.answer.bulk : undefined;
      if (now?.state === 'running') setBulk(now);
    });
    return stop;
  }, []);
  return { bulk, forget: () => setBulk(undefined) };
}
