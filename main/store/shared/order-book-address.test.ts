import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../../core/errors.ts';
import { isOnThisMachine, printOrderBookAddress, readOrderBookAddress } from './order-book-address.ts';

const refusal = (text: string) => {
  try {
    return readOrderBookAddress(text);
  } catch (error) {
    return toFault(error);
  }
};

describe('the address of an order book', () => {
  it('is read with its usual port, whatever its names are', () => {
    expect(readOrderBookAddress('postgres://bench@orders.example/orders')).toEqual({
      ...{ host: 'orders.example', port: 5432, database: 'orders', user: 'bench' },
    });
    expect(readOrderBookAddress('postgresql://a%40b@[::1]:6000/my%20orders')).toEqual({
      ...{ host: '::1', port: 6000, database: 'my orders', user: 'a@b' },
    });
  });

  it('is printed as it is read', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.isWellFormed());
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.constant('::1'));
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65_535 }), name, name, (at, port, database, user) => {
        const address = { host: at.toLowerCase(), port, database, user };
        expect(readOrderBookAddress(printOrderBookAddress(address))).toEqual(address);
      }),
    );
  });

  it('has no password in it, and a message never shows one', () => {
    const fault = refusal('postgres://bench:secret@orders.example/orders');
    expect(fault).toMatchObject({ code: 'ORDER_BOOK_ADDRESS' });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });

  it.each([
    '',
    'orders',
    'https://bench@host/orders',
    'postgres://host/orders',
    'postgres://bench@host',
    'postgres://bench@host/',
  ])('is not “%s”', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'ORDER_BOOK_ADDRESS' });
  });

  it('is on this machine where nothing of it crosses a network', () => {
    const at = (host: string) => isOnThisMachine({ host, port: 1, database: 'd', user: 'u' });
    expect(['localhost', '127.0.0.1', '127.9.9.9', '::1'].filter(at)).toHaveLength(4);
    expect(['127.0.0.1.example', 'localhost.example', '10.0.0.1', '::2', '1270.0.0.1'].filter(at)).toEqual(
      [],
    );
  });
});
