import { describe, expect, it } from 'vitest';
import { codedError, toFault } from '../errors.ts';
import { fromHex, toHex } from '../octets.ts';
import { type CardConnection, readBinary, select, updateBinary } from './apdu.ts';
import { type CardDialog, conduct, type expectStatus, statusError } from './dialog.ts';

/** A card that gives these answers, one after the other, and keeps what it was sent. */
function scripted(protocol: 'T=0' | 'T=1', ...answers: readonly string[]) {
  const sent: string[] = [];
  const connection: CardConnection = {
    protocol,
    transmit: async (command) => {
      sent.push(toHex(command));
      return fromHex(answers[sent.length - 1] ?? '6F00')!;
    },
  };
  return { sent, connection };
}

function* once(command: Parameters<typeof expectStatus>[0]): CardDialog<string> {
  const { data, statusWord } = yield command;
  return `${toHex(data)} ${statusWord.toString(16)}`;
}

describe('an exchange', () => {
  it('follows 61xx to the end', async () => {
    const { sent, connection } = scripted('T=0', '6103', '4142 6101', '43 9000');
    expect(await conduct(once(select.file(0x2f00)), connection)).toBe('414243 9000');
    expect(sent).toEqual(['00A40004022F00', '00C0000003', '00C0000001']);
  });

  it('asks again with the length that 6Cxx tells, also of GET RESPONSE', async () => {
    const reading = scripted('T=0', '6C02', '4142 9000');
    expect(await conduct(once(readBinary(0, 255)), reading.connection)).toBe('4142 9000');
    expect(reading.sent).toEqual(['00B00000FF', '00B0000002']);
    const selecting = scripted('T=0', '6100', '6C02', '4142 9000');
    expect(await conduct(once(select.file(0x2f00)), selecting.connection)).toBe('4142 9000');
    expect(selecting.sent).toEqual(['00A40004022F00', '00C0000000', '00C0000002']);
  });

  it('never sends data twice', async () => {
    const { sent, connection } = scripted('T=1', '6C05', '9000');
    expect(await conduct(once(updateBinary(0, Uint8Array.of(1))), connection)).toBe(' 6c05');
    expect(sent).toHaveLength(1);
  });

  it('stays on its logical channel', async () => {
    const { sent, connection } = scripted('T=0', '6101', '41 9000');
    await conduct(once({ ...select.file(0x2f00), cla: 0x42 }), connection);
    expect(sent[1]).toBe('42C0000001');
  });

  it('takes a toolkit command that waits for done', async () => {
    const { connection } = scripted('T=1', '91 30');
    expect(await conduct(once(select.file(0x2f00)), connection)).toBe(' 9000');
  });

  it.each(['6110', '6C10'])('gives a card up that answers %s for ever', async (statusWord) => {
    const endless = { transmit: async () => fromHex(statusWord)! };
    await expect(conduct(once(readBinary(0, 1)), endless)).rejects.toThrow('again and again');
  });

  it.each(['', '90'])('cut short (%s) is a card that was taken out', async (answer) => {
    const { connection } = scripted('T=1', answer);
    await expect(conduct(once(readBinary(0, 1)), connection)).rejects.toThrow('taken out');
  });

  it('lets the dialog say more about what the connection throws', async () => {
    function* explaining(): CardDialog<void> {
      try {
        yield readBinary(0, 1);
      } catch (error) {
        throw codedError('CARD_NO_MESSAGE', {}, { cause: error });
      }
    }
    const broken = { transmit: () => Promise.reject(codedError('CARD_PULLED', {})) };
    await expect(conduct(explaining(), broken)).rejects.toMatchObject({
      name: 'CARD_NO_MESSAGE',
      cause: { name: 'CARD_PULLED' },
    });
  });
});

describe('a status word that was not expected', () => {
  it.each([
    [0x6581, 'CARD_MEMORY_FAILURE'],
    [0x6700, 'CARD_LENGTH_REFUSED'],
    [0x6982, 'CARD_ACCESS_REFUSED'],
    [0x6983, 'CARD_ACCESS_BLOCKED'],
    [0x6a82, 'CARD_FILE_MISSING'],
    [0x6a84, 'CARD_FULL'],
    [0x6b00, 'CARD_OFFSET_OUTSIDE'],
    [0x6f00, 'CARD_PROTOCOL'],
  ])('%i is %s, with the command that it answered', (statusWord, code) => {
    const fault = toFault(statusError(readBinary(0x0102, 1), 'EF 6F07', statusWord));
    expect(fault.code).toBe(code);
    expect(fault.place?.apdu).toBe(`00B00102 → ${statusWord.toString(16).toUpperCase()}`);
  });

  it('never quotes data: it may be a key', () => {
    const command = { cla: 0, ins: 0x20, p1: 0, p2: 0x0a, data: fromHex('4142434445464748')! };
    expect(JSON.stringify(toFault(statusError(command, 'the key', 0x6f00)))).not.toContain('4142');
  });
});
