import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../octets.ts';
import {
  type CommandApdu,
  closeChannel,
  createFile,
  decodeResponse,
  deleteFile,
  encodeCommand,
  onChannel,
  openChannel,
  readBinary,
  readRecord,
  select,
  updateBinary,
  updateRecord,
  verify,
} from './apdu.ts';

const octets = (...values: number[]) => Uint8Array.from(values);

describe('a command', () => {
  it.each<[string, CommandApdu, string]>([
    ['SELECT by identifier', select.file(0x2f00), '00A40004022F0000'],
    ['SELECT for an FCI', select.file(0x2f00, 0x00), '00A40000022F0000'],
    ['SELECT by AID', select.application(octets(0xa0, 0, 0, 0, 0x63)), '00A4040405A00000006300'],
    ['SELECT by path', select.path('masterFile', [0x5015, 0x6431]), '00A40804045015643100'],
    ['SELECT below the current DF', select.path('currentDirectory', [0x6431]), '00A4090402643100'],
    ['READ BINARY', readBinary(0x1234, 255), '00B01234FF'],
    ['READ BINARY of 256', readBinary(0, 256), '00B0000000'],
    ['READ BINARY of more', readBinary(0, 2000), '00B000000007D0'],
    ['READ BINARY of everything', readBinary(0, 65_536), '00B00000000000'],
    ['UPDATE BINARY', updateBinary(1, octets(0x41, 0x42)), '00D60001024142'],
    ['READ RECORD', readRecord(2, 38), '00B2020426'],
    ['UPDATE RECORD', updateRecord(1, octets(0xff)), '00DC010401FF'],
    ['VERIFY', verify(0x0a, octets(1, 2, 3, 4, 5, 6, 7, 8)), '0020000A080102030405060708'],
    ['VERIFY that asks', verify(0x0a), '0020000A'],
    ['MANAGE CHANNEL open', openChannel, '0070000001'],
    ['MANAGE CHANNEL close', closeChannel(2), '00708002'],
    ['CREATE FILE', createFile(octets(0x62, 0)), '00E00000026200'],
    ['DELETE FILE', deleteFile(0x5015), '00E40000025015'],
    ['on channel 3', onChannel(readBinary(0, 1), 3), '03B0000001'],
    ['on channel 4', onChannel(readBinary(0, 1), 4), '40B0000001'],
    ['on channel 19', onChannel(readBinary(0, 1), 19), '4FB0000001'],
  ])('%s', (_name, command, digits) => {
    expect(toHex(encodeCommand(command))).toBe(digits);
  });

  it('of more than 255 octets takes the extended form', () => {
    const encoded = encodeCommand(updateBinary(0, new Uint8Array(300).fill(0x41)));
    expect(toHex(encoded.subarray(0, 7))).toBe('00D6000000012C');
    expect(encoded).toHaveLength(7 + 300);
  });

  it('with T=0 carries no expected length beside data', () => {
    expect(toHex(encodeCommand(select.file(0x2f00), 'T=0'))).toBe('00A40004022F00');
    expect(toHex(encodeCommand(readBinary(0, 5), 'T=0'))).toBe('00B0000005');
  });
});

describe('an answer', () => {
  it('is data and a status word', () => {
    expect(decodeResponse(fromHex('41429000')!)).toEqual({ data: octets(0x41, 0x42), statusWord: 0x9000 });
  });
  it.each([[''], ['90']])('that is cut short (%s) is none', (digits) => {
    expect(decodeResponse(fromHex(digits)!)).toBeUndefined();
  });
});
