import type { InteractionView } from '../../../core/api-interactions.ts';
import { formatSeconds } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';
import { isJson, type Json, objectOf } from './package-json.ts';

/** What a line of a transcript tells of a UI interaction. */
export interface InteractionLine {
  readonly interactionId: string;
  readonly words: string;
  readonly outcome: 'ok' | 'failed' | 'pending' | 'none';
}

/** Reads the line of an interaction; undefined where it cannot be read. */
export function interactionLineOf(text: string): InteractionLine | undefined {
  const json = objectOf(text);
  if (typeof json?.interactionId !== 'string') return undefined;
  const { interactionId } = json;
  const line = (words: string, outcome: InteractionLine['outcome'] = 'none') => ({
    interactionId,
    words,
    outcome,
  });
  const page = typeof json.page === 'number' ? json.page + 1 : 0;
  switch (json.what) {
    case 'opened':
      return line(texts.session.form.opened);
    case 'pageShown':
      return line(texts.session.form.shown(page));
    case 'pagePosted': {
      const faults = typeof json.faults === 'number' ? json.faults : 0;
      return line(texts.session.form.posted(page, faults), faults > 0 ? 'pending' : 'none');
    }
    case 'fileNotKept':
      return line(texts.session.form.fileNotKept(faultWords(json)), 'failed');
    case 'refused':
      return line(faultWords(json), 'failed');
    case 'ended':
      return line(endWords(json), json.outcome === 'completed' ? 'ok' : 'failed');
    default:
      return undefined;
  }
}

function endWords(json: Json): string {
  const took = typeof json.took === 'number' ? formatSeconds(json.took / 1000) : '';
  const outcome = typeof json.outcome === 'string' ? json.outcome : '';
  const words = texts.session.form.ends[outcome as keyof typeof texts.session.form.ends] ?? outcome;
  const fault = faultWords(json);
  return texts.session.form.ended(words, took) + (fault === '' ? '' : `: ${fault}`);
}

function faultWords({ fault }: Json): string {
  return isJson(fault) && typeof fault.message === 'string' ? fault.message : '';
}

/** What is to be said of how an interaction stands. */
export function stateWordsOf({ state }: InteractionView): string {
  return texts.session.form.states[state];
}
