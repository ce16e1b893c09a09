import { describe, expect, it } from 'vitest';
import { noIssuerKeys, parsePins } from '../../core/card/issuer-keys.ts';
import { cardLayoutSchema, usualLayout } from '../../core/card/layout-schema.ts';
import { codedError } from '../../core/errors.ts';
import { secretOf } from '../../core/secrets.ts';
import type { InsertedCard } from '../card/reader.ts';
import { Uicc, type UiccOptions, virtualAdmKey } from '../card/virtual/uicc.ts';
import { readBootstrapCard } from '../device/read-bootstrap-card.ts';
import { type CardDelivery, carryOutOn, enterPin, planMessage, readForWork } from './card-work.ts';

const delivery: CardDelivery = { layout: usualLayout, issuerKeys: noIssuerKeys };
const message = new TextEncoder().encode(`["${'x'.repeat(1000)}"]`);

/** A card in a reader; `refuses` says which commands the reader breaks off at. */
function inserted(options: UiccOptions, refuses: (command: Uint8Array) => boolean = () => false) {
  const card = new Uicc(options);
  const reader: InsertedCard & { readonly card: Uicc; resets: number } = {
    card,
    resets: 0,
    atr: card.atr,
    protocol: card.protocol,
    issuerKey: virtualAdmKey,
    async transmit(command) {
      if (refuses(command)) throw codedError('READER_FAILED', { reader: 'r', detail: 'too long' });
      return card.answer(command);
    },
    async reset() {
      reader.resets++;
      card.reset();
    },
    async close() {},
  };
  return reader;
}

const isExtended = (command: Uint8Array) => command.length > 5 && command[4] === 0;

describe('work with the card of a delivery', () => {
  it('goes on with short commands where the reader breaks off at long ones', async () => {
    const card = inserted({ extendedLength: true }, isExtended);
    const contents = await readForWork(card, delivery);
    expect([contents.abilities.updateBlock, card.resets]).toEqual([255, 1]);
    await carryOutOn(card, contents, planMessage(contents, message, delivery), delivery);
    card.card.reset();
    expect(await readBootstrapCard(card)).toEqual(message);
  });

  it('does not take a card that was taken out for such a reader', async () => {
    const card = inserted({ extendedLength: true }, () => true);
    await expect(readForWork(card, delivery)).rejects.toMatchObject({ name: 'READER_FAILED' });
    const short = inserted({}, () => true);
    await expect(readForWork(short, delivery)).rejects.toMatchObject({ name: 'READER_FAILED' });
    expect(short.resets).toBe(0);
  });

  it('refuses a card that the layout is not for, before anything is sent', async () => {
    const card = inserted({}, () => true);
    const layout = { ...usualLayout, atrs: ['3B00'] };
    await expect(readForWork(card, { ...delivery, layout })).rejects.toMatchObject({
      name: 'CARD_ATR_UNEXPECTED',
    });
  });

  it('enters the PIN that a device is told to ask for', async () => {
    const pins = parsePins(secretOf('1234'), 'pins.txt');
    const layout = cardLayoutSchema.parse({ private: true });
    const withPin = { ...delivery, layout, pins };
    const card = inserted({ pin: { reference: 0x01, value: pins.keyFor(undefined)! }, readPin: 0x01 });
    await expect(readForWork(card, delivery)).rejects.toMatchObject({ name: 'CARD_PIN_NEEDED' });
    const contents = await readForWork(card, withPin);
    await carryOutOn(card, contents, planMessage(contents, message, withPin), withPin);
    await card.reset();
    await expect(readBootstrapCard(card)).rejects.toMatchObject({ name: 'CARD_PIN_NEEDED' });
    await enterPin(card, contents, withPin);
    expect(await readBootstrapCard(card)).toEqual(message);
  });
});
