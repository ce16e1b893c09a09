import { describe, expect, it } from 'vitest';
import type { CardConnection } from '../../../core/card/apdu.ts';
import { conduct } from '../../../core/card/dialog.ts';
import { keysOf } from '../../../core/card/issuer-keys.ts';
import { cardLayoutSchema } from '../../../core/card/layout-schema.ts';
import { planWrite } from '../../../core/card/plan-write.ts';
import { readCard } from '../../../core/card/read-card.ts';
import { carryOut } from '../../../core/card/run-plan.ts';
import { Uicc, type UiccOptions, virtualAdmKey } from './uicc.ts';

/** What a card makes of a command of its own accord; undefined where it does as the virtual UICC does. */
type Manner = (command: Uint8Array, answer: (command: Uint8Array) => Uint8Array) => Uint8Array | undefined;

const refused = Uint8Array.of(0x6a, 0x86);
const isSelect = (command: Uint8Array) => command[1] === 0xa4;
const withP2 = (command: Uint8Array, p2: number) => Uint8Array.from(command).fill(p2, 3, 4);

/** Cards that are not UICCs keep to ISO/IEC 7816-4 in their own ways. */
const manners: Readonly<Record<string, Manner>> = {
  'selects nothing by path': (command) => (isSelect(command) && command[2] === 0x08 ? refused : undefined),
  'gives no FCP, but FCI': (command, answer) => {
    if (!isSelect(command)) return undefined;
    if (command[3] !== 0x00) return refused;
    const template = answer(withP2(command, 0x04));
    if (template[0] === 0x62) template[0] = 0x6f;
    return template;
  },
  'tells nothing of its files': (command, answer) =>
    isSelect(command) ? answer(withP2(command, 0x0c)) : undefined,
  'selects nothing by AID': (command) =>
    isSelect(command) && command[2] === 0x04 ? Uint8Array.of(0x6a, 0x81) : undefined,
  'has a toolkit command waiting all the time': (command, answer) => {
    const done = answer(command);
    if (done.at(-2) === 0x90) done.set([0x91, 0x20], done.length - 2);
    return done;
  },
  'warns that files are deactivated': (command, answer) => {
    const selected = answer(command);
    if (isSelect(command) && selected.at(-2) === 0x90) selected.set([0x62, 0x83], selected.length - 2);
    return selected;
  },
};

const kinds: Readonly<Record<string, UiccOptions>> = {
  prepared: {},
  'with a transparent EF.DIR': { directory: 'transparent' },
  blank: { kind: 'blank' },
};

describe('a card that', () => {
  const cells = Object.keys(manners).flatMap((manner) =>
    Object.keys(kinds)
      // A prepared card is found by its AID alone: nothing else on it says where its application is.
      .filter((kind) => kind === 'blank' || manner !== 'selects nothing by AID')
      .map((kind) => [manner, kind] as const),
  );
  it.each(cells)('%s, %s, is read and written', async (manner, kind) => {
    const card = new Uicc({ ...kinds[kind], messageFileSize: 600 });
    const connection: CardConnection = {
      transmit: async (command) =>
        manners[manner]!(command, (octets) => card.answer(octets)) ?? card.answer(command),
    };
    const layout = cardLayoutSchema.parse({ create: 'missing', files: { message: { size: 600 } } });
    const keys = keysOf(layout, { adm: virtualAdmKey });
    for (const text of ['first', 'second', 'second']) {
      const message = new TextEncoder().encode(`["${text.padEnd(400, '.')}"]`);
      const contents = await conduct(readCard(), connection);
      await conduct(carryOut(planWrite(contents, message, layout), keys), connection);
      card.reset();
      const found = (await conduct(readCard(), connection)).message;
      expect(new TextDecoder().decode(found)).toBe(new TextDecoder().decode(message));
      card.reset();
    }
  });
});
