import { describe, expect, it } from 'vitest';
import { encodeCommand } from '../../../core/card/apdu.ts';
import { readDer } from '../../../core/card/der.ts';
import { fromHex, toHex } from '../../../core/octets.ts';
import { type CardFault, FaultyCard } from './faulty-card.ts';
import { Uicc, type UiccOptions, virtualAdmKey } from './uicc.ts';

const hex = (text: string) => fromHex(text)!;
const key = toHex(virtualAdmKey);
const aid = 'A000000063504B43532D3135';

/** Commands one after the other; the answers to the last of them. */
const talk = (card: Uicc, ...commands: readonly string[]) =>
  commands.map((command) => toHex(card.answer(hex(command)))).at(-1);
const card = (options: UiccOptions = {}) => new Uicc(options);

describe('the virtual UICC', () => {
  it.each([
    ['MF by its identifier', '00A4000402 3F00 00', /^62.*9000$/],
    ['EF.DIR', '00A4000402 2F00 00', /^62.*9000$/],
    ['the application by its AID', `00A404040C ${aid} 00`, /840CA000000063504B43532D3135.*9000$/],
    ['by the beginning of it', '00A4040405 A000000063 00', /9000$/],
    ['by a path from the MF', '00A4080404 7F506431 00', /8002.*1000.*9000$/],
    ['by path that begins at the current DF', '00A4090404 7F505031 00', /9000$/],
    ['without an answer', '00A4000C02 3F00', /^9000$/],
    ['what is not there', '00A4000402 6F07 00', /^6A82$/],
    ['another application', '00A4040407 A0000000871002 00', /^6A82$/],
    ['by what is not supported', '00A4060402 3F00 00', /^6B00$/],
    ['of another class', 'A0A4000402 3F00', /^6E00$/],
    ['with wrong lengths', '00A4000405 3F00', /^6700$/],
    ['STATUS', '80F2000000', /^62.*9000$/],
    ['an unknown instruction', '0012000000', /^6D00$/],
  ])('selects %s', (_name, command, answer) => {
    expect(talk(card(), command)).toMatch(answer);
  });

  it('tells structure, size, access and life cycle (TS 102 221, 11.1.1.3)', () => {
    const template = readDer(card().answer(hex('00A4080404 7F506431 00')))!;
    expect(template.children.map((child) => toHex(child.octets))).toEqual([
      '82024121',
      '83026431',
      '8A0105',
      'AB158001019000800102A40683010A9501088001409700',
      '80021000',
    ]);
  });

  it('reads and writes within the bounds of a file and of its access conditions', () => {
    const uicc = card({ messageFileSize: 300 });
    expect(talk(uicc, '00B0000001')).toBe('6986');
    talk(uicc, '00A4080404 7F506431 00');
    expect(talk(uicc, '00D6000001 41')).toBe('6982');
    expect(talk(uicc, `0020000A08 ${key}`, '00D6000101 41', '00B0000003')).toBe('FF41FF9000');
    expect(talk(uicc, '00B0012B05')).toBe('FF6282');
    expect(talk(uicc, '00B0012C01')).toBe('6B00');
    expect(talk(uicc, '00D6012B02 4141')).toBe('6700');
    expect(talk(uicc, '00D6012D01 41')).toBe('6B00');
    expect(talk(uicc, '00B2010426')).toBe('6981');
    talk(uicc, '00A4080402 2F00 00');
    expect(talk(uicc, '00B0000001')).toBe('6981');
    expect(talk(uicc, '00B2010400')).toMatch(/^61.*9000$/);
    expect(talk(uicc, '00B2010405')).toBe('6C26');
    expect(talk(uicc, '00B2030426')).toBe('6A83');
    expect(talk(uicc, `00DC020426 ${'41'.repeat(38)}`, '00B2020426')).toBe(`${'41'.repeat(38)}9000`);
    expect(talk(uicc, '00DC020401 41')).toBe('6700');
  });

  it('counts tries of keys and PINs, over resets', () => {
    const uicc = card({ pin: { reference: 0x01, value: hex('31323334FFFFFFFF') } });
    const wrong = '0020000A08 3131313131313131';
    expect(talk(uicc, '0020000A')).toBe('63C3');
    expect(talk(uicc, wrong)).toBe('63C2');
    uicc.reset();
    expect(talk(uicc, wrong, '0020000A')).toBe('63C1');
    expect(talk(uicc, `0020000A08 ${key}`, '0020000A')).toBe('9000');
    uicc.reset();
    expect(talk(uicc, '0020000A')).toBe('63C3');
    expect(talk(uicc, wrong, wrong, wrong)).toBe('6983');
    expect(talk(uicc, `0020000A08 ${key}`)).toBe('6983');
    expect(talk(uicc, '00200001')).toBe('63C3');
    expect(talk(uicc, '0020000108 31323334FFFFFFFF')).toBe('9000');
    expect(talk(uicc, '00200002')).toBe('6A88');
    expect(talk(uicc, '0020000104 31323334')).toBe('6700');
  });

  it('keeps logical channels apart', () => {
    const uicc = card({ applicationsOn: 'logical channels' });
    expect(talk(uicc, `00A404040C ${aid} 00`)).toBe('6A82');
    expect(talk(uicc, '01A4000402 3F00 00')).toBe('6881');
    expect(talk(uicc, '0070000001')).toBe('019000');
    expect(talk(uicc, `01A404040C ${aid} 00`, '01A4000402 6431 00', '01B0000001')).toBe('FF9000');
    expect(talk(uicc, '00B0000001')).toBe('6986');
    expect(talk(uicc, '0070000001', '0070000001', '0070000001')).toBe('6A81');
    expect(talk(uicc, '00708001', '01B0000001')).toBe('6881');
    expect(talk(uicc, '00708000')).toBe('6881');
    expect(talk(card({ channels: 0 }), '0070000001')).toBe('6881');
  });

  it('with T=0 gives answers to GET RESPONSE, and says which length is right', () => {
    const uicc = card({ protocol: 'T=0' });
    const waiting = talk(uicc, '00A4000402 3F00')!;
    expect(waiting).toMatch(/^61/);
    expect(talk(uicc, '00C0000000')).toBe(`6C${waiting.slice(2)}`);
    expect(talk(uicc, `00C00000${waiting.slice(2)}`)).toMatch(/^62.*9000$/);
    expect(talk(uicc, '00C0000001')).toBe('6985');
    expect(talk(uicc, '00A4000402 3F00 00')).toBe('6700');
    talk(uicc, '00A4080404 7F505031');
    expect(talk(uicc, '00B0000000')).toBe('6C40');
    expect(talk(uicc, '00B0000002')).toBe('FFFF9000');
  });

  it('with extended length moves more at once, without it refuses', () => {
    const long = encodeCommand({ cla: 0, ins: 0xd6, p1: 0, p2: 0, data: new Uint8Array(600).fill(0x41) });
    for (const [extendedLength, answer] of [
      [true, '9000'],
      [false, '6700'],
    ] as const) {
      const uicc = card({ extendedLength });
      talk(uicc, '00A4080404 7F506431 00', `0020000A08 ${key}`);
      expect(toHex(uicc.answer(long))).toBe(answer);
    }
  });

  describe('that is blank', () => {
    const createDf = `00E000001B 6219 82023821 83025015 840C${aid} 8A0105`;
    const createEf = (identifier: string, size: string) =>
      `00E000000E 620C 82020121 8302${identifier} 8002${size}`;

    it('lets files be made by who has the key, within its memory, and deleted', () => {
      const uicc = card({ kind: 'blank', memory: 2048 });
      expect(talk(uicc, createDf)).toBe('6982');
      talk(uicc, `0020000A08 ${key}`);
      expect(talk(uicc, createDf)).toBe('9000');
      expect(talk(uicc, createEf('6431', '0800'))).toBe('6A84');
      expect(talk(uicc, createEf('6431', '0400'))).toBe('9000');
      expect(talk(uicc, createEf('6431', '0010'))).toBe('6A89');
      expect(talk(uicc, '00D6000001 41', '00B0000002')).toBe('41FF9000');
      expect(talk(uicc, `00A404040C ${aid} 00`)).toMatch(/9000$/);
      expect(talk(uicc, '00E4000002 6431')).toBe('9000');
      expect(talk(uicc, '00E4000002 5015', `00A404040C ${aid} 00`)).toBe('6A82');
    });

    it.each(['00E0000002 6200', '00E0000006 6204 82020121', '00E000000A 6208 82020121 83026431'])(
      'refuses %s',
      (command) => {
        const uicc = card({ kind: 'blank' });
        talk(uicc, `0020000A08 ${key}`);
        expect(talk(uicc, command)).toBe('6A80');
      },
    );
  });
});

describe('faults by the number of the command', () => {
  const commands = [
    '00A4080404 7F506431 00',
    `0020000A08 ${key}`,
    `00D6000008 4142434445464748`,
    '00B0000008',
  ];
  /** What became of the commands, and what the file holds afterwards. */
  const after = async (at: number, fault: CardFault) => {
    const faulty = new FaultyCard(card(), [{ at, fault }]);
    const answers: string[] = [];
    try {
      for (const command of commands) answers.push(toHex(await faulty.transmit(hex(command))));
    } catch (error) {
      answers.push((error as Error).name);
    }
    faulty.reset();
    await faulty.transmit(hex(commands[0]!));
    const content = toHex(await faulty.transmit(hex('00B0000008')));
    return { last: answers.at(-1), content: content.slice(0, 16) };
  };

  it.each<[CardFault, string, string]>([
    [{ kind: 'pull', moment: 'before' }, 'CARD_PULLED', 'FFFFFFFFFFFFFFFF'],
    [{ kind: 'pull', moment: 'after' }, 'CARD_PULLED', '4142434445464748'],
    [{ kind: 'torn', share: 0.5, rest: 'old' }, 'CARD_PULLED', '41424344FFFFFFFF'],
    [{ kind: 'dropped' }, 'FFFFFFFFFFFFFFFF9000', 'FFFFFFFFFFFFFFFF'],
    [{ kind: 'corrupted', share: 0.5 }, '41424344414647489000', '4142434441464748'],
    [{ kind: 'status', statusWord: 0x6581, carriedOut: false }, 'FFFFFFFFFFFFFFFF9000', 'FFFFFFFFFFFFFFFF'],
    [{ kind: 'status', statusWord: 0x6581, carriedOut: true }, '41424344454647489000', '4142434445464748'],
    [{ kind: 'cutShort' }, '41424344454647489000', '4142434445464748'],
    [{ kind: 'slow', milliseconds: 1 }, '41424344454647489000', '4142434445464748'],
  ])('%j at an UPDATE', async (fault, last, content) => {
    expect(await after(2, fault)).toEqual({ last, content });
  });

  it('a card that is out stays out until it is put in again', async () => {
    const faulty = new FaultyCard(card(), [{ at: 0, fault: { kind: 'pull', moment: 'before' } }]);
    for (const _ of [1, 2]) await expect(faulty.transmit(hex(commands[0]!))).rejects.toThrow('taken out');
    faulty.reset();
    expect(toHex(await faulty.transmit(hex(commands[0]!)))).toMatch(/9000$/);
    expect(faulty.count('A4')).toBe(2);
  });
});
