import { alertTypes, isSuccessCode } from '../../../core/dm/alerts.ts';
import { isJson, type Json, listOf } from './package-json.ts';

/** An alert of a package #1 or #3, as far as it could be understood. */
export interface TimelineAlert {
  readonly type: string;
  /** The type by its own words; what all types begin with is left out. */
  readonly short: string;
  readonly source?: string;
  readonly target?: string;
  readonly mark?: string;
  /** Of an operation that the device has ended. */
  readonly resultCode?: number;
  readonly tone: 'plain' | 'ok' | 'warn' | 'bad';
  /** As it stands in the package. */
  readonly json: Json;
}

/** Why a session exists, as its first alert says. */
export interface Beginning {
  readonly kind: 'device' | 'notification' | 'bootstrap' | 'other';
  /** The notification that the session answers, where the device says which. */
  readonly notificationId?: number;
}

const beginnings: Readonly<Record<string, Beginning['kind']>> = {
  [alertTypes.clientInitiated]: 'device',
  [alertTypes.serverInitiated]: 'notification',
  [alertTypes.bootstrapComplete]: 'bootstrap',
};

const markTones: Readonly<Record<string, TimelineAlert['tone']>> = {
  fatal: 'bad',
  critical: 'bad',
  minor: 'warn',
  warning: 'warn',
};

/** The alerts of a package that tell something beside why the session exists. */
export function alertsOf(json: Json): readonly TimelineAlert[] {
  return alertObjects(json).flatMap((alert) =>
    typeof alert.AlertType === 'string' && beginnings[alert.AlertType] === undefined
      ? [alertOf(alert.AlertType, alert)]
      : [],
  );
}

/** Why the session of a package #1 exists. */
export function beginningOf(json: Json): Beginning {
  for (const alert of alertObjects(json)) {
    const kind = typeof alert.AlertType === 'string' ? beginnings[alert.AlertType] : undefined;
    if (kind === undefined) continue;
    const id = isJson(alert.Data) ? alert.Data.NotificationID : undefined;
    return typeof id === 'number' ? { kind, notificationId: id } : { kind };
  }
  return { kind: 'other' };
}

function alertObjects(json: Json): readonly Json[] {
  return listOf(json.Alert).filter(isJson);
}

function alertOf(type: string, json: Json): TimelineAlert {
  const { SourceURI: source, TargetURI: target, Mark: mark, Data: data } = json;
  const code = isJson(data) ? data.ResultCode : undefined;
  const resultCode = typeof code === 'number' ? code : undefined;
  return {
    type,
    short: type.replace(/^urn:oma:at:/i, ''),
    ...(typeof source === 'string' ? { source } : {}),
    ...(typeof target === 'string' ? { target } : {}),
    ...(typeof mark === 'string' ? { mark } : {}),
    ...(resultCode === undefined ? {} : { resultCode }),
    tone: toneOf(resultCode, typeof mark === 'string' ? mark : ''),
    json,
  };
}

/** A result code says more than the mark beside it. */
function toneOf(resultCode: number | undefined, mark: string): TimelineAlert['tone'] {
  if (resultCode === undefined) return markTones[mark.toLowerCase()] ?? 'plain';
  return isSuccessCode(resultCode) ? 'ok' : 'bad';
}
