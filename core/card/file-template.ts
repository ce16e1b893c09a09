import { concatenate, fromHex } from '../octets.ts';
import type { FileAddress } from './file-address.ts';
import { type CardLayout, identifierOf } from './layout-schema.ts';
import { pkcs15Aid } from './pkcs15.ts';

/** The FCP template that CREATE FILE takes for a file (TS 102 222, 6.3.2.2; ISO/IEC 7816-4, 7.4). */
export function fileTemplate(
  { identifier }: FileAddress,
  size: number,
  layout: CardLayout,
  records?: { readonly length: number; readonly count: number },
): Uint8Array {
  const descriptor = records
    ? Uint8Array.of(0x42, 0x21, records.length >> 8, records.length & 0xff, records.count)
    : Uint8Array.of(0x41, 0x21);
  // Only what holds the message is kept from those without the PIN; a device has to find out that it needs one.
  const readPin = layout.private && identifier === identifierOf(layout.files.message.identifier);
  return element(
    0x62,
    element(0x82, descriptor),
    element(0x83, twoOctets(identifier)),
    element(0x8a, Uint8Array.of(0x05)),
    securityOf(layout, 'file', readPin ? layout.pinReference : undefined),
    element(0x80, twoOctets(size)),
  );
}

/** The FCP template for the DF of the PKCS#15 application. */
export function applicationTemplate(layout: CardLayout): Uint8Array {
  const { odf, tokenInfo, dodf, message } = layout.files;
  // What the DF takes in all: its files, and room for what the card keeps about each of them.
  const total = [odf, tokenInfo, dodf, message].reduce((sum, { size }) => sum + size + 64, 0);
  return element(
    0x62,
    element(0x82, Uint8Array.of(0x78, 0x21)),
    element(0x83, twoOctets(identifierOf(layout.application.identifier))),
    element(0x84, pkcs15Aid),
    element(0x8a, Uint8Array.of(0x05)),
    securityOf(layout, 'application', undefined),
    element(0x81, twoOctets(Math.min(total, 0xffff))),
  );
}

/** Access modes (ISO/IEC 7816-4, 5.4.3.2): of a file READ, UPDATE, DELETE; of a DF CREATE of files, DELETE. */
const modes = { read: 0x01, update: 0x02, create: 0x02, remove: 0x40 } as const;

/** READ is free or needs the PIN; everything else needs the issuer key. */
function securityOf(
  { access, admReference }: CardLayout,
  of: 'file' | 'application',
  readPin: number | undefined,
): Uint8Array {
  switch (access.format) {
    case 'expanded':
      return of === 'file'
        ? element(
            0xab,
            mode(modes.read),
            readPin === undefined ? free : keyCondition(readPin),
            mode(modes.update | modes.remove),
            keyCondition(admReference),
          )
        : element(0xab, mode(modes.create | modes.remove), keyCondition(admReference));
    case 'compact': {
      const user = 0x10 | access.environment;
      // A condition for each bit of the access mode, the highest first.
      return of === 'file'
        ? element(
            0x8c,
            Uint8Array.of(
              modes.remove | modes.update | modes.read,
              user,
              user,
              readPin === undefined ? 0x00 : 0x10 | access.pinEnvironment,
            ),
          )
        : element(0x8c, Uint8Array.of(modes.remove | modes.create, user, user));
    }
    case 'octets':
      return fromHex(of === 'file' ? access.files : access.application) ?? new Uint8Array();
  }
}

/** No condition (TS 102 221, 9.2.4). */
const free = Uint8Array.of(0x90, 0x00);

function mode(value: number): Uint8Array {
  return element(0x80, Uint8Array.of(value));
}

/** User authentication with a key or PIN: its reference, and the usage qualifier for it. */
function keyCondition(reference: number): Uint8Array {
  return element(0xa4, element(0x83, Uint8Array.of(reference)), element(0x95, Uint8Array.of(0x08)));
}

function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const whole = concatenate(...content);
  return concatenate(Uint8Array.of(tag, whole.length), whole);
}

function twoOctets(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
