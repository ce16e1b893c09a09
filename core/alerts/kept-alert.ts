import { type Alert, alertTypes, interactionEndAlert, resultCodeOf } from '../dm/alerts.ts';
import { withoutTokens } from '../interaction/addresses.ts';
import type { Json } from '../json.ts';
import { type Severity, severityOf } from './severity.ts';

/** What is kept of an alert: all that it says, in bounds. What is beyond them is in the session's transcript. */
export interface KeptAlert {
  readonly alertType: string;
  readonly sourceUri?: string;
  readonly targetUri?: string;
  /** As the device wrote it. */
  readonly mark?: string;
  readonly severity: Severity;
  readonly dataType?: string;
  /** `ResultCode`, where an operation has ended. */
  readonly resultCode?: number;
  /** JSON, or its beginning where it is longer than what is kept. */
  readonly data?: string;
  /** Characters of the whole JSON. */
  readonly dataLength?: number;
}

/** How much is kept of one alert, in characters, and of how many: a device that floods alerts keeps its newest. */
export const alertBounds = {
  type: 300,
  uri: 2000,
  mark: 60,
  dataType: 200,
  data: 16_384,
  ofDevice: 2000,
  total: 100_000,
} as const;

/**
 * What the protocol itself says by alerts: why a session exists, which its transcript tells, and that a UI
 * interaction is over, whose address is the device's alone.
 */
const ownTypes: ReadonlySet<string> = new Set([
  ...Object.values(alertTypes),
  interactionEndAlert({ serverUri: '', reason: 'closed' }).alertType,
]);
const ownTypesInLowerCase: ReadonlySet<string> = new Set([...ownTypes].map((type) => type.toLowerCase()));

/** Whether an alert tells something of the device. Nearly every session has only one that does not. */
export function isWorthKeeping({ alertType }: Alert): boolean {
  return !ownTypes.has(alertType) && !ownTypesInLowerCase.has(alertType.trim().toLowerCase());
}

/** What is kept of the alerts of a package, in their order; of very many, the last ones. */
export function alertsToKeep(alerts: readonly Alert[]): readonly KeptAlert[] {
  return alerts.filter(isWorthKeeping).slice(-alertBounds.ofDevice).map(keptAlert);
}

function keptAlert(alert: Alert): KeptAlert {
  const { alertType, sourceUri, targetUri, mark, dataType, data } = alert;
  const resultCode = resultCodeOf(alert);
  const text = data === undefined ? undefined : withoutTokens(JSON.stringify(data));
  return {
    alertType: bounded(alertType, alertBounds.type),
    ...(sourceUri === undefined ? {} : { sourceUri: bounded(sourceUri, alertBounds.uri) }),
    ...(targetUri === undefined ? {} : { targetUri: bounded(targetUri, alertBounds.uri) }),
    ...(mark === undefined ? {} : { mark: bounded(mark, alertBounds.mark) }),
    severity: severityOf(mark),
    ...(dataType === undefined ? {} : { dataType: bounded(dataType, alertBounds.dataType) }),
    ...(resultCode === undefined || !Number.isSafeInteger(resultCode) ? {} : { resultCode }),
    ...(text === undefined ? {} : { data: beginningOf(text, alertBounds.data), dataLength: text.length }),
  };
}

/** The data as the device sent it; undefined where there is none, or more than what is kept. */
export function wholeDataOf({ data, dataLength }: Pick<KeptAlert, 'data' | 'dataLength'>): Json | undefined {
  return data === undefined || data.length !== dataLength ? undefined : (JSON.parse(data) as Json);
}

function bounded(text: string, most: number): string {
  const kept = withoutTokens(text);
  return kept.length <= most ? kept : `${beginningOf(kept, most - 1)}…`;
}

/** The beginning of a text, without half of a character at its end. */
function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most);
}
