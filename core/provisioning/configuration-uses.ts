import type { Node } from 'jsonc-parser';
import { mainPlan } from './plan-schema.ts';
import { itemsOf, membersOf, nodeAt } from './profile-text.ts';

/** The steps of a profile that have a device fetch a management object (HGET, DEFAULT), by what they are called. */
export function fetchedBy(tree: Node, configuration: string): readonly string[] {
  const plans = [nodeAt(tree, [mainPlan]), ...membersOf(nodeAt(tree, ['plans'])).map(({ value }) => value)];
  return plans
    .flatMap((plan) => stepsOf(plan))
    .flatMap((step) => {
      const fetches = itemsOf(nodeAt(step, ['commands'])).some((command) => {
        const kind: unknown = nodeAt(command, ['command'])?.value;
        const named: unknown = nodeAt(command, ['configuration'])?.value;
        return (kind === 'HGET' || kind === 'DEFAULT') && named === configuration;
      });
      return fetches ? [String(nodeAt(step, ['step'])?.value ?? '')] : [];
    });
}

/** The steps of a plan, in whichever form it is written. */
function stepsOf(plan: Node | undefined): readonly Node[] {
  if (plan === undefined) return [];
  return itemsOf(plan.type === 'array' ? plan : nodeAt(plan, ['steps']));
}
