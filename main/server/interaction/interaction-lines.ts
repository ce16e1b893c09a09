import type { TranscriptEntry } from '../../../core/api.ts';
import type { InteractionEvent } from './interactions.ts';

/** Nobody reads more lines of one interaction than this: a browser may load a page as often as it likes. */
const mostLines = 200;
/** So many interactions are remembered; those that are forgotten begin to count anew. */
const mostKnown = 1000;

/** Says which events of interactions stand in a transcript, and how. */
export interface InteractionLines {
  /** The line of an event; undefined where it tells nothing new. */
  lineOf(event: InteractionEvent): TranscriptEntry | undefined;
}

export function createInteractionLines(): InteractionLines {
  const known = new Map<string, { lines: number; page: number | undefined }>();
  return {
    lineOf(event) {
      if (event.interactionId === undefined) return undefined;
      const seen = known.get(event.interactionId) ?? { lines: 0, page: undefined };
      if (event.kind === 'pageShown' && event.page === seen.page) return undefined;
      if (event.kind !== 'ended' && seen.lines >= mostLines) return undefined;
      known.delete(event.interactionId);
      if (event.kind !== 'ended')
        known.set(event.interactionId, {
          lines: seen.lines + 1,
          page: event.kind === 'pageShown' ? event.page : event.kind === 'pagePosted' ? undefined : seen.page,
        });
      const [oldest] = known.keys();
      if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
      return { at: event.at, kind: 'interaction', text: JSON.stringify(toldOf(event)) };
    },
  };
}

/** What of an event is told: never an address, and no answers, which are kept with the interaction. */
export function toldOf(event: InteractionEvent) {
  const { interactionId } = event;
  switch (event.kind) {
    case 'opened':
      return { interactionId, what: 'opened' } as const;
    case 'pageShown':
      return { interactionId, what: 'pageShown', page: event.page } as const;
    case 'pagePosted':
      return { interactionId, what: 'pagePosted', page: event.page, faults: event.faults } as const;
    case 'fileNotKept':
      return { interactionId, what: 'fileNotKept', field: event.field, fault: event.fault } as const;
    case 'refused':
      return { interactionId, what: 'refused', fault: event.fault } as const;
    case 'ended': {
      const { state } = event;
      const fault = state.kind === 'failed' ? { fault: state.fault } : {};
      return { interactionId, what: 'ended', outcome: state.kind, took: event.took, ...fault } as const;
    }
  }
}
