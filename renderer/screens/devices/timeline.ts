import type { TranscriptEntry } from '../../../core/api.ts';

/** A command of a package #2 with the status that the package #3 after it gave it. */
export interface TimedCommand {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Missing where the device reported none. */
  readonly status?: number;
  /** What is to be said of it: END needs no status, and an open session may still bring one. */
  readonly outcome: 'ok' | 'pending' | 'failed' | 'unreported' | 'awaited' | 'none';
}

/** One line of a session's transcript, as far as it could be understood. */
export type TimelineItem = {
  readonly entry: TranscriptEntry;
  /** Milliseconds since the session began. */
  readonly after: number;
} & (
  | { readonly kind: 'package1'; readonly objects: number; readonly alerts: readonly string[] }
  | { readonly kind: 'package2'; readonly commands: readonly TimedCommand[] }
  | { readonly kind: 'package3'; readonly statuses: number; readonly alerts: readonly string[] }
  | { readonly kind: 'repository'; readonly request: string; readonly status?: number }
  | { readonly kind: 'unreadable' }
);

type Json = Readonly<Record<string, unknown>>;

/** A session's transcript as a timeline. Commands and statuses are paired by their place, as the protocol does. */
export function timelineOf(transcript: readonly TranscriptEntry[], open: boolean): readonly TimelineItem[] {
  const begin = transcript[0]?.at ?? 0;
  return transcript.map((entry, index): TimelineItem => {
    const base = { entry, after: entry.at - begin };
    if (entry.kind === 'repository')
      return {
        ...base,
        kind: 'repository',
        request: entry.text,
        ...(entry.status === undefined ? {} : { status: entry.status }),
      };
    const json = objectOf(entry.text);
    if (!json) return { ...base, kind: 'unreadable' };
    if (entry.kind === 'package1')
      return { ...base, kind: 'package1', objects: listOf(json.MOS).length, alerts: alertsOf(json) };
    if (entry.kind === 'package3')
      return { ...base, kind: 'package3', statuses: listOf(json.Status).length, alerts: alertsOf(json) };
    const answer = transcript.slice(index + 1).find((later) => later.kind === 'package3');
    // A second package #2 before any #3 was a repetition: the answer belongs to the last one.
    const superseded = transcript
      .slice(index + 1, answer ? transcript.indexOf(answer) : undefined)
      .some((later) => later.kind === 'package2');
    const statuses = answer && !superseded ? statusesOf(answer.text) : undefined;
    return { ...base, kind: 'package2', commands: commandsOf(json, statuses, open && !superseded) };
  });
}

function commandsOf(
  json: Json,
  statuses: readonly (number | undefined)[] | undefined,
  open: boolean,
): readonly TimedCommand[] {
  return listOf(json.CMD).map((command, index) => {
    const [name, ...parameters] = listOf(command).map(textOf);
    const status = statuses?.[index];
    const known = { name: name ?? '?', parameters };
    if (status !== undefined) return { ...known, status, outcome: outcomeOf(status) };
    if (name === 'END') return { ...known, outcome: 'none' };
    return { ...known, outcome: statuses === undefined && open ? 'awaited' : 'unreported' };
  });
}

/** What a status code means for the person who reads it. */
export function outcomeOf(status: number): 'ok' | 'pending' | 'failed' {
  if (status === 202) return 'pending';
  return (status >= 200 && status < 300) || status === 304 ? 'ok' : 'failed';
}

/** A text that may be JSON, laid out for reading; any other text as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // What is no JSON is shown as it came: that is what the engineer is looking for.
    return text;
  }
}

function statusesOf(text: string): readonly (number | undefined)[] | undefined {
  const json = objectOf(text);
  return (
    json &&
    listOf(json.Status).map((status) => {
      const code = isJson(status) ? status.sc : undefined;
      return typeof code === 'number' ? code : undefined;
    })
  );
}

function alertsOf(json: Json): readonly string[] {
  return listOf(json.Alert).flatMap((alert) =>
    isJson(alert) && typeof alert.AlertType === 'string' ? [alert.AlertType] : [],
  );
}

function objectOf(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isJson(json) ? json : undefined;
  } catch {
    // A package that is no JSON is a fact of the session, shown as such.
    return undefined;
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
