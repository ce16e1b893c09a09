import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { toHex } from '../octets.ts';
import { encodeCommand } from './apdu.ts';
import { askTries, type CardKey, pinValue, showKey } from './card-keys.ts';
import type { CardDialog } from './dialog.ts';

const adm: CardKey = { kind: 'adm', reference: 0x0a, value: new Uint8Array(8).fill(0x41) };
const pin: CardKey = { kind: 'pin', reference: 0x01, value: pinValue('1234')! };
const asks = '0020000A';
const shows = '0020000A084141414141414141';

/** Holds a dialog with a card that gives these status words; what was sent, and how it ended. */
function hold<Result>(dialog: CardDialog<Result>, statusWords: readonly number[]) {
  const sent: string[] = [];
  try {
    let step = dialog.next();
    for (const statusWord of statusWords) {
      if (step.done) break;
      sent.push(toHex(encodeCommand(step.value)));
      step = dialog.next({ data: new Uint8Array(), statusWord });
    }
    return { sent, end: step.done ? 'ended' : 'goes on', value: step.done ? step.value : undefined };
  } catch (error) {
    const { code, message } = toFault(error);
    return { sent, end: code, message };
  }
}

describe('a key', () => {
  it.each([
    ['is shown after its counter was asked', [0x63c3, 0x9000], [asks, shows], 'ended'],
    ['that was shown already is not shown again', [0x9000], [asks], 'ended'],
    ['that is wrong is tried once', [0x63c3, 0x63c2], [asks, shows], 'CARD_ADM_REFUSED'],
    ['that blocks itself by it', [0x63c2, 0x6983], [asks, shows], 'CARD_ADM_BLOCKED'],
    ['with one try left is not tried', [0x63c1], [asks], 'CARD_ADM_LAST_TRY'],
    ['that is blocked is not tried', [0x6983], [asks], 'CARD_ADM_BLOCKED'],
    ['without a try left is not tried', [0x63c0], [asks], 'CARD_ADM_BLOCKED'],
    ['that the card does not have is not tried', [0x6a88], [asks], 'CARD_KEY_MISSING'],
    ['whose counter is not told is not tried', [0x6700], [asks], 'CARD_TRIES_UNTOLD'],
    ['that the card answers oddly', [0x63c3, 0x6f00], [asks, shows], 'CARD_PROTOCOL'],
  ])('%s', (_name, statusWords, sent, end) => {
    expect(hold(showKey(adm), statusWords)).toMatchObject({ sent, end });
  });

  it.each([
    ['CARD_PIN_REFUSED', [0x63c3, 0x63c2]],
    ['CARD_PIN_LAST_TRY', [0x63c1]],
    ['CARD_PIN_BLOCKED', [0x6983]],
  ])('of the user has words of its own: %s', (end, statusWords) => {
    expect(hold(showKey(pin), statusWords)).toMatchObject({ end });
  });

  it('may be shown with the last try by a person who was warned', () => {
    const even = { evenTheLastTry: true };
    expect(hold(showKey(adm, 0, even), [0x63c1, 0x9000])).toMatchObject({
      sent: [asks, shows],
      end: 'ended',
    });
    expect(hold(showKey(adm, 0, even), [0x6700, 0x9000])).toMatchObject({ end: 'ended' });
    expect(hold(showKey(adm, 0, even), [0x6983])).toMatchObject({ sent: [asks], end: 'CARD_ADM_BLOCKED' });
  });

  it('is in no error', () => {
    for (const statusWords of [[0x63c3, 0x63c2], [0x63c3, 0x6f00], [0x63c1], [0x6983]])
      expect(JSON.stringify(hold(showKey(adm), statusWords).message)).not.toMatch(/4141|AAAA/);
  });

  it('is shown on the channel of the dialog', () => {
    expect(hold(showKey(adm, 2), [0x63c3, 0x9000]).sent).toEqual(['0220000A', `02${shows.slice(2)}`]);
  });
});

describe('a counter', () => {
  it.each([
    [0x63c2, { kind: 'left', tries: 2 }],
    [0x9000, { kind: 'shown' }],
    [0x6983, { kind: 'blocked' }],
    [0x6a88, { kind: 'missing' }],
    [0x6d00, { kind: 'untold' }],
  ])('is asked without a try (%i)', (statusWord, value) => {
    expect(hold(askTries(0x0a), [statusWord])).toEqual({ sent: [asks], end: 'ended', value });
  });
});

describe('a PIN', () => {
  it('is its digits, and FF to eight octets', () => {
    expect(toHex(pin.value)).toBe('31323334FFFFFFFF');
    expect(toHex(pinValue('12345678')!)).toBe('3132333435363738');
  });
  it.each(['', '123', '123456789', '12a4'])('%s is none', (digits) => {
    expect(pinValue(digits)).toBeUndefined();
  });
});
