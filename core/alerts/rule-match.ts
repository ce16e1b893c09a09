import type { Json } from '../json.ts';
import { type KeptAlert, wholeDataOf } from './kept-alert.ts';
import { matchesPattern } from './pattern.ts';
import type { AlertCondition } from './rule.ts';
import { isAsGrave, type Severity, severityOf } from './severity.ts';

/** The device that an alert comes from, as rules know it. */
export interface AlertingDevice {
  readonly deviceId: string;
  readonly label: string;
  readonly tags: readonly string[];
}

/** An alert as rules look at it. */
export interface RuledAlert {
  readonly alertType: string;
  readonly sourceUri?: string | undefined;
  readonly severity: Severity;
  /** Missing where the device sent none, or more than what is kept. */
  readonly data?: Json | undefined;
}

/** What the first rule sees of a kept alert: the same when it comes, and later in a preview. */
export function ruledAlert(alert: Omit<KeptAlert, 'severity'>): RuledAlert {
  const { alertType, sourceUri, mark } = alert;
  return { alertType, sourceUri, severity: severityOf(mark), data: wholeDataOf(alert) };
}

/** Whether all that a condition names is so. */
export function meetsCondition(when: AlertCondition, alert: RuledAlert, device: AlertingDevice): boolean {
  const { type, severityAtLeast, tag, label, deviceId, moid, data } = when;
  return (
    (severityAtLeast === undefined || isAsGrave(alert.severity, severityAtLeast)) &&
    (type === undefined || matchesPattern(type, alert.alertType)) &&
    (tag === undefined || device.tags.some((each) => matchesPattern(tag, each))) &&
    (label === undefined || matchesPattern(label, device.label)) &&
    (deviceId === undefined || matchesPattern(deviceId, device.deviceId)) &&
    (moid === undefined || matchesPattern(moid, sourceMoid(alert.sourceUri) ?? '')) &&
    (data === undefined || memberText(alert.data, data.member) === data.equals)
  );
}

/** The MOID of the node that an alert is about; undefined where it names none. */
export function sourceMoid(sourceUri: string | undefined): string | undefined {
  return /^(?:urn|oma):[^\s/?#]+/i.exec(sourceUri ?? '')?.[0];
}

/** A member of data as a text, by the names on the way to it; undefined where there is none, or it has members. */
function memberText(data: Json | undefined, member: string): string | undefined {
  let at: unknown = data;
  for (const name of member.split('/')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = Reflect.get(at, name);
  }
  return at === undefined || (typeof at === 'object' && at !== null) ? undefined : String(at);
}
