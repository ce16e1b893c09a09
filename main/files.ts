import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TextFile } from '../core/api.ts';
import { mediaTypes } from '../core/dm/choices.ts';
import { type CodedError, codedError } from '../core/errors.ts';
import { textOf } from '../core/provisioning/device-list.ts';

/** What is read whole has to fit into memory; octets. */
const largestFile = 512 * 1024 * 1024;

/** Reads a file whole; not a device of the system, which may have no end. @throws FILE_UNREADABLE */
export async function readOctets(file: string): Promise<Uint8Array> {
  try {
    const info = await stat(file);
    if (info.isCharacterDevice() || info.isBlockDevice()) throw new Error('it is a device of the system');
    if (info.size > largestFile) throw new Error(`it is larger than ${largestFile / 1024 / 1024} MiB`);
    return await readFile(file);
  } catch (error) {
    throw codedError('FILE_UNREADABLE', { file, detail: reasonOf(error) }, { cause: error });
  }
}

/** Reads a text file. @throws FILE_UNREADABLE, FILE_NOT_UTF8 */
export async function readTextFile(file: string): Promise<TextFile> {
  const name = path.basename(file);
  return { name, text: textOf(await readOctets(file), name) };
}

/**
 * Writes a file whole or not at all; with secrets in it, for its owner only. Links are not followed: what is in the
 * place of the file, or of its draft, is replaced.
 * @throws FILE_NOT_WRITTEN
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  readers: 'everybody' | 'owner' = 'everybody',
): Promise<void> {
  try {
    // What an earlier attempt left may be anybody's to read; what somebody else put there may lead elsewhere.
    await rm(`${file}.new`, { force: true });
    const mode = readers === 'owner' ? { mode: 0o600 } : {};
    await writeFile(`${file}.new`, content, { flag: 'wx', flush: true, ...mode });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw notWritten(file, error);
  }
}

/** Makes a folder, for its owner only, where it is not there. @throws FILE_NOT_WRITTEN */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw notWritten(folder, error);
  }
}

/** That a file could not be written, with the reason that the system gives. */
export function notWritten(file: string, error: unknown): CodedError {
  return codedError('FILE_NOT_WRITTEN', { file, detail: reasonOf(error) }, { cause: error });
}

/** Names that Windows takes for devices, whatever their ending is. */
const deviceName = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i;

/** Characters of a file's name before its ending; file systems take 255 octets in all. */
const longestName = 120;

/**
 * A name for the file of a device, without an ending: its id where that can be a name, `:` as `_`. What can't be
 * told from it any more is told by a digest, so that no two ids have one file.
 */
export function fileNameOf(deviceId: string): string {
  const plain = deviceId.replaceAll(':', '_');
  const isName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(plain) && plain.length <= longestName;
  if (isName && !deviceId.includes('_') && !plain.endsWith('.') && !deviceName.test(plain)) return plain;
  const digest = createHash('sha256').update(deviceId).digest('hex').slice(0, 16);
  const readable = plain.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, longestName - digest.length - 2);
  return `_${readable}-${digest}`;
}

/** The media type that devices are told of a file: JSON is taken for serialized objects, which they fetch with HGET. */
export function mediaTypeOfFile(file: string): string {
  return path.extname(file).toLowerCase() === '.json' ? mediaTypes.serializedMo : 'application/octet-stream';
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'access is denied',
    EISDIR: 'it is a folder',
    ENOSPC: 'the disk is full',
    ENAMETOOLONG: 'its name is too long',
    ERR_INVALID_ARG_VALUE: 'its name holds a character that no name can',
  };
  return (
    (typeof code === 'string' && (words[code] ?? code)) ||
    (error instanceof Error ? error.message : String(error))
  );
}
