import { stepsPathIn } from '../../../core/provisioning/plan-edits.ts';
import { mainPlan, type PlanCommandText } from '../../../core/provisioning/plan-schema.ts';
import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import type { JsonPath } from '../../../core/provisioning/profile-references.ts';
import { texts } from '../../texts.ts';
import { listOf, type Raw, rawOf, textOf } from './form-model.ts';
import { configurationsIn, permitsIn } from './known-names.ts';
import type { ProfileEditor, ProfileReader } from './use-profile-editor.ts';

/** What of a plan is being edited. */
export type ChosenPart =
  | { readonly kind: 'plan' }
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'command'; readonly step: number; readonly command: number };

export type CommandKind = PlanCommandText['command'];

/** The members of each part in the order in which they are written. */
export const planOrder = {
  step: ['step', 'when', 'commands', 'wait', 'onFailure'],
  wait: ['alert', 'resultCodes', 'seconds'],
  command: [
    ...[
      'command',
      'configuration',
      'source',
      'credentials',
      'form',
      'page',
      'serverUri',
      'target',
      'targets',
    ],
    ...['resource', 'deviceChooses', 'asynchronous', 'answers', 'seconds', 'expect'],
  ],
  expect: ['status', 'values', 'configuration'],
} as const;

/** A plan of a profile as it stands in the text. */
export interface EditedPlan {
  readonly name: string;
  /** Where its steps stand. */
  readonly path: JsonPath;
  readonly steps: readonly Raw[];
  readonly next: string;
}

/** Reads a plan by its name. */
export function planIn(editor: ProfileEditor, name: string): EditedPlan {
  const path = stepsPathIn(editor.read.tree, name);
  const owner = path.at(-1) === 'steps' ? rawOf(editor.value(path.slice(0, -1))) : {};
  return { name, path, steps: listOf(editor.value(path)).map(rawOf), next: textOf(owner.next) };
}

/** The names of the plans: the profile's own first. */
export function plansIn(editor: ProfileEditor): readonly string[] {
  return [mainPlan, ...editor.names(['plans'])];
}

export function commandsOf(step: Raw | undefined): readonly Raw[] {
  return listOf(step?.commands).map(rawOf);
}

/** Where something chosen stands in the profile. */
export function partPath({ path }: EditedPlan, chosen: ChosenPart): JsonPath {
  switch (chosen.kind) {
    case 'plan':
      return path;
    case 'step':
      return [...path, chosen.step];
    case 'command':
      return [...path, chosen.step, 'commands', chosen.command];
  }
}

/** The nearest thing that is there, where what was chosen has gone. */
export function partStillThere(chosen: ChosenPart, { steps }: EditedPlan): ChosenPart {
  if (chosen.kind === 'plan') return chosen;
  const step = steps[chosen.step];
  if (step === undefined)
    return steps.length > 0 ? { kind: 'step', step: steps.length - 1 } : { kind: 'plan' };
  const count = commandsOf(step).length;
  if (chosen.kind === 'command' && chosen.command >= count)
    return count > 0
      ? { kind: 'command', step: chosen.step, command: count - 1 }
      : { kind: 'step', step: chosen.step };
  return chosen;
}

/** The kind of a command; one that is unknown is shown as a GET, and its fault said. */
export function commandKindOf({ command }: Raw): CommandKind {
  return typeof command === 'string' && isCommandKind(command) ? command : 'GET';
}

export function isCommandKind(text: string): text is CommandKind {
  return Object.hasOwn(texts.profilePlan.kinds, text);
}

/** A command of a kind with what it cannot do without, taken from the profile where it has it. */
export function newCommand(editor: ProfileReader, kind: CommandKind, before: Raw = {}): Writable {
  const [configuration] = configurationsIn(editor);
  const [permit] = permitsIn(editor);
  const [form = ''] = editor.names(['forms']);
  const known = [before.target, before.targets]
    .flat()
    .map(textOf)
    .find((text) => text !== '');
  const target = known ?? configuration?.target ?? (permit === undefined ? '' : `${permit}//`);
  const named = textOf(before.configuration) || (configuration?.name ?? '');
  const resource = textOf(before.resource) || 'resource';
  switch (kind) {
    case 'GET':
    case 'DELETE':
    case 'EXEC':
    case 'UNSUB':
      return { command: kind, target };
    case 'SUB':
      return { command: kind, target, resource };
    case 'HGET':
    case 'DEFAULT':
      return { command: kind, configuration: named };
    case 'HPUT':
    case 'HPOST':
      return { command: kind, targets: [target], resource };
    case 'SHOW':
      return { command: kind, form };
    case 'CONT':
      return { command: kind, serverUri: '{{server.dm}}' };
  }
}

export function newStep(editor: ProfileEditor): Writable {
  return { step: texts.profilePlan.newStep, commands: [newCommand(editor, 'GET')] };
}
