import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TextFile } from '../core/api.ts';
import { type IssuerKeys, noIssuerKeys, parseIssuerKeys } from '../core/card/issuer-keys.ts';
import { mediaTypes } from '../core/dm/choices.ts';
import { codedError } from '../core/errors.ts';
import { textOf } from '../core/provisioning/device-list.ts';

/** Reads a file whole. @throws FILE_UNREADABLE */
export async function readOctets(file: string): Promise<Uint8Array> {
  try {
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

/** Writes a file whole or not at all; with secrets in it, for its owner only. @throws FILE_NOT_WRITTEN */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  readers: 'everybody' | 'owner' = 'everybody',
): Promise<void> {
  try {
    // The file of an earlier attempt may be anybody's to read.
    if (readers === 'owner') await rm(`${file}.new`, { force: true });
    await writeFile(`${file}.new`, content, { flush: true, ...(readers === 'owner' ? { mode: 0o600 } : {}) });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw codedError('FILE_NOT_WRITTEN', { file, detail: reasonOf(error) }, { cause: error });
  }
}

/** The media type that devices are told of a file: JSON is taken for serialized objects, which they fetch with HGET. */
export function mediaTypeOfFile(file: string): string {
  return path.extname(file).toLowerCase() === '.json' ? mediaTypes.serializedMo : 'application/octet-stream';
}

/** The issuer keys of a file, or none. */
export async function readIssuerKeys(file: string | undefined): Promise<IssuerKeys> {
  if (file === undefined) return noIssuerKeys;
  const { name, text } = await readTextFile(file);
  return parseIssuerKeys(text, name);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'access is denied',
    EISDIR: 'it is a folder',
    ENOSPC: 'the disk is full',
  };
  return (
    (typeof code === 'string' && (words[code] ?? code)) ||
    (error instanceof Error ? error.message : String(error))
  );
}
