import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { useMemo, useState } from 'react';
import type { QueuedCommandView } from '../../../core/api-queue.ts';
import type { CallRequest } from '../../../core/api-requests.ts';
import type { Fault } from '../../../core/errors.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import type { StepExpectation, VariableOffer } from '../../../core/provisioning/plan-step.ts';
import type { QueuedWork } from '../../../core/provisioning/queued-work.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { goTo } from '../../stores/navigation.ts';
import type { StagedCommand } from '../../stores/staged-commands.ts';
import { texts } from '../../texts.ts';
import { commandName, commandSubject, outcomeOf } from './command-words.ts';
import './step-dialog.css';

const words = texts.planSteps;
type PlannedCommand = CallRequest<'offerPlanStep'>['commands'][number];

interface Choice {
  readonly key: string;
  readonly command: PlannedCommand;
  readonly work: QueuedWork;
  readonly outcome?: string;
}

interface StepDialogProps {
  readonly deviceId: string;
  readonly staged: readonly StagedCommand[];
  /** The newest first. */
  readonly queued: readonly QueuedCommandView[];
  readonly onClose: () => void;
}

/** So many of the commands that were queued last can be chosen. */
const mostQueued = 20;

/** Saves commands as a step of a profile's plan, with what is expected of them. */
export function StepDialog({ deviceId, staged, queued, onClose }: StepDialogProps) {
  const choices = useMemo(() => choicesOf(staged, queued), [staged, queued]);
  const [picked, setPicked] = useState(() => firstPicked(staged, queued));
  const profiles = useCall('profiles', {});
  const offered =
    profiles.state.kind === 'answer' ? profiles.state.answer.filter((each) => !each.archived) : [];
  const [profile, setProfile] = useState('');
  const profileId = profile === '' ? (offered[0]?.profileId ?? '') : profile;
  const commands = choices.filter(({ key }) => picked.has(key)).map(({ command }) => command);
  const toggle = (key: string) => setPicked(toggled(picked, key));
  const [shown, setShown] = useState<'commands' | 'step'>('commands');
  if (shown === 'step')
    return <StepPart {...{ deviceId, profileId, commands, onClose }} onBack={() => setShown('commands')} />;
  const ready = commands.length > 0 && profileId !== '';
  return (
    <Dialog
      title={words.title}
      lead={words.lead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} hotkey="Enter" disabled={!ready} onRun={() => setShown('step')}>
          {words.next}
        </DialogActions>
      }
    >
      {profiles.state.kind === 'fault' && <FaultNotice fault={profiles.state.fault} />}
      {profiles.state.kind === 'answer' && offered.length === 0 && <p>{words.noProfile}</p>}
      {offered.length > 0 && (
        <NativeSelect
          label={words.profile}
          value={profileId}
          onChange={(event) => setProfile(event.currentTarget.value)}
          data={offered.map(({ profileId: value, name, draft }) => ({
            value,
            label: draft ? words.withDraft(name) : name,
          }))}
        />
      )}
      <fieldset className="step-choices">
        <legend>{words.commands}</legend>
        {choices.map(({ key, work, outcome }) => (
          <Checkbox
            key={key}
            checked={picked.has(key)}
            onChange={() => toggle(key)}
            label={
              <>
                <b>{commandName(work)}</b>{' '}
                <span className="mono step-choices__subject">{visibleText(commandSubject(work))}</span>
              </>
            }
            description={outcome ?? words.stagedOnly}
          />
        ))}
      </fieldset>
    </Dialog>
  );
}

interface StepPartProps {
  readonly deviceId: string;
  readonly profileId: string;
  readonly commands: readonly PlannedCommand[];
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** Where the step goes, what it is called, what it expects, and what becomes a variable. */
function StepPart({ deviceId, profileId, commands, onBack, onClose }: StepPartProps) {
  const { state } = useCall('offerPlanStep', { deviceId, profileId, commands: [...commands] });
  const [name, setName] = useState('');
  const [plan, setPlan] = useState('');
  const [after, setAfter] = useState<number>();
  const [unexpected, setUnexpected] = useState<ReadonlySet<string>>(new Set());
  const [unused, setUnused] = useState<ReadonlySet<string>>(new Set());
  const [fault, setFault] = useState<Fault>();
  const offer = state.kind === 'answer' ? state.answer : undefined;
  const chosen = offer?.plans.find((each) => each.name === plan) ?? offer?.plans[0];
  const place = Math.min(after ?? Number.MAX_SAFE_INTEGER, chosen?.steps.length ?? 0);
  const add = async () => {
    if (offer === undefined || chosen === undefined) return;
    const result = await call('addPlanStep', {
      ...{ deviceId, profileId, commands: [...commands], plan: chosen.name, after: place, name: name.trim() },
      expected: offer.expectations.filter(isTicked(unexpected)).map(({ id }) => id),
      variables: offer.variables.filter(isUsed(unused)).map(({ value }) => value),
    });
    if (result.kind === 'fault') {
      setFault(result.fault);
      return;
    }
    onClose();
    const { plan: of, index } = result.answer;
    goTo({ name: 'profile', profileId, part: 'text', step: { plan: of, index } });
  };
  return (
    <Dialog
      title={words.title}
      lead={words.stepLead}
      onClose={onClose}
      actions={
        <>
          <ActionButton onRun={onBack}>{words.back}</ActionButton>
          <ActionButton
            tone="primary"
            needs="addPlanStep"
            disabled={name.trim() === '' || chosen === undefined}
            onRun={add}
          >
            {words.add}
          </ActionButton>
        </>
      }
    >
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {fault && <FaultNotice fault={fault} />}
      <TextInput
        label={words.name}
        description={words.nameHint}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && name.trim() !== '') void add();
        }}
      />
      {offer && chosen && (
        <>
          <div className="step-place">
            {offer.plans.length > 1 && (
              <NativeSelect
                label={words.plan}
                value={chosen.name}
                onChange={(event) => {
                  setPlan(event.currentTarget.value);
                  setAfter(undefined);
                }}
                data={offer.plans.map(({ name: value }) => ({ value, label: words.planName(value) }))}
              />
            )}
            <NativeSelect
              label={words.after}
              value={String(place)}
              onChange={(event) => setAfter(Number(event.currentTarget.value))}
              data={[
                { value: '0', label: words.first },
                ...chosen.steps.map((step, index) => ({
                  value: String(index + 1),
                  label: `${index + 1}. ${step}`,
                })),
              ]}
            />
          </div>
          {offer.expectations.length > 0 ? (
            <fieldset className="step-choices">
              <legend>{words.expected}</legend>
              {offer.expectations.map((each) => (
                <Checkbox
                  key={each.id}
                  checked={isTicked(unexpected)(each)}
                  onChange={() => setUnexpected(toggled(unexpected, each.id))}
                  label={<ExpectationWords expectation={each} />}
                />
              ))}
            </fieldset>
          ) : (
            <p className="dim">{words.nothingCame}</p>
          )}
          {offer.variables.length > 0 && (
            <fieldset className="step-choices">
              <legend>{words.variables}</legend>
              {offer.variables.map((each) => (
                <Checkbox
                  key={each.value}
                  checked={isUsed(unused)(each)}
                  onChange={() => setUnused(toggled(unused, each.value))}
                  label={
                    <span className="mono step-choices__subject">
                      {visibleText(each.value)} → {each.template}
                    </span>
                  }
                  description={words.places(each.places)}
                />
              ))}
            </fieldset>
          )}
        </>
      )}
    </Dialog>
  );
}

function ExpectationWords({ expectation: { command, what } }: { readonly expectation: StepExpectation }) {
  return (
    <>
      <span className="dim">{command + 1}.</span>{' '}
      {what.kind === 'status' ? (
        texts.session.status(what.status)
      ) : (
        <span className="mono step-choices__subject">
          {visibleText(what.path)} = {visibleText(JSON.stringify(what.value)).slice(0, 200)}
        </span>
      )}
    </>
  );
}

/** What came back is ticked from the beginning, but for the status that counts as done anyway. */
function isTicked(switched: ReadonlySet<string>): (expectation: StepExpectation) => boolean {
  return ({ id, what }) => (what.kind === 'value' || what.status !== 200) !== switched.has(id);
}

/** Short values stand in many places by chance: they are variables only where somebody says so. */
function isUsed(switched: ReadonlySet<string>): (offer: VariableOffer) => boolean {
  return ({ value }) => value.length >= 4 !== switched.has(value);
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

function choicesOf(
  staged: readonly StagedCommand[],
  queued: readonly QueuedCommandView[],
): readonly Choice[] {
  return [
    ...staged.map(({ key, work }): Choice => ({ key: `s${key}`, work, command: { kind: 'staged', work } })),
    ...queued
      .slice(0, mostQueued)
      .toReversed()
      .map((each): Choice => {
        const { commandId, work } = each;
        return {
          key: commandId,
          work,
          outcome: outcomeOf(each).words,
          command: { kind: 'queued', commandId },
        };
      }),
  ];
}

/** Those that are made up; where there are none, those of the session that carried some out last. */
function firstPicked(
  staged: readonly StagedCommand[],
  queued: readonly QueuedCommandView[],
): ReadonlySet<string> {
  if (staged.length > 0) return new Set(staged.map(({ key }) => `s${key}`));
  const sessionOf = ({ state }: QueuedCommandView) => ('sessionId' in state ? state.sessionId : undefined);
  const last = queued.map(sessionOf).find((each) => each !== undefined);
  return new Set(
    queued
      .slice(0, mostQueued)
      .filter((each) => last !== undefined && sessionOf(each) === last)
      .map(({ commandId }) => commandId),
  );
}
