import { describe, expect, it } from 'vitest';
import type { CardView } from '../../core/api-cards.ts';
import { faultOf } from '../../core/errors.ts';
import {
  beginWork,
  type CardHandle,
  type CardOutcome,
  endReading,
  endWork,
  noCard,
  type SeenCard,
  stepWork,
  takesWork,
} from './card-handle.ts';

function cardOf(iccid: string | undefined, atr = '3B00'): CardView {
  return {
    station: 'Left',
    readAt: 1,
    card: {
      atr,
      atrFacts: { understood: true, protocols: ['T=1'], extendedLength: false, channels: 1 },
      ...(iccid === undefined ? {} : { iccid }),
      applications: [],
      files: [],
      entries: [],
      problems: [],
    },
    tries: { adm: { kind: 'left', tries: 3 }, pin: { kind: 'missing' } },
    holder: { kind: 'nobody' },
  };
}

const card = (iccid: string | undefined, atr?: string): SeenCard => ({
  kind: 'card',
  view: cardOf(iccid, atr),
});
const absent: SeenCard = { kind: 'fault', fault: faultOf('CARD_ABSENT', { reader: 'Left' }) };
const same: CardOutcome = { kind: 'verified', verdict: { kind: 'same', sha256: 'aa', asLaidOut: true } };
const pulled: CardOutcome = { kind: 'failed', work: 'write', fault: faultOf('CARD_PULLED', {}) };

/** A card in the reader, with what came of the work with it. */
const withOutcome = (outcome: CardOutcome, seen = card('1')): CardHandle => ({ stale: false, seen, outcome });
const readAgain = (handle: CardHandle, seen: SeenCard) => endReading(beginWork(handle, 'read'), seen);

describe('the card in a reader', () => {
  it('is what was read last', () => {
    expect(readAgain(noCard, absent)).toEqual({ stale: false, seen: absent });
    expect(readAgain(readAgain(noCard, absent), card('1')).seen).toEqual(card('1'));
  });

  it('keeps on the screen while it is read again', () => {
    expect(beginWork(withOutcome(same), 'read')).toEqual({
      work: 'read',
      stale: false,
      seen: card('1'),
      outcome: same,
    });
  });

  it('can be asked for something while it is read, and for nothing more while something is done with it', () => {
    expect(takesWork(noCard)).toBe(true);
    expect(takesWork(beginWork(noCard, 'read'))).toBe(true);
    expect(takesWork(beginWork(noCard, 'verify'))).toBe(false);
    expect(takesWork(beginWork(noCard, 'write'))).toBe(false);
  });

  it('has the outcome of its last work beside it, until other work begins', () => {
    expect(readAgain(withOutcome(same), card('1')).outcome).toEqual(same);
    expect(beginWork(withOutcome(same), 'erase').outcome).toBeUndefined();
  });

  it('leaves no outcome to another card, nor to an empty reader', () => {
    expect(readAgain(withOutcome(same), card('2')).outcome).toBeUndefined();
    expect(readAgain(withOutcome(same), absent).outcome).toBeUndefined();
    expect(readAgain(withOutcome(same, card(undefined)), card(undefined, '3B01')).outcome).toBeUndefined();
  });

  it('says still why work failed when it is gone, and not beside another one', () => {
    const gone = readAgain(withOutcome(pulled), absent);
    expect(gone.outcome).toEqual(pulled);
    expect(readAgain(gone, card('1')).outcome).toEqual(pulled);
    expect(readAgain(withOutcome(pulled), card('2')).outcome).toBeUndefined();
  });

  it('is after a change what was read back', () => {
    const view = { ...cardOf('1'), readAt: 9 };
    const ended = endWork(beginWork(withOutcome(same), 'erase'), { kind: 'erased', view });
    expect(ended).toEqual({ stale: false, seen: { kind: 'card', view }, outcome: { kind: 'erased', view } });
  });

  it('stays as it was where a person changed their mind, or the work failed', () => {
    expect(endWork(beginWork(withOutcome(same), 'compare'), undefined)).toEqual({
      stale: false,
      seen: card('1'),
    });
    expect(endWork(beginWork(withOutcome(same), 'write'), pulled)).toEqual(withOutcome(pulled));
  });

  it('remembers during work that something happened at the reader', () => {
    const ended = endWork({ ...beginWork(withOutcome(same), 'verify'), stale: true }, same);
    expect(ended.stale).toBe(true);
    expect(beginWork(ended, 'read').stale).toBe(false);
  });

  it('has progress only while it is changed', () => {
    const progress = { station: 'Left', step: 'write', done: 3, total: 12 } as const;
    expect(stepWork(beginWork(withOutcome(same), 'write'), progress).progress).toEqual(progress);
    const ended = endWork(stepWork(beginWork(withOutcome(same), 'write'), progress), pulled);
    expect(ended.progress).toBeUndefined();
    expect(stepWork(ended, progress)).toBe(ended);
  });
});
