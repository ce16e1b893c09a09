import { Button, Checkbox, FileButton, NativeSelect, SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { useEffect, useState } from 'react';
import type { PlanStartView } from '../../../core/api-plan-runs.ts';
import type { CallRequest } from '../../../core/api-requests.ts';
import type { Fault } from '../../../core/errors.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { call, listen } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useCall } from '../../components/use-call.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { readFile } from '../new-batch/read-file.ts';
import './step-dialog.css';

const words = texts.planRuns;
type Source = CallRequest<'startPlanRun'>['source'];

interface PlanDialogProps {
  readonly deviceIds: readonly string[];
  readonly onClose: () => void;
}

/** Runs a plan on the devices that are selected: what to run, what is against it, how far it is. */
export function PlanDialog({ deviceIds, onClose }: PlanDialogProps) {
  const [from, setFrom] = useState<Source['kind']>('library');
  const [source, setSource] = useState<Source>();
  const [notify, setNotify] = useState(true);
  const [fault, setFault] = useState<Fault>();
  const { start, begin } = useStart(setFault);
  const run = (leaveOut: boolean) => source && begin({ source, deviceIds: [...deviceIds], leaveOut, notify });
  const isRunning = start?.state === 'checking' || start?.state === 'queueing';
  const runId = start?.runId;
  return (
    <Dialog
      title={words.title}
      lead={words.lead(deviceIds.length)}
      onClose={onClose}
      actions={
        isRunning ? (
          <ActionButton onRun={() => call('cancelPlanStart', {})}>{words.cancel}</ActionButton>
        ) : (
          <>
            <ActionButton onRun={onClose}>
              {runId === undefined ? texts.common.cancel : texts.common.close}
            </ActionButton>
            {runId !== undefined ? (
              <ActionButton
                tone="primary"
                hotkey="Enter"
                onRun={() => {
                  onClose();
                  goTo({ name: 'devices', part: 'plans' });
                }}
              >
                {words.see}
              </ActionButton>
            ) : start?.state === 'refused' && start.refused < start.total ? (
              <ActionButton tone="primary" needs="startPlanRun" onRun={() => run(true)}>
                {words.leaveOut(start.refused)}
              </ActionButton>
            ) : (
              <ActionButton
                tone="primary"
                hotkey="Enter"
                needs="startPlanRun"
                disabled={source === undefined}
                onRun={() => run(false)}
              >
                {words.begin}
              </ActionButton>
            )}
          </>
        )
      }
    >
      {fault && <FaultNotice fault={fault} />}
      {start ? (
        <StartWords start={start} />
      ) : (
        <>
          <SegmentedControl
            aria-label={words.from}
            value={from}
            onChange={(value) => {
              setSource(undefined);
              setFrom(value as Source['kind']);
            }}
            data={(['library', 'commands'] as const).map((value) => ({ value, label: words.sources[value] }))}
          />
          {from === 'library' ? (
            <LibraryChoice onChoose={setSource} />
          ) : (
            <CommandsChoice source={source} onChoose={setSource} onFault={setFault} />
          )}
          <Checkbox
            label={words.notify}
            description={words.notifyHint}
            checked={notify}
            onChange={(event) => setNotify(event.currentTarget.checked)}
          />
        </>
      )}
    </Dialog>
  );
}

/** What is under way, once it has begun here. */
function useStart(onFault: (fault: Fault | undefined) => void) {
  const [start, setStart] = useState<PlanStartView>();
  const [begun, setBegun] = useState(false);
  useEffect(() => (begun ? listen('planStart', setStart) : undefined), [begun]);
  const begin = async (order: CallRequest<'startPlanRun'>) => {
    setBegun(true);
    onFault(undefined);
    const result = await call('startPlanRun', order);
    if (result.kind === 'fault') {
      onFault(result.fault);
      return;
    }
    setStart(result.answer);
    // It may have ended before anybody listened.
    const now = await call('planStart', {});
    if (now.kind === 'answer' && now.answer.start) setStart(now.answer.start);
  };
  return { start, begin };
}

function LibraryChoice({ onChoose }: { readonly onChoose: (source: Source | undefined) => void }) {
  const { state } = useCall('profiles', {});
  const profiles =
    state.kind === 'answer'
      ? state.answer.filter((each) => !each.archived && each.version !== undefined)
      : [];
  const [profile, setProfile] = useState('');
  const profileId = profile === '' ? (profiles[0]?.profileId ?? '') : profile;
  if (state.kind === 'fault') return <FaultNotice fault={state.fault} />;
  if (state.kind === 'answer' && profiles.length === 0) return <p>{words.noProfile}</p>;
  return (
    <>
      <NativeSelect
        label={words.profile}
        value={profileId}
        onChange={(event) => setProfile(event.currentTarget.value)}
        data={profiles.map(({ profileId: value, name, version }) => ({ value, label: `${name} ${version}` }))}
      />
      {profileId !== '' && <StepsChoice key={profileId} profileId={profileId} onChoose={onChoose} />}
    </>
  );
}

function StepsChoice(props: {
  readonly profileId: string;
  readonly onChoose: (source: Source | undefined) => void;
}) {
  const { profileId, onChoose } = props;
  const { state } = useCall('profilePlans', { profileId });
  const [name, setName] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const plans = state.kind === 'answer' ? state.answer : [];
  const plan = plans.find((each) => each.name === name) ?? plans[0];
  const wanted = plan?.steps.filter((step) => !left.has(step)) ?? [];
  const key = JSON.stringify([plan?.name, wanted]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when another choice was made
  useEffect(() => {
    if (plan === undefined || wanted.length === 0) onChoose(undefined);
    else
      onChoose({
        ...{ kind: 'library', profileId, plan: plan.name },
        steps: wanted.length === plan.steps.length ? [] : wanted,
      });
  }, [key, profileId]);
  if (state.kind === 'fault') return <FaultNotice fault={state.fault} />;
  if (plan === undefined) return null;
  const toggle = (step: string) => {
    const next = new Set(left);
    if (!next.delete(step)) next.add(step);
    setLeft(next);
  };
  return (
    <>
      {plans.length > 1 && (
        <NativeSelect
          label={words.plan}
          value={plan.name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setLeft(new Set());
          }}
          data={plans.map((each) => ({ value: each.name, label: words.planName(each.name) }))}
        />
      )}
      <fieldset className="step-choices">
        <legend>{words.steps}</legend>
        {[...new Set(plan.steps)].map((step) => (
          <Checkbox key={step} label={step} checked={!left.has(step)} onChange={() => toggle(step)} />
        ))}
      </fieldset>
    </>
  );
}

function CommandsChoice(props: {
  readonly source: Source | undefined;
  readonly onChoose: (source: Source | undefined) => void;
  readonly onFault: (fault: Fault | undefined) => void;
}) {
  const { source, onChoose, onFault } = props;
  const read = async (file: File | null) => {
    if (file === null) return;
    const result = await readFile(file);
    onFault(result.kind === 'fault' ? result.fault : undefined);
    onChoose(result.kind === 'read' ? { kind: 'commands', ...result.file } : undefined);
  };
  return (
    <div className="step-choices">
      <p className="dim">{words.fileHint}</p>
      <p>
        <FileButton onChange={(file) => void read(file)} accept=".json">
          {(button) => (
            <Button {...button} variant="default" size="sm">
              {words.chooseFile}
            </Button>
          )}
        </FileButton>{' '}
        {source?.kind === 'commands' && <b>{source.name}</b>}
      </p>
    </div>
  );
}

function StartWords({ start }: { readonly start: PlanStartView }) {
  const { state, total, checked, queued, refused, refusals } = start;
  const done = state === 'queueing' ? queued : checked;
  return (
    <>
      <p role="status">
        {state === 'checking' || state === 'queueing'
          ? `${words.progress[state]}: ${words.progressWords(done, total)}`
          : state === 'cancelled'
            ? words.cancelled(queued)
            : state === 'refused'
              ? words.refusedTitle(refused, total)
              : words.ended(queued)}
      </p>
      {(state === 'checking' || state === 'queueing') && (
        <ProgressBar
          label={words.progress[state]}
          total={total}
          done={state === 'checking' ? checked - refused : queued}
          failed={refused}
          inWork={0}
        />
      )}
      {refusals.length > 0 && (
        <ul className="step-refusals">
          {refusals.map(({ deviceId, label, fault }) => (
            <li key={deviceId}>
              <b>{visibleText(label)}</b> {fault.message} <span className="dim">{fault.remedy}</span>
            </li>
          ))}
          {refused > refusals.length && (
            <li className="dim">{words.refusedMore(refused - refusals.length)}</li>
          )}
        </ul>
      )}
    </>
  );
}
