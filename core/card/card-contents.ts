import type { Pkcs15Path } from './pkcs15.ts';

/** The files that matter for bootstrap data, by identifier (see the card layout). */
export const fileIdentifiers = {
  masterFile: 0x3f00,
  directory: 0x2f00,
  iccid: 0x2fe2,
  odf: 0x5031,
  tokenInfo: 0x5032,
  dodf: 0x6430,
  message: 0x6431,
} as const;

/** A transparent file as it was read, whole. */
export interface TransparentFile {
  readonly identifier: number;
  readonly octets: Uint8Array;
}

/** What a card holds, as read: enough to say what it is and to plan a write. */
export interface CardContents {
  readonly iccid?: string;
  /** The records of EF.DIR, each whole. */
  readonly directory: readonly Uint8Array[];
  readonly odf: TransparentFile;
  readonly tokenInfo: TransparentFile;
  readonly dodf?: TransparentFile;
  /** The file that holds, or would hold, the bootstrap message. */
  readonly messageFile?: TransparentFile;
  /** Where the DODF says the message is; missing where no entry names it. */
  readonly messagePath?: Pkcs15Path;
  /** The message, where one can be found the way a device looks for it. */
  readonly message?: Uint8Array;
}

/** A file's name for people: `EF(DODF-bootstrap) 6430`. */
export function fileName(identifier: number): string {
  const names: Readonly<Record<number, string>> = {
    [fileIdentifiers.masterFile]: 'MF',
    [fileIdentifiers.directory]: 'EF.DIR',
    [fileIdentifiers.iccid]: 'EF(ICCID)',
    [fileIdentifiers.odf]: 'EF(ODF)',
    [fileIdentifiers.tokenInfo]: 'EF(TokenInfo)',
    [fileIdentifiers.dodf]: 'EF(DODF-bootstrap)',
    [fileIdentifiers.message]: 'EF(DM_Bootstrap)',
  };
  const digits = identifier.toString(16).padStart(4, '0').toUpperCase();
  const name = names[identifier];
  return name === undefined ? `EF ${digits}` : `${name} ${digits}`;
}
