import { type AlertRule, alertRuleSchema } from '../../core/alerts/rule.ts';
import type { Severity } from '../../core/alerts/severity.ts';
import { whyNotJson } from '../../core/json.ts';
import { texts } from '../texts.ts';

/** A rule as its form holds it: what is typed, whether or not it is a rule yet. */
export interface RuleDraft {
  readonly ruleId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly last: boolean;
  readonly type: string;
  /** Empty names none. */
  readonly severityAtLeast: Severity | '';
  readonly label: string;
  readonly deviceId: string;
  readonly tag: string;
  readonly moid: string;
  readonly member: string;
  readonly equals: string;
  readonly mark: Severity | '';
  readonly tell: boolean;
  readonly ask: boolean;
  readonly queue: boolean;
  /** JSON. */
  readonly works: string;
  /** Minutes. */
  readonly pause: string;
  readonly mostPerHour: string;
}

/** What is wrong with a draft, by the field where it is mended; `rule` is the rule as a whole. */
export type DraftIssues = { readonly [Field in keyof RuleDraft | 'actions' | 'rule']?: string };

export type DraftOutcome =
  | { readonly kind: 'rule'; readonly rule: AlertRule }
  | { readonly kind: 'issues'; readonly issues: DraftIssues };

/** A new rule: it tells the person of what is grave, and is not in force yet. */
export function newDraft(ruleId: string, name: string): RuleDraft {
  return {
    ...{ ruleId, name, enabled: false, last: false },
    ...{ type: '', severityAtLeast: 'critical', label: '', deviceId: '', tag: '', moid: '' },
    ...{ member: '', equals: '', mark: '', tell: true, ask: false, queue: false, works: '' },
    ...{ pause: '10', mostPerHour: '60' },
  };
}

/** A rule in its form. */
export function draftOf({ ruleId, name, enabled, last, when, ...rule }: AlertRule): RuleDraft {
  const find = <Kind extends AlertRule['actions'][number]['kind']>(kind: Kind) =>
    rule.actions.find((action): action is Extract<typeof action, { kind: Kind }> => action.kind === kind);
  const works = find('queue')?.works;
  return {
    ...{ ruleId, name, enabled, last },
    type: when.type ?? '',
    severityAtLeast: when.severityAtLeast ?? '',
    label: when.label ?? '',
    deviceId: when.deviceId ?? '',
    tag: when.tag ?? '',
    moid: when.moid ?? '',
    member: when.data?.member ?? '',
    equals: when.data?.equals ?? '',
    mark: find('mark')?.severity ?? '',
    tell: find('tell') !== undefined,
    ask: find('ask') !== undefined,
    queue: works !== undefined,
    works: works === undefined ? '' : JSON.stringify(works, null, 2),
    pause: String(rule.pauseSeconds / 60),
    mostPerHour: String(rule.mostPerHour),
  };
}

/** The rule that a form says, or what is still wrong with it. */
export function ruleOf(draft: RuleDraft): DraftOutcome {
  const issues: { -readonly [Field in keyof DraftIssues]: string } = {};
  const [pause, mostPerHour] = [numberOf(draft.pause), numberOf(draft.mostPerHour)];
  if (pause === undefined) issues.pause = texts.alertRules.numberWrong;
  if (mostPerHour === undefined) issues.mostPerHour = texts.alertRules.numberWrong;
  let works: unknown;
  try {
    works = draft.queue ? JSON.parse(draft.works) : undefined;
  } catch (error) {
    issues.works = texts.alertRules.notJson(whyNotJson(error));
  }
  const parsed = alertRuleSchema.safeParse({
    ruleId: draft.ruleId,
    name: draft.name,
    enabled: draft.enabled,
    when: {
      ...named('type', draft.type),
      ...named('severityAtLeast', draft.severityAtLeast),
      ...named('label', draft.label),
      ...named('deviceId', draft.deviceId),
      ...named('tag', draft.tag),
      ...named('moid', draft.moid),
      ...(draft.member === '' ? {} : { data: { member: draft.member, equals: draft.equals } }),
    },
    actions: [
      ...(draft.mark === '' ? [] : [{ kind: 'mark', severity: draft.mark }]),
      ...(draft.tell ? [{ kind: 'tell' }] : []),
      ...(draft.queue ? [{ kind: 'queue', works }] : []),
      ...(draft.ask ? [{ kind: 'ask' }] : []),
    ],
    pauseSeconds: Math.round((pause ?? 10) * 60),
    mostPerHour: mostPerHour ?? 60,
    last: draft.last,
  });
  for (const { path, message } of parsed.error?.issues ?? []) {
    const { field, where } = placeOf(path);
    issues[field] ??= where === '' ? message : `${where}: ${message}`;
  }
  return parsed.success && Object.keys(issues).length === 0
    ? { kind: 'rule', rule: parsed.data }
    : { kind: 'issues', issues };
}

function named(name: string, text: string): object {
  return text === '' ? {} : { [name]: text };
}

function numberOf(text: string): number | undefined {
  return /^\d{1,6}([.,]\d{1,3})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : undefined;
}

const whenFields = ['type', 'severityAtLeast', 'label', 'deviceId', 'tag', 'moid'] as const;

/** The field where an issue is mended, and where in it. */
function placeOf(path: readonly PropertyKey[]): { field: keyof DraftIssues; where: string } {
  const [first, second, third, ...rest] = path;
  if (first === 'name' || first === 'mostPerHour') return { field: first, where: '' };
  if (first === 'pauseSeconds') return { field: 'pause', where: '' };
  if (first === 'when') {
    const field = whenFields.find((name) => name === second);
    return { field: field ?? 'member', where: '' };
  }
  if (first === 'actions')
    return third === 'works'
      ? { field: 'works', where: rest.map(String).join('.') }
      : { field: 'actions', where: '' };
  return { field: second === undefined ? 'rule' : 'actions', where: '' };
}

/** Commands that somebody may begin with. */
export const exampleWorks = {
  GET: { kind: 'GET', targets: ['urn:oma:mo:oma-dm-devinfo:1.0//'] },
  EXEC: { kind: 'EXEC', target: 'urn:oma:mo:oma-fumo:1.0/f1/DownloadAndUpdate', asynchronous: true },
  HPUT: { kind: 'HPUT', targets: ['urn:oma:mo:oma-dm-devinfo:1.0//'], resource: 'after-an-alert' },
  DELETE: { kind: 'DELETE', target: 'urn:oma:mo:example:1.0/a1/Log' },
} as const;

/** The commands of a form with one more; a text that is no list stays as it is. */
export function withExample(works: string, kind: keyof typeof exampleWorks): string {
  if (works.trim() === '') return JSON.stringify([exampleWorks[kind]], null, 2);
  try {
    const list: unknown = JSON.parse(works);
    return Array.isArray(list) ? JSON.stringify([...list, exampleWorks[kind]], null, 2) : works;
  } catch {
    // What somebody is in the middle of typing is theirs.
    return works;
  }
}
