import { IconArrowLeft, IconListDetails, IconPlus, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { QueuedCommandView } from '../../../core/api-queue.ts';
import type { QueuedProblem } from '../../../core/provisioning/queued-checks.ts';
import type { QueuedWork } from '../../../core/provisioning/queued-work.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { formatDateTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { type StagedCommand, useStaged, useStagedCommands } from '../../stores/staged-commands.ts';
import { texts } from '../../texts.ts';
import { CommandDialog, type CommandDraft, emptyDraft } from './command-dialog.tsx';
import { commandName, commandSubject, outcomeOf } from './command-words.ts';
import { StepDialog } from './step-dialog.tsx';
import './compare-panel.css';
import '../../components/status.css';
import './commands-panel.css';

const words = texts.deviceCommands;

interface CommandsPanelProps {
  readonly deviceId: string;
  /** The node that is chosen in the tree, for what is added next. */
  readonly clientUri: string | undefined;
  readonly onLeave: () => void;
}

/** Commands for a device: those that are made up, and below them what became of those that were queued. */
export function CommandsPanel({ deviceId, clientUri, onLeave }: CommandsPanelProps) {
  const staged = useStaged(deviceId);
  const { stage } = useStagedCommands();
  const { state, reload } = useCall('queuedCommands', { deviceId });
  useTold('sessionsChanged', reload);
  useTold('devicesChanged', reload);
  const [draft, setDraft] = useState<CommandDraft>();
  const [saving, setSaving] = useState(false);
  const queued = state.kind === 'answer' ? state.answer : [];
  return (
    <section className="tree panel" aria-label={words.title}>
      <div className="compare__head">
        <ActionButton size="sm" icon={<IconArrowLeft size="1rem" />} onRun={onLeave}>
          {words.backToTree}
        </ActionButton>
        <span className="compare__end">
          <ActionButton
            size="sm"
            needs="addPlanStep"
            icon={<IconListDetails size="1rem" />}
            disabled={staged.length === 0 && queued.length === 0}
            onRun={() => setSaving(true)}
          >
            {texts.planSteps.open}
          </ActionButton>
          <ActionButton
            size="sm"
            hotkey="A"
            needs="queueCommands"
            icon={<IconPlus size="1rem" />}
            onRun={() => setDraft({ ...emptyDraft, target: clientUri ?? '' })}
          >
            {words.add}
          </ActionButton>
        </span>
      </div>
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      <div className="commands">
        {staged.length > 0 && <Staged deviceId={deviceId} staged={staged} onQueued={reload} />}
        {queued.length > 0 && (
          <>
            <h2 className="kicker">{words.history}</h2>
            <ol className="commands__list">
              {queued.map((command) => (
                <Queued key={command.commandId} command={command} onCancelled={reload} />
              ))}
            </ol>
          </>
        )}
        {staged.length === 0 && queued.length === 0 && state.kind === 'answer' && (
          <EmptyState title={words.emptyTitle} lead={words.emptyLead} />
        )}
      </div>
      {saving && (
        <StepDialog deviceId={deviceId} staged={staged} queued={queued} onClose={() => setSaving(false)} />
      )}
      {draft && (
        <CommandDialog
          deviceId={deviceId}
          draft={draft}
          onClose={() => setDraft(undefined)}
          onStage={(work) => {
            stage(deviceId, work);
            setDraft(undefined);
          }}
        />
      )}
    </section>
  );
}

/** What is made up and not queued, with what the descriptions of the objects say against it. */
function Staged(props: {
  readonly deviceId: string;
  readonly staged: readonly StagedCommand[];
  readonly onQueued: () => Promise<void>;
}) {
  const { deviceId, staged, onQueued } = props;
  const { remove, clear } = useStagedCommands();
  const works = useMemo(() => staged.map(({ work }) => work), [staged]);
  const { state } = useCall('checkQueued', { deviceId, works });
  const problems = state.kind === 'answer' ? state.answer : [];
  const queue = async (notify: boolean) => {
    const keys = new Set(staged.map(({ key }) => key));
    const result = await call('queueCommands', { deviceId, works, notify });
    if (result.kind === 'fault') return result.fault;
    clear(deviceId, keys);
    notifyDone(words.queuedToast(works.length), words.notifications[result.answer.notification]);
    await onQueued();
    return undefined;
  };
  return (
    <>
      <h2 className="kicker">{words.staged}</h2>
      <p className="dim">{words.stagedLead}</p>
      <ol className="commands__list">
        {staged.map(({ key, work }, index) => (
          <li key={key} className="command">
            <CommandText work={work} />
            <ActionButton
              size="sm"
              tone="subtle"
              label={words.remove(`${commandName(work)} ${commandSubject(work)}`)}
              onRun={() => remove(deviceId, key)}
            >
              <IconX size="1rem" aria-hidden="true" />
            </ActionButton>
            <Problems problems={problems[index] ?? []} />
          </li>
        ))}
      </ol>
      <div className="commands__actions">
        <ActionButton needs="queueCommands" onRun={() => queue(false)}>
          {words.queue(staged.length)}
        </ActionButton>
        <ActionButton tone="primary" hotkey="Enter" needs="queueCommands" onRun={() => queue(true)}>
          {words.queueAndNotify}
        </ActionButton>
      </div>
    </>
  );
}

function Queued(props: { readonly command: QueuedCommandView; readonly onCancelled: () => Promise<void> }) {
  const { commandId, work, state, queuedAt } = props.command;
  const { words: outcome, outcome: kind } = outcomeOf(props.command);
  const cancel = async () => {
    const result = await call('cancelQueued', { commandId });
    if (result.kind === 'fault') return result.fault;
    await props.onCancelled();
    return undefined;
  };
  return (
    <li className="command">
      <CommandText work={work} />
      <span className="command__end">
        <span className="status" data-outcome={kind}>
          {outcome}
        </span>
        <span className="dim">{formatDateTime('at' in state ? state.at : queuedAt)}</span>
        {'sessionId' in state && (
          <ActionButton
            size="sm"
            tone="subtle"
            onRun={() => goTo({ name: 'session', sessionId: state.sessionId })}
          >
            {words.session}
          </ActionButton>
        )}
        {state.kind === 'waiting' && (
          <ActionButton size="sm" needs="cancelQueued" onRun={cancel}>
            {words.cancel}
          </ActionButton>
        )}
      </span>
    </li>
  );
}

function CommandText({ work }: { readonly work: QueuedWork }) {
  const subject = commandSubject(work);
  return (
    <span className="command__text">
      <b>{commandName(work)}</b>{' '}
      <span className="mono" title={subject}>
        {subject}
      </span>
    </span>
  );
}

function Problems({ problems }: { readonly problems: readonly QueuedProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="command__problems">
      {problems.map(({ target, detail }) => (
        <li key={`${target} ${detail}`}>
          {detail} <span className="mono">{target}</span>
        </li>
      ))}
    </ul>
  );
}
