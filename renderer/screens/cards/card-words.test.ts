import { describe, expect, it } from 'vitest';
import type { CardMessageView, CardView } from '../../../core/api-cards.ts';
import { faultOf } from '../../../core/errors.ts';
import {
  hasRemains,
  holderWords,
  outcomeWords,
  triesTone,
  triesWords,
  unlockStanding,
} from './card-words.ts';
import { eraseWords, leaveFor, overwriteWords } from './change-words.ts';

const target = { deviceId: 'IMEI:352099001761770', label: 'BX04101-F' };
const own: CardView['holder'] = {
  kind: 'device',
  ...target,
  batchId: 'b',
  batchName: 'Sample',
  copy: false,
};
const copy: CardView['holder'] = { ...own, copy: true };
const other: CardView['holder'] = { ...own, deviceId: 'IMEI:352099001761408', label: 'BX04100-C' };
const message: CardMessageView = {
  octets: 1412,
  sha256: 'a9',
  room: 4096,
  text: '[]',
  accounts: [],
  objects: [],
};

function viewOf(holder: CardView['holder'], held?: CardMessageView): CardView {
  return {
    station: 'Left',
    readAt: 1,
    card: {
      atr: '3B00',
      atrFacts: { understood: true, protocols: ['T=1'], extendedLength: false, channels: 1 },
      applications: [],
      application: { channel: 1, by: 'aid' },
      files: [],
      entries: [],
      problems: [],
    },
    ...(held ? { message: held } : {}),
    tries: { adm: { kind: 'left', tries: 3 }, pin: { kind: 'missing' } },
    holder,
  };
}

describe('whose a card is', () => {
  it('is said with the device and the batch, and a copy as one', () => {
    expect(holderWords(viewOf(own, message))).toEqual({
      tone: 'plain',
      headline: 'Card of BX04101-F',
      lead: 'IMEI 352099 00 176177 0 · batch Sample',
    });
    expect(holderWords(viewOf(copy, message))).toEqual({
      tone: 'warn',
      headline: 'Copy of the card of BX04101-F',
      lead: 'IMEI 352099 00 176177 0 · batch Sample wrote another card',
    });
  });

  it('is said where nobody knows, and where there is nobody', () => {
    expect(holderWords(viewOf({ kind: 'unknown' }, message))).toMatchObject({
      tone: 'warn',
      headline: 'A message that nobody here knows',
    });
    const empty = viewOf({ kind: 'nobody' });
    expect(holderWords(empty).lead).toBe('It holds no bootstrap message.');
    const { application: _, ...blank } = empty.card;
    expect(holderWords({ ...empty, card: blank }).lead).toContain('no PKCS#15 application');
  });
});

describe('a card without a message', () => {
  const empty = viewOf({ kind: 'nobody' });
  const withProblem = (code: string) => ({
    ...empty,
    card: { ...empty.card, problems: [{ code, message: 'Reading EF(DODF) needs the PIN.' }] },
  });

  it('is not called empty where a part of it could not be read', () => {
    expect(holderWords(withProblem('CARD_PIN_NEEDED'))).toEqual({
      tone: 'warn',
      headline: 'What it holds cannot be read',
      lead: 'Reading EF(DODF) needs the PIN.',
    });
    expect(outcomeWords({ kind: 'erased', view: withProblem('CARD_PIN_NEEDED') }).tone).toBe('bad');
  });

  it('is not called empty where something is left on it', () => {
    const odd = 'No message that a device finds';
    expect(holderWords(withProblem('CARD_CONTENT_UNREADABLE')).headline).toBe(odd);
    const path = { file: 'PKCS#15/6431' };
    const entries = [{ kind: 'bootstrap', encoding: 'oid', path }] as const;
    expect(holderWords({ ...empty, card: { ...empty.card, entries } }).headline).toBe(odd);
    const files = [{ file: 'EF(DM_Bootstrap) 6431', path: path.file, size: 4096, used: 12 }];
    expect(holderWords({ ...empty, card: { ...empty.card, files } }).headline).toBe(odd);
    expect(hasRemains(empty.card)).toBe(false);
  });
});

describe('what came of work with a card', () => {
  it('is a success only where the card that was read back is of the device', () => {
    const written = (view: CardView) => outcomeWords({ kind: 'written', target, view });
    expect(written(viewOf(own, message))).toEqual({
      tone: 'ok',
      headline: 'Written for BX04101-F, and read back',
      lead: '1,412 octets · SHA-256 a9',
    });
    expect(written(viewOf(copy, message)).tone).toBe('ok');
    expect(written(viewOf(other, message))).toEqual({
      tone: 'bad',
      headline: 'What was read back is not of BX04101-F',
      lead: 'Card of BX04100-C',
    });
    expect(written(viewOf({ kind: 'nobody' })).tone).toBe('bad');
    const refused = { ...message, fault: faultOf('BOOTSTRAP_NOT_JSON', {}) };
    expect(written(viewOf(own, refused))).toMatchObject({ tone: 'bad', lead: refused.fault.message });
  });

  it('is an erased card only where no message was read back', () => {
    expect(outcomeWords({ kind: 'erased', view: viewOf({ kind: 'nobody' }) }).tone).toBe('ok');
    expect(outcomeWords({ kind: 'erased', view: viewOf(own, message) })).toMatchObject({
      tone: 'bad',
      lead: 'Card of BX04101-F',
    });
  });

  it('is the verdict on the message, with both digests where it differs', () => {
    const verdict = (asLaidOut: boolean) =>
      outcomeWords({ kind: 'verified', verdict: { kind: 'same', sha256: 'a9', asLaidOut } });
    expect(verdict(true).headline).toBe('As the batch wrote it');
    expect(verdict(false).headline).toBe('The same message, laid out otherwise');
    const differs = outcomeWords({
      kind: 'verified',
      verdict: { kind: 'differs', sha256: 'a9', expected: 'b8' },
    });
    expect(differs).toEqual({
      tone: 'bad',
      headline: 'Not what the batch wrote',
      lines: [
        { name: 'On the card', words: 'a9', mono: true },
        { name: 'Written', words: 'b8', mono: true },
      ],
    });
    const unknown = outcomeWords({ kind: 'verified', verdict: { kind: 'unknown', sha256: 'a9' } });
    expect(unknown).toMatchObject({ tone: 'warn', lines: [{ words: 'a9' }] });
  });

  it('names each file that differs from a copy, and how', () => {
    const words = outcomeWords({
      kind: 'compared',
      comparison: {
        kind: 'differs',
        differences: [
          { name: 'EF(ODF) 5031', path: 'a', difference: { kind: 'size', here: 64, there: 1280 } },
          { name: 'EF.DIR 2F00', path: 'b', difference: { kind: 'onlyHere' } },
          { name: 'EF(TokenInfo) 5032', path: 'c', difference: { kind: 'onlyThere' } },
          { name: 'EF 6431', path: 'd', difference: { kind: 'content', offset: 298, octets: 1 } },
        ],
      },
    });
    expect(words).toMatchObject({ tone: 'bad', headline: 'Differs from the copy in 4 files' });
    expect(words.lines?.map((line) => line.words)).toEqual([
      '64 octets on the card, 1,280 in the copy',
      'only on this card',
      'only in the copy',
      '1 octet differs, the first at 012A',
    ]);
    expect(outcomeWords({ kind: 'compared', comparison: { kind: 'same' } }).tone).toBe('ok');
  });

  it('says with an accepted key what its counter is now', () => {
    const view = {
      ...viewOf(own, message),
      tries: { adm: { kind: 'shown' }, pin: { kind: 'untold' } },
    } as const;
    expect(outcomeWords({ kind: 'unlocked', key: 'adm', view })).toEqual({
      tone: 'ok',
      headline: 'The card took the issuer key',
      lead: 'Issuer key (ADM): given, open now',
    });
  });
});

describe('a retry counter', () => {
  it('is said in words and warns at the last try', () => {
    expect(triesWords({ kind: 'left', tries: 3 })).toBe('3 tries left');
    expect(triesWords({ kind: 'left', tries: 1 })).toBe('1 try left');
    expect(triesWords({ kind: 'missing' })).toBe('not on this card');
    expect([3, 1].map((tries) => triesTone({ kind: 'left', tries }))).toEqual(['plain', 'warn']);
    expect(triesTone({ kind: 'blocked' })).toBe('bad');
  });

  it('lets a key be shown without fear only while more than one try is left', () => {
    expect([3, 2, 1, 0].map((tries) => unlockStanding({ kind: 'left', tries }))).toEqual([
      'free',
      'free',
      'lastTry',
      'lastTry',
    ]);
    expect(unlockStanding({ kind: 'untold' })).toBe('untold');
    expect(unlockStanding({ kind: 'blocked' })).toBe('blocked');
  });
});

describe('the question before a card is changed', () => {
  it('names what is overwritten', () => {
    expect(overwriteWords(viewOf({ kind: 'nobody' }), target).loses).toBe(false);
    expect(overwriteWords(viewOf(own), target)).toEqual({
      loses: false,
      words: 'It is BX04101-F’s card already: only what differs is written.',
    });
    expect(overwriteWords(viewOf(other), target)).toEqual({
      loses: true,
      words:
        'It overwrites the card of BX04100-C (IMEI 352099 00 176140 8). That device can no longer bootstrap from it.',
    });
    expect(overwriteWords(viewOf({ ...other, copy: true }), target).words).toContain(
      'a copy of the card of BX04100-C',
    );
    expect(overwriteWords(viewOf({ kind: 'unknown' }), target).loses).toBe(true);
  });

  it('says of a card that could not be read whole that nobody knows what is overwritten', () => {
    const view = viewOf({ kind: 'nobody' });
    const problems = [{ code: 'CARD_PIN_NEEDED', message: 'Reading needs the PIN.' }];
    expect(overwriteWords({ ...view, card: { ...view.card, problems } }, target)).toMatchObject({
      loses: true,
    });
    const files = [{ file: 'EF 6431', path: 'PKCS#15/6431', size: 4096, used: 12 }];
    expect(overwriteWords({ ...view, card: { ...view.card, files } }, target).words).toContain('is left');
  });

  it('names whose card is erased', () => {
    expect(eraseWords(own).title).toBe('Erase the card of BX04101-F?');
    expect(eraseWords(copy).title).toBe('Erase the copy of the card of BX04101-F?');
    expect(eraseWords({ kind: 'unknown' }).title).toBe('Erase a message that nobody here knows?');
  });

  it('gives leave for the card that was named, and for no other', () => {
    expect(leaveFor(other)).toEqual({ overwriteDevice: other.deviceId, overwriteUnknown: false });
    expect(leaveFor({ kind: 'unknown' })).toEqual({ overwriteUnknown: true });
    expect(leaveFor({ kind: 'nobody' })).toEqual({ overwriteUnknown: false });
  });
});
