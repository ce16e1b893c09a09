import { z } from 'zod';
import { queuedWorkSchema } from '../provisioning/queued-work.ts';
import { severities } from './severity.ts';

/** A text in which `*` stands for any characters. */
const pattern = z.string().min(1).max(300);

const condition = z.strictObject({
  /** AlertType. */
  type: pattern.optional(),
  severityAtLeast: z.enum(severities).optional(),
  /** A tag that the device has. */
  tag: pattern.optional(),
  label: pattern.optional(),
  deviceId: pattern.optional(),
  /** The MOID of SourceURI. */
  moid: pattern.optional(),
  /** A member of Data (`ResultCode`, `Battery/Level`) has this value; texts and numbers alike. */
  data: z.strictObject({ member: z.string().min(1).max(300), equals: z.string().max(300) }).optional(),
});

const action = z.discriminatedUnion('kind', [
  /** The alert counts as this severity, for the list and for the rules after this one. */
  z.strictObject({ kind: z.literal('mark'), severity: z.enum(severities) }),
  /** The window says so, with a tone, once a burst. */
  z.strictObject({ kind: z.literal('tell') }),
  /** Commands for the device's next session. */
  z.strictObject({ kind: z.literal('queue'), works: z.array(queuedWorkSchema).min(1).max(20) }),
  /** The device is asked to open a session. */
  z.strictObject({ kind: z.literal('ask') }),
]);

/** Of one rule, in characters of JSON. */
const largestRule = 20_000;

/** What is to be done when a device tells something. */
export const alertRuleSchema = z
  .strictObject({
    ruleId: z.string().regex(/^[\w-]{1,64}$/, 'letters, digits, "_" and "-" are expected'),
    name: z.string().trim().min(1).max(80),
    enabled: z.boolean(),
    /** All that is named here has to be so. */
    when: condition,
    actions: z.array(action).min(1, 'a rule does something').max(4),
    /** For so long it does not act for the same device again, whatever brought its alerts about. */
    pauseSeconds: z.int().min(60).max(604_800),
    /** So often it acts in an hour, for all devices together. */
    mostPerHour: z.int().min(1).max(1000),
    /** Whether the rules after it are not asked any more. */
    last: z.boolean(),
  })
  .superRefine((rule, context) => {
    const kinds = rule.actions.map(({ kind }) => kind);
    if (new Set(kinds).size !== kinds.length)
      context.addIssue({ code: 'custom', path: ['actions'], message: 'it does the same thing twice' });
    if (JSON.stringify(rule).length > largestRule)
      context.addIssue({ code: 'custom', message: `it is longer than ${largestRule} characters` });
  });

/** The rules of a bench, in the order in which they are asked. */
export const alertRulesSchema = z
  .array(alertRuleSchema)
  .max(50)
  .superRefine((rules, context) => {
    for (const [index, { ruleId }] of rules.entries())
      if (rules.findIndex((rule) => rule.ruleId === ruleId) !== index)
        context.addIssue({
          code: 'custom',
          path: [index, 'ruleId'],
          message: 'another rule has the same id',
        });
  });

export type AlertRule = z.infer<typeof alertRuleSchema>;
export type AlertCondition = AlertRule['when'];
export type AlertAction = AlertRule['actions'][number];

/** Whether a rule changes something at the device: that is paused and bounded; marks and words are not. */
export function actsOnDevice({ actions }: Pick<AlertRule, 'actions'>): boolean {
  return actions.some(({ kind }) => kind === 'queue' || kind === 'ask');
}

/** What changed from one list of rules to another, by the names of the rules. */
export interface RuleChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** Whether those that were there before stand in another order. */
  readonly moved: boolean;
}

/** Compares two lists of rules. */
export function ruleChanges(before: readonly AlertRule[], after: readonly AlertRule[]): RuleChanges {
  const [old, fresh] = [byId(before), byId(after)];
  const kept = after.filter(({ ruleId }) => old.has(ruleId));
  return {
    added: after.filter(({ ruleId }) => !old.has(ruleId)).map(({ name }) => name),
    removed: before.filter(({ ruleId }) => !fresh.has(ruleId)).map(({ name }) => name),
    changed: kept.filter((rule) => textOf(old.get(rule.ruleId)) !== textOf(rule)).map(({ name }) => name),
    moved: before
      .filter(({ ruleId }) => fresh.has(ruleId))
      .some(({ ruleId }, index) => kept[index]?.ruleId !== ruleId),
  };
}

function byId(rules: readonly AlertRule[]): ReadonlyMap<string, AlertRule> {
  return new Map(rules.map((rule) => [rule.ruleId, rule]));
}

/** A rule as the schema orders it: the order in which somebody wrote its members means nothing. */
function textOf(rule: AlertRule | undefined): string {
  return JSON.stringify(rule && alertRuleSchema.parse(rule));
}
