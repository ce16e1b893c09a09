import type { Node } from 'jsonc-parser';
import { itemsOf, membersOf, nodeAt } from './profile-text.ts';

/** A part of a profile and where its text begins. */
export interface OutlineEntry {
  /** A member of the profile at level 1; what is in it below. */
  readonly level: 1 | 2 | 3;
  /** The name of the member, the step or the form. */
  readonly name: string;
  /** What it is about, where the name does not say it all: an address, a title. */
  readonly detail?: string;
  readonly offset: number;
}

const mostEntries = 2000;

/** The parts of a profile in the order of its text: its members, and what people look for in them. */
export function outlineOf(tree: Node): readonly OutlineEntry[] {
  const entries = membersOf(tree).flatMap(({ name, property, value }) => [
    { level: 1 as const, name, offset: property.offset, ...detailOf(value) },
    ...within(name, value),
  ]);
  return entries.slice(0, mostEntries);
}

function within(name: string, value: Node): readonly OutlineEntry[] {
  switch (name) {
    case 'columns':
      return members(value, 2, () => undefined);
    case 'configurations':
      return members(value, 2, (each) => textAt(each, 'target'));
    case 'forms':
      return membersOf(value).flatMap((form) => [
        entry(form.name, form.property, 2, textAt(form.value, 'title')),
        ...itemsOf(nodeAt(form.value, ['pages'])).map((page, index) =>
          entry(textAt(page, 'title') ?? String(index + 1), page, 3, undefined),
        ),
      ]);
    case 'sessionPlan':
      return steps(value, 2);
    case 'plans':
      return membersOf(value).flatMap((plan) => [
        entry(plan.name, plan.property, 2, undefined),
        ...steps(plan.value, 3),
      ]);
    default:
      return [];
  }
}

function members(
  node: Node,
  level: 2 | 3,
  detail: (value: Node) => string | undefined,
): readonly OutlineEntry[] {
  return membersOf(node).map(({ name, property, value }) => entry(name, property, level, detail(value)));
}

function steps(plan: Node, level: 2 | 3): readonly OutlineEntry[] {
  return itemsOf(plan.type === 'array' ? plan : nodeAt(plan, ['steps'])).map((step, index) =>
    entry(textAt(step, 'step') ?? String(index + 1), step, level, undefined),
  );
}

function entry(name: string, { offset }: Node, level: 1 | 2 | 3, detail: string | undefined): OutlineEntry {
  return { level, name, offset, ...(detail === undefined ? {} : { detail }) };
}

function detailOf({ type, value }: Node): { readonly detail?: string } {
  return type === 'string' || type === 'number' ? { detail: String(value) } : {};
}

function textAt(node: Node, member: string): string | undefined {
  const value: unknown = nodeAt(node, [member])?.value;
  return typeof value === 'string' ? value : undefined;
}
