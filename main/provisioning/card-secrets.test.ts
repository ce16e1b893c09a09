import { describe, expect, it } from 'vitest';
import type { IssuerKeys } from '../../core/card/issuer-keys.ts';
import { usualLayout } from '../../core/card/layout-schema.ts';
import { toFault } from '../../core/errors.ts';
import { secretOf } from '../../core/secrets.ts';
import type { InsertedCard } from '../card/reader.ts';
import { Uicc, virtualAdmKey } from '../card/virtual/uicc.ts';
import { carryOutOn, planMessage, readForWork } from './card-work.ts';

const message = secretOf('["message"]');

/** A card, and every command that was sent to it: the very octets that were handed to the reader. */
function watched() {
  const card = new Uicc({});
  const sent: { readonly octets: Uint8Array; readonly first: Uint8Array }[] = [];
  const inserted: InsertedCard = {
    atr: card.atr,
    protocol: card.protocol,
    async transmit(octets) {
      sent.push({ octets, first: octets.slice() });
      return card.transmit(octets);
    },
    reset: async () => card.reset(),
    close: async () => {},
  };
  /** What carried a key: VERIFY with data. */
  const keys = () => sent.filter(({ first }) => first[1] === 0x20 && first.length > 5);
  return { inserted, sent, keys };
}

/** Issuer keys that remember what they gave out. */
function given(key: Uint8Array) {
  const out: Uint8Array[] = [];
  const issuerKeys: IssuerKeys = {
    count: 1,
    keyFor() {
      const copy = key.slice();
      out.push(copy);
      return copy;
    },
    wipe() {},
  };
  return { issuerKeys, out };
}

const isZero = (octets: Uint8Array) => octets.every((octet) => octet === 0);

describe('an issuer key, from its file to the card', () => {
  it('is zeros everywhere after a write', async () => {
    const { inserted, sent, keys } = watched();
    const { issuerKeys, out } = given(virtualAdmKey);
    const delivery = { layout: usualLayout, issuerKeys };
    const contents = await readForWork(inserted, delivery);
    await carryOutOn(inserted, contents, planMessage(contents, message, delivery), delivery);
    expect(keys()).toHaveLength(1);
    expect(Buffer.from(keys()[0]!.first).includes(Buffer.from(virtualAdmKey))).toBe(true);
    expect(keys().every(({ octets }) => isZero(octets))).toBe(true);
    expect(out).toHaveLength(1);
    expect(out.every(isZero)).toBe(true);
    // What carries no key is left alone: a log of it stays what was sent.
    expect(sent.filter(({ octets }) => isZero(octets))).toEqual(keys());
  });

  it('is zeros after a card refused it', async () => {
    const { inserted, keys } = watched();
    const { issuerKeys, out } = given(secretOf('12345678'));
    const delivery = { layout: usualLayout, issuerKeys };
    const contents = await readForWork(inserted, delivery);
    const plan = planMessage(contents, message, delivery);
    const code = await carryOutOn(inserted, contents, plan, delivery).then(
      () => 'done',
      (error) => toFault(error).code,
    );
    expect(code).toBe('CARD_ADM_REFUSED');
    expect(keys().every(({ octets }) => isZero(octets))).toBe(true);
    expect(out.every(isZero)).toBe(true);
  });
});
