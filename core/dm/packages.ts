import { z } from 'zod';
import { CodedError, codedError } from '../errors.ts';
import { isKeepable, type Json, lossOf, whyNotJson } from '../json.ts';
import {
  parseSerializedMos,
  printSerializedMos,
  SerializationError,
  type SerializedMo,
} from '../mo/serialization.ts';
import type { Alert } from './alerts.ts';
import { type Command, parseCommand, printCommand, type ServerCommand } from './commands.ts';

/** An entry of `MOS` in package #1: a management object that the device supports. */
export interface SupportedMo {
  readonly ddf?: string;
  readonly moid: string;
  readonly instances: readonly string[];
}

/** Package #1: opens a session (client → server). */
export interface Package1 {
  readonly supported?: readonly SupportedMo[];
  readonly alerts: readonly Alert[];
}

/** Package #2: the commands of one round (server → client). */
export interface Package2 {
  readonly commands: readonly Command[];
}

/** The status of one command; `data` is what a GET returned. */
export interface CommandStatus {
  readonly code: number;
  readonly uris?: readonly string[];
  readonly data?: readonly SerializedMo[];
}

/** Package #3: a status for each command of the #2 before it, in the same order (client → server). */
export interface Package3 {
  readonly statuses: readonly CommandStatus[];
  readonly alerts: readonly Alert[];
}

const text = z.string().refine((value) => lossOf(value) === undefined, 'the text has half a character in it');
const optionalText = text.nullish();

const alertJson = z.looseObject({
  AlertType: text,
  SourceURI: optionalText,
  TargetURI: optionalText,
  Mark: optionalText,
  DataType: optionalText,
  Data: z
    .custom<Json>(isKeepable, 'it is nested too deep, or has a number or a text that cannot be kept')
    .nullish(),
});
const alertsJson = z.array(alertJson).nullish();

const package1Json = z.looseObject({
  MOS: z.array(z.looseObject({ DDF: optionalText, MOID: text, MIID: z.array(text).nullish() })).nullish(),
  Alert: alertsJson,
});

const package2Json = z.looseObject({ CMD: z.array(z.array(z.unknown())).nullish() });

const package3Json = z.looseObject({
  Status: z
    .array(
      z.looseObject({
        sc: z.number().int().min(100).max(599),
        URI: z.array(text).nullish(),
        Data: z.unknown().optional(),
        ClientURI: optionalText,
        MOData: z.unknown().optional(),
      }),
    )
    .nullish(),
  Alert: alertsJson,
});

/** Reads package #1 from its text. @throws DM_PACKAGE_NOT_JSON, DM_PACKAGE_WRONG with the place. */
export function parsePackage1(body: string): Package1 {
  const json = check(package1Json, body);
  const alerts = alertsOf(json.Alert);
  if (!json.MOS) return { alerts };
  const supported = json.MOS.map((entry) => ({
    moid: entry.MOID,
    instances: entry.MIID ?? [],
    ...(entry.DDF ? { ddf: entry.DDF } : {}),
  }));
  return { supported, alerts };
}

/** Reads package #2 from its text. @throws DM_PACKAGE_NOT_JSON, DM_PACKAGE_WRONG with the place. */
export function parsePackage2(body: string): Package2 {
  return { commands: (check(package2Json, body).CMD ?? []).map(parseCommand) };
}

/** Reads package #3 from its text. @throws DM_PACKAGE_NOT_JSON, DM_PACKAGE_WRONG with the place. */
export function parsePackage3(body: string): Package3 {
  const json = check(package3Json, body);
  const statuses = (json.Status ?? []).map((status, index) => {
    const data = statusData(status, `Status[${index}]`);
    return {
      code: status.sc,
      ...(status.URI ? { uris: status.URI } : {}),
      ...(data ? { data } : {}),
    };
  });
  return { statuses, alerts: alertsOf(json.Alert) };
}

/** GET data stands in `Data`; clients in the field also put ClientURI and MOData beside `sc`. */
function statusData(
  status: { Data?: unknown; ClientURI?: string | null | undefined; MOData?: unknown },
  path: string,
): readonly SerializedMo[] | undefined {
  const beside = status.MOData !== undefined && status.MOData !== null;
  const json = status.Data ?? (beside ? [{ ClientURI: status.ClientURI, MOData: status.MOData }] : undefined);
  if (json === undefined || json === null || (Array.isArray(json) && json.length === 0)) return undefined;
  try {
    return parseSerializedMos(json);
  } catch (error) {
    if (!(error instanceof SerializationError)) throw error;
    throw codedError('DM_PACKAGE_WRONG', {
      path: error.path.replace('$', `${path}.Data`),
      detail: error.detail,
    });
  }
}

/** The JSON text of package #1. */
export function printPackage1(pack: Package1): string {
  return JSON.stringify({
    ...(pack.supported
      ? {
          MOS: pack.supported.map((entry) => ({
            ...(entry.ddf ? { DDF: entry.ddf } : {}),
            MOID: entry.moid,
            MIID: entry.instances,
          })),
        }
      : {}),
    Alert: pack.alerts.map(printAlert),
  });
}

/** The JSON text of package #2. */
export function printPackage2(commands: readonly ServerCommand[]): string {
  return JSON.stringify({ CMD: commands.map(printCommand) });
}

/** The JSON text of package #3. */
export function printPackage3(pack: Package3): string {
  return JSON.stringify({
    Status: pack.statuses.map((status) => ({
      sc: status.code,
      ...(status.uris ? { URI: status.uris } : {}),
      ...(status.data ? { Data: printSerializedMos(status.data) } : {}),
    })),
    Alert: pack.alerts.map(printAlert),
  });
}

function printAlert(alert: Alert): object {
  return {
    AlertType: alert.alertType,
    ...(alert.sourceUri === undefined ? {} : { SourceURI: alert.sourceUri }),
    ...(alert.targetUri === undefined ? {} : { TargetURI: alert.targetUri }),
    ...(alert.mark === undefined ? {} : { Mark: alert.mark }),
    ...(alert.dataType === undefined ? {} : { DataType: alert.dataType }),
    ...(alert.data === undefined ? {} : { Data: alert.data }),
  };
}

function alertsOf(json: z.infer<typeof alertsJson>): readonly Alert[] {
  return (json ?? []).map((alert) => ({
    alertType: alert.AlertType,
    ...(alert.SourceURI ? { sourceUri: alert.SourceURI } : {}),
    ...(alert.TargetURI ? { targetUri: alert.TargetURI } : {}),
    ...(alert.Mark ? { mark: alert.Mark } : {}),
    ...(alert.DataType ? { dataType: alert.DataType } : {}),
    ...(alert.Data === undefined || alert.Data === null ? {} : { data: alert.Data }),
  }));
}

function check<Shape extends z.ZodType>(shape: Shape, body: string): z.infer<Shape> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw codedError('DM_PACKAGE_NOT_JSON', { detail: whyNotJson(cause) });
  }
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw codedError('DM_PACKAGE_WRONG', {
    path: issue?.path.map(String).join('.') || 'the top',
    detail: issue?.message ?? 'it has another shape',
  });
}

/** Whether an error says that a package could not be read, as opposed to any other failure. */
export function isPackageError(error: unknown): error is CodedError {
  return (
    error instanceof CodedError &&
    (error.fault.code === 'DM_PACKAGE_NOT_JSON' || error.fault.code === 'DM_PACKAGE_WRONG')
  );
}
