import { fileIdentifiers } from '../../../core/card/file-address.ts';
import { encodeIccid } from '../../../core/card/iccid.ts';
import { encodeApplicationTemplate, pkcs15Aid } from '../../../core/card/pkcs15.ts';
import { type AccessCondition, always } from './access.ts';
import type { CardFile, DedicatedFile, ElementaryFile } from './file-system.ts';

/** What a virtual card is like when it is made. Left out, a prepared UICC that speaks T=1. */
export interface CardMake {
  /**
   * `prepared` has the PKCS#15 application with empty files; `blank` has an MF in which files can be made;
   * `plain` is a card of another kind, on which neither is possible.
   */
  readonly kind?: 'prepared' | 'blank' | 'plain';
  readonly iccid?: string;
  readonly messageFileSize?: number;
  readonly dodfSize?: number;
  /** What unused octets hold. */
  readonly padding?: 0xff | 0x00;
  /** EF.DIR as a file of records (the usual way) or as one transparent file. */
  readonly directory?: 'records' | 'transparent';
  /** A PIN without which the DODF and the message cannot be read. */
  readonly readPin?: number;
}

/** Key reference of the issuer key (ADM) of every virtual card. */
export const admReference = 0x0a;
const adm: AccessCondition = { kind: 'key', reference: admReference };
const never: AccessCondition = { kind: 'never' };
const directoryRecord = 38;

/** The file system of a new card. */
export function makeFiles(make: CardMake): DedicatedFile {
  const { kind = 'prepared', iccid = '8944500000000000000' } = make;
  const files: CardFile[] = [elementary(fileIdentifiers.iccid, encodeIccid(iccid), { update: never })];
  if (kind !== 'blank') files.push(directoryFile(make));
  if (kind === 'prepared') files.push(preparedApplication(make));
  return dedicated(fileIdentifiers.masterFile, files, { create: kind === 'blank' ? adm : never });
}

function directoryFile({ kind = 'prepared', padding = 0xff, directory = 'records' }: CardMake): CardFile {
  const octets = new Uint8Array(2 * directoryRecord).fill(padding);
  if (kind === 'prepared') octets.set(encodeApplicationTemplate(pkcs15Aid, 'PKCS-15'));
  const file = elementary(fileIdentifiers.directory, octets);
  return directory === 'records' ? { ...file, recordLength: directoryRecord } : file;
}

function preparedApplication(make: CardMake): CardFile {
  const { padding = 0xff, messageFileSize = 4096, dodfSize = 256, readPin } = make;
  const empty = (identifier: number, size: number, read = always) =>
    elementary(identifier, new Uint8Array(size).fill(padding), { read });
  const read: AccessCondition = readPin === undefined ? always : { kind: 'key', reference: readPin };
  return dedicated(
    0x7f50,
    [
      empty(fileIdentifiers.odf, 64),
      empty(fileIdentifiers.tokenInfo, 64),
      empty(fileIdentifiers.dodf, dodfSize, read),
      empty(fileIdentifiers.message, messageFileSize, read),
    ],
    { aid: pkcs15Aid, create: never },
  );
}

function elementary(
  identifier: number,
  octets: Uint8Array,
  access: { readonly read?: AccessCondition; readonly update?: AccessCondition } = {},
): ElementaryFile {
  const { read = always, update = adm } = access;
  return { kind: 'elementary', identifier, octets, read, update, remove: never };
}

function dedicated(
  identifier: number,
  files: readonly CardFile[],
  { create, aid }: { readonly create: AccessCondition; readonly aid?: Uint8Array },
): DedicatedFile {
  return {
    kind: 'dedicated',
    identifier,
    files: new Map(files.map((file) => [file.identifier, file])),
    create,
    remove: never,
    ...(aid ? { aid } : {}),
  };
}
