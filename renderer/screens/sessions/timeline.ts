import type { TranscriptEntry } from '../../../core/api.ts';
import { alertsOf, type Beginning, beginningOf, type TimelineAlert } from './alerts.ts';
import { type CommandPart, partsOf } from './command-parts.ts';
import { type InteractionLine, interactionLineOf } from './interaction-lines.ts';
import { isJson, type Json, listOf, objectOf, textOf } from './package-json.ts';

/** A command of a package #2 with what the package #3 after it says of it. */
export interface TimedCommand {
  readonly name: string;
  readonly parts: readonly CommandPart[];
  /** Missing where the device reported none. */
  readonly status?: number;
  /** What is to be said of it: END needs no status, and an open session may still bring one. */
  readonly outcome: 'ok' | 'pending' | 'failed' | 'unreported' | 'awaited' | 'none';
  /** The status as it stands in the package, with the data in it. */
  readonly answer?: Json;
}

/** One line of a session's transcript, as far as it could be understood. */
export type TimelineItem = {
  readonly entry: TranscriptEntry;
  /** Milliseconds since the session began. */
  readonly after: number;
} & (
  | {
      readonly kind: 'package1';
      readonly objects: number;
      readonly beginning: Beginning;
      readonly alerts: readonly TimelineAlert[];
    }
  | { readonly kind: 'package2'; readonly commands: readonly TimedCommand[] }
  | { readonly kind: 'package3'; readonly statuses: number; readonly alerts: readonly TimelineAlert[] }
  | {
      readonly kind: 'repository';
      readonly method: string;
      readonly resource: string;
      /** Whether the device brought something, rather than fetched it. */
      readonly upload: boolean;
      readonly status?: number;
    }
  | { readonly kind: 'refused'; readonly words: string; readonly status?: number }
  | { readonly kind: 'note'; readonly words: string }
  | ({ readonly kind: 'interaction' } & InteractionLine)
  | { readonly kind: 'unreadable' }
);

/**
 * A session's transcript as a timeline. Commands and statuses are paired by their place, as the protocol does.
 * @param open whether the device may still answer
 */
export function timelineOf(
  transcript: readonly TranscriptEntry[],
  { open, deviceId }: { readonly open: boolean; readonly deviceId: string },
): readonly TimelineItem[] {
  const begin = transcript[0]?.at ?? 0;
  return transcript.map((entry, index): TimelineItem => {
    const base = { entry, after: entry.at - begin };
    const status = entry.status === undefined ? {} : { status: entry.status };
    switch (entry.kind) {
      case 'refused':
        return { ...base, kind: 'refused', words: entry.text, ...status };
      case 'note':
        return { ...base, kind: 'note', words: entry.text };
      case 'interaction': {
        const line = interactionLineOf(entry.text);
        return line ? { ...base, kind: 'interaction', ...line } : { ...base, kind: 'unreadable' };
      }
      case 'repository': {
        const [, method = '', resource = entry.text] = /^([A-Z]+)\s+(.*)$/s.exec(entry.text) ?? [];
        return { ...base, kind: 'repository', method, resource, upload: isUpload(method), ...status };
      }
      case 'package1':
      case 'package2':
      case 'package3':
        break;
    }
    const json = objectOf(entry.text);
    if (!json) return { ...base, kind: 'unreadable' };
    if (entry.kind === 'package1') {
      const [objects, beginning] = [listOf(json.MOS).length, beginningOf(json)];
      return { ...base, kind: 'package1', objects, beginning, alerts: alertsOf(json) };
    }
    if (entry.kind === 'package3')
      return { ...base, kind: 'package3', statuses: listOf(json.Status).length, alerts: alertsOf(json) };
    const answer = answerTo(transcript, index);
    const statuses = answer.kind === 'given' ? statusesOf(answer.text) : undefined;
    const awaited = open && answer.kind === 'none';
    return { ...base, kind: 'package2', commands: commandsOf(json, { statuses, awaited, deviceId }) };
  });
}

/** The package #3 that answers a #2. A second #2 before any #3 was a repetition: the answer belongs to the last. */
function answerTo(
  transcript: readonly TranscriptEntry[],
  index: number,
): { readonly kind: 'given'; readonly text: string } | { readonly kind: 'none' | 'superseded' } {
  for (const later of transcript.slice(index + 1)) {
    if (later.kind === 'package3') return { kind: 'given', text: later.text };
    if (later.kind === 'package2') return { kind: 'superseded' };
  }
  return { kind: 'none' };
}

function commandsOf(
  json: Json,
  from: {
    readonly statuses: readonly (Json | undefined)[] | undefined;
    readonly awaited: boolean;
    readonly deviceId: string;
  },
): readonly TimedCommand[] {
  return listOf(json.CMD).map((command, index): TimedCommand => {
    const [name = '?', ...parameters] = listOf(command).map(textOf);
    const known = { name, parts: partsOf(name, parameters, from.deviceId) };
    const answer = from.statuses?.[index];
    if (typeof answer?.sc === 'number')
      return { ...known, status: answer.sc, outcome: outcomeOf(answer.sc), answer };
    if (name === 'END') return { ...known, outcome: 'none' };
    return { ...known, outcome: from.awaited ? 'awaited' : 'unreported' };
  });
}

/** What a status code means for the person who reads it. 202 is begun, and never done. */
export function outcomeOf(status: number): 'ok' | 'pending' | 'failed' {
  if (status === 202) return 'pending';
  return (status >= 200 && status < 300) || status === 304 ? 'ok' : 'failed';
}

function statusesOf(text: string): readonly (Json | undefined)[] | undefined {
  const json = objectOf(text);
  return json && listOf(json.Status).map((status) => (isJson(status) ? status : undefined));
}

function isUpload(method: string): boolean {
  return method === 'PUT' || method === 'POST';
}
