import type { Node } from 'jsonc-parser';
import { mainPlan } from './plan-schema.ts';
import { type ReadText, setMember } from './profile-edits.ts';
import type { JsonPath } from './profile-references.ts';
import { nodeAt, type TextEdit } from './profile-text.ts';

/** Where a plan stands: the profile's own, or a further one. */
export function planPath(name: string): JsonPath {
  return name === mainPlan ? [mainPlan] : ['plans', name];
}

/** Where the steps of a plan stand, in whichever form it is written. */
export function stepsPathIn(tree: Node, name: string): JsonPath {
  const path = planPath(name);
  return nodeAt(tree, path)?.type === 'object' ? [...path, 'steps'] : path;
}

/** Says which plan follows; undefined where none does. A plan that is a list of steps only is put into braces. */
export function setNextPlan(read: ReadText, plan: string, next: string | undefined): readonly TextEdit[] {
  const path = planPath(plan);
  const node = nodeAt(read.tree, path);
  if (node?.type !== 'array') return setMember(read, path, 'next', next, ['steps', 'next']);
  if (next === undefined) return [];
  return [
    { offset: node.offset, length: 0, content: '{ "steps": ' },
    { offset: node.offset + node.length, length: 0, content: `, "next": ${JSON.stringify(next)} }` },
  ];
}
