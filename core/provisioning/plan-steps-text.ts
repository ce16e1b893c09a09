import type { Node } from 'jsonc-parser';
import { codedError } from '../errors.ts';
import { mainPlan } from './plan-schema.ts';
import type { NamingProfile, PlanStepDraft } from './plan-step.ts';
import { insertItem, type ReadText, setMember } from './profile-edits.ts';
import type { JsonPath } from './profile-references.ts';
import { applyTextEdits, itemsOf, membersOf, nodeAt, readWholeTree, valueAt } from './profile-text.ts';

/** A plan of a profile, by its name, with the names of its steps. */
export interface PlanOutline {
  readonly name: string;
  readonly steps: readonly string[];
}

/** Where a step goes. */
export interface StepPlace {
  readonly plan: string;
  /** After so many steps of it. */
  readonly after: number;
}

/** The plans of a profile's text, its own first; also of one with faults. @throws PROFILE_NOT_JSON */
export function planOutlines(text: string): readonly PlanOutline[] {
  const { tree } = readOf(text);
  return plansIn(tree).map(({ name, steps }) => ({
    name,
    steps: itemsOf(steps).map((step, index) => {
      const said: unknown = nodeAt(step, ['step'])?.value;
      return typeof said === 'string' ? said : String(index + 1);
    }),
  }));
}

/** What of a profile's text names devices, and which configurations it has. @throws PROFILE_NOT_JSON */
export function namingOf(text: string): NamingProfile & { readonly configurations: ReadonlySet<string> } {
  const { tree } = readOf(text);
  const textAt = (path: JsonPath) => {
    const value = valueAt(tree, path);
    return typeof value === 'string' ? value : undefined;
  };
  const names = (member: string) => membersOf(nodeAt(tree, [member])).map(({ name }) => name);
  return {
    columns: names('columns'),
    id: textAt(['device', 'id']),
    label: textAt(['device', 'label']),
    configurations: new Set(names('configurations')),
  };
}

/**
 * A profile's text with a step more; everything else stays as it was written.
 * @throws PROFILE_NOT_JSON, PLAN_UNKNOWN
 */
export function withStep(text: string, place: StepPlace, { step, configurations }: PlanStepDraft): string {
  const steps = plansIn(readOf(text).tree).find(({ name }) => name === place.plan);
  if (steps === undefined) throw codedError('PLAN_UNKNOWN', { plan: place.plan });
  let changed = text;
  for (const [name, configuration] of Object.entries(configurations))
    changed = applyTextEdits(changed, setMember(readOf(changed), ['configurations'], name, configuration));
  return applyTextEdits(changed, insertItem(readOf(changed), steps.path, place.after, step));
}

/** Where a step stands in a profile's text; undefined where there is none. */
export function stepPath(text: string, plan: string, index: number): JsonPath | undefined {
  const found = plansIn(readOf(text).tree).find(({ name }) => name === plan);
  return found && itemsOf(found.steps)[index] ? [...found.path, index] : undefined;
}

function readOf(text: string): ReadText {
  const tree = readWholeTree(text);
  if (tree === undefined)
    throw codedError('PROFILE_NOT_JSON', { detail: 'something in it is not closed, or too much is' });
  return { text, tree };
}

function plansIn(tree: Node): readonly {
  readonly name: string;
  readonly path: JsonPath;
  readonly steps: Node | undefined;
}[] {
  const own = nodeAt(tree, [mainPlan]);
  return [
    ...(own ? [{ name: mainPlan, ...stepsOf(own, [mainPlan]) }] : []),
    ...membersOf(nodeAt(tree, ['plans'])).map(({ name, value }) => ({
      name,
      ...stepsOf(value, ['plans', name]),
    })),
  ];
}

/** Where the steps of a plan are, in whichever form it is written. */
function stepsOf(plan: Node, path: JsonPath): { readonly path: JsonPath; readonly steps: Node | undefined } {
  return plan.type === 'array'
    ? { path, steps: plan }
    : { path: [...path, 'steps'], steps: nodeAt(plan, ['steps']) };
}
