import path from 'node:path';
import { type KeyList, listIssuerKeys } from '../../core/card/issuer-keys.ts';
import { useSecret } from '../../core/secrets.ts';
import { readOctets } from '../files.ts';
import { type AgeKeys, decryptAgeFile, isAgeFile } from './age-file.ts';

/** A file of issuer keys as it was read: its keys, and whether they came encrypted. */
export interface KeyFile {
  readonly name: string;
  readonly list: KeyList;
  readonly encrypted: boolean;
}

/**
 * Reads a file of issuer keys, encrypted or not. What stood in it is overwritten in memory, but for the list, which is
 * the caller's.
 * @throws FILE_UNREADABLE, ADM_FILE_WRONG, and what `decryptAgeFile` throws
 */
export async function readKeyFile(file: string, keys: AgeKeys): Promise<KeyFile> {
  const name = path.basename(file);
  const octets = await readOctets(file);
  const listOf = (content: Uint8Array) => useSecret(content, () => listIssuerKeys(content, name));
  if (!isAgeFile(octets)) return { name, list: listOf(octets), encrypted: false };
  return { name, list: listOf(await decryptAgeFile(octets, name, keys)), encrypted: true };
}
