import type { KeyRing } from './access.ts';
import { answer, ok, status } from './answers.ts';
import type { ElementaryFile } from './file-system.ts';
import type { ReceivedCommand } from './received-command.ts';

/** READ BINARY of the current file. */
export function readBinary(
  file: ElementaryFile | undefined,
  command: ReceivedCommand,
  keys: KeyRing,
): Uint8Array {
  const offset = offsetOf(command);
  if (file === undefined) return status(0x6986);
  if (file.recordLength !== undefined) return status(0x6981);
  if (!keys.allows(file.read)) return status(0x6982);
  if (offset >= file.octets.length) return status(0x6b00);
  const wanted = command.le ?? 256;
  const data = file.octets.slice(offset, offset + wanted);
  const everything = wanted === (command.extended ? 65_536 : 256);
  return data.length < wanted && !everything ? answer(data, 0x6282) : ok(data);
}

/** UPDATE BINARY of the current file. */
export function updateBinary(
  file: ElementaryFile | undefined,
  command: ReceivedCommand,
  keys: KeyRing,
): Uint8Array {
  const offset = offsetOf(command);
  if (file === undefined) return status(0x6986);
  if (file.recordLength !== undefined) return status(0x6981);
  if (!keys.allows(file.update)) return status(0x6982);
  if (offset > file.octets.length) return status(0x6b00);
  if (offset + command.data.length > file.octets.length) return status(0x6700);
  file.octets.set(command.data, offset);
  return status(0x9000);
}

/** READ RECORD of the current file, by number. */
export function readRecord(
  file: ElementaryFile | undefined,
  command: ReceivedCommand,
  keys: KeyRing,
): Uint8Array {
  if (file?.recordLength === undefined) return status(0x6981);
  if (!keys.allows(file.read)) return status(0x6982);
  const offset = (command.p1 - 1) * file.recordLength;
  if (command.p1 < 1 || offset >= file.octets.length) return status(0x6a83);
  if (command.le !== 256 && command.le !== file.recordLength) return status(0x6c00 | file.recordLength);
  return ok(file.octets.slice(offset, offset + file.recordLength));
}

/** UPDATE RECORD of the current file, by number. */
export function updateRecord(
  file: ElementaryFile | undefined,
  command: ReceivedCommand,
  keys: KeyRing,
): Uint8Array {
  if (file?.recordLength === undefined) return status(0x6981);
  if (!keys.allows(file.update)) return status(0x6982);
  if (command.data.length !== file.recordLength) return status(0x6700);
  const offset = (command.p1 - 1) * file.recordLength;
  if (command.p1 < 1 || offset >= file.octets.length) return status(0x6a83);
  file.octets.set(command.data, offset);
  return status(0x9000);
}

function offsetOf({ p1, p2 }: ReceivedCommand): number {
  return ((p1 & 0x7f) << 8) | p2;
}
