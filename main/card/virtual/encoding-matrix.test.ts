import { describe, expect, it } from 'vitest';
import { conduct } from '../../../core/card/dialog.ts';
import { readCard } from '../../../core/card/read-card.ts';
import { concatenate, fromHex } from '../../../core/octets.ts';
import { elementaryFiles } from './file-system.ts';
import { Uicc, type UiccOptions } from './uicc.ts';

const message = new TextEncoder().encode(
  `[{"MOID":"urn:oma:mo:oma-dm-dmacc:1.2","MOData":"${'.'.repeat(400)}"}]`,
);
const hex = (text: string) => fromHex(text)!;

/** An element of DER, by hand: nothing here uses the encoder that the reader may share mistakes with. */
const der = (tag: number, ...content: readonly Uint8Array[]): Uint8Array => {
  const whole = concatenate(...content);
  const { length } = whole;
  const head = length < 0x80 ? [tag, length] : [tag, 0x81, length];
  return concatenate(Uint8Array.from(head), whole);
};
const text = (value: string) => new TextEncoder().encode(value);

const length2 = hex(message.length.toString(16).padStart(4, '0'));
const paths = {
  'two octets': hex('04026431'),
  'with index and length': concatenate(hex('04026431 020100 8002'), length2),
  'with an index alone': hex('04026431 020100'),
  'with a length alone': concatenate(hex('04026431 8002'), length2),
  absolute: hex('0406 3F007F506431'),
  'through the current application': hex('0404 7FFF6431'),
} as const;

const oids = { plain: hex('0604672B0701'), doubly: hex('0606 0604672B0701') } as const;

const attributes = (oid: Uint8Array) =>
  concatenate(
    der(0x30, der(0x0c, text('DM_Bootstrap')), hex('03020640')),
    der(0x30, der(0x0c, text('OMA DM')), oid),
  );
const opaque = (path: Uint8Array, oid: Uint8Array) => der(0x30, attributes(oid), der(0xa1, der(0x30, path)));
const oidDo = (path: Uint8Array, oid: Uint8Array) =>
  der(0xa1, attributes(oid), der(0xa1, der(0x30, oid, der(0x30, path))));
const oidDoPlain = (path: Uint8Array, oid: Uint8Array) =>
  der(0xa1, der(0x30), der(0x30), der(0xa1, oid, der(0x30, path)));
const other = der(
  0x30,
  der(0x30, der(0x0c, text('other'))),
  der(0x30),
  der(0xa1, der(0x30, hex('04026432'))),
);
const lwm2m = der(
  0xa1,
  der(0x30, der(0x0c, text('LWM2M'))),
  der(0x30, der(0x0c, text('LWM2M'))),
  der(0xa1, der(0x30, hex('0604672B0901'), der(0x30, hex('04026432')))),
);

type Entries = (path: Uint8Array, oid: Uint8Array) => readonly Uint8Array[];
const encodings: Readonly<Record<string, Entries>> = {
  opaqueDO: (path, oid) => [opaque(path, oid)],
  oidDO: (path, oid) => [oidDo(path, oid)],
  'oidDO without its SEQUENCE': (path, oid) => [oidDoPlain(path, oid)],
  'opaqueDO, oidDO': (path, oid) => [opaque(path, oid), oidDo(path, oid)],
  'oidDO, opaqueDO': (path, oid) => [oidDo(path, oid), opaque(path, oid)],
  'after other entries': (path, oid) => [other, lwm2m, opaque(path, oid)],
};

const gaps = {
  none: new Uint8Array(),
  FF: hex('FFFFFF'),
  '00': hex('000000'),
  'a deleted value': hex('0005 30030C0141'),
} as const;

const odfs = {
  'one pointer': hex('A706300404026430'),
  'after another': hex('A006300404025034 A706300404026430'),
  'an absolute one': hex('A70A3008 0406 3F007F506430'),
  'after an empty DODF': hex('A706300404026433 A706300404026430'),
} as const;

const put = (card: Uicc, identifier: number, octets: Uint8Array) => {
  const file = elementaryFiles(card.masterFile).find((each) => each.identifier === identifier);
  file!.octets.set(octets);
};

const cards: Readonly<Record<string, UiccOptions>> = {
  'T=1, basic channel': {},
  'T=0, logical channel, padded with 00': {
    protocol: 'T=0',
    applicationsOn: 'logical channels',
    padding: 0x00,
  },
  'extended length, transparent EF.DIR': { extendedLength: true, directory: 'transparent' },
  'no logical channels, padded with 00': { channels: 0, padding: 0x00 },
};

describe('every encoding seen in the field is read', () => {
  let cases = 0;
  it.each(Object.entries(cards))('by a card with %s', async (_name, options) => {
    for (const [encoding, entries] of Object.entries(encodings))
      for (const [pathName, path] of Object.entries(paths))
        for (const [oidName, oid] of Object.entries(oids))
          for (const [gapName, gap] of Object.entries(gaps))
            for (const [odfName, odf] of Object.entries(odfs)) {
              const card = new Uicc({ ...options, dodfSize: 512 });
              put(card, 0x6431, message);
              put(card, 0x6430, concatenate(...entries(path, oid).flatMap((entry) => [gap, entry])));
              put(card, 0x5031, odf);
              const contents = await conduct(readCard(), card);
              const name = [encoding, pathName, oidName, gapName, odfName].join(' · ');
              expect(new TextDecoder().decode(contents.message), name).toBe(
                new TextDecoder().decode(message),
              );
              expect(contents.problems, name).toEqual([]);
              cases++;
            }
  });
  it('in every combination', () => {
    console.log(`encoding matrix: ${cases} cards read`);
    expect(cases).toBe(4 * 6 * 6 * 2 * 4 * 4);
  });
});
