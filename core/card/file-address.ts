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

/** A DF: the MF or the PKCS#15 application, or one below it by the identifiers that lead there. */
export interface DirectoryAddress {
  readonly from: 'masterFile' | 'application';
  readonly path: readonly number[];
}

/** A file in a DF. */
export interface FileAddress {
  readonly directory: DirectoryAddress;
  readonly identifier: number;
}

/** How the PKCS#15 application is selected: by its AID, or where a card does not know that, by its path. */
export type ApplicationLocation =
  | { readonly kind: 'aid' }
  /** Identifiers below the MF. */
  | { readonly kind: 'path'; readonly path: readonly number[] };

export const masterFileDirectory: DirectoryAddress = { from: 'masterFile', path: [] };
export const applicationDirectory: DirectoryAddress = { from: 'application', path: [] };

export function inMasterFile(identifier: number): FileAddress {
  return { directory: masterFileDirectory, identifier };
}

export function inApplication(identifier: number): FileAddress {
  return { directory: applicationDirectory, identifier };
}

export function sameDirectory(left: DirectoryAddress, right: DirectoryAddress): boolean {
  return (
    left.from === right.from &&
    left.path.length === right.path.length &&
    left.path.every((identifier, index) => identifier === right.path[index])
  );
}

export function sameAddress(left: FileAddress, right: FileAddress): boolean {
  return left.identifier === right.identifier && sameDirectory(left.directory, right.directory);
}

/** A file identifier as people write it: `6F07`. */
export function identifierText(identifier: number): string {
  return identifier.toString(16).padStart(4, '0').toUpperCase();
}

const names: ReadonlyMap<number, string> = new Map([
  [fileIdentifiers.masterFile, 'MF'],
  [fileIdentifiers.directory, 'EF.DIR'],
  [fileIdentifiers.iccid, 'EF(ICCID)'],
  [fileIdentifiers.odf, 'EF(ODF)'],
  [fileIdentifiers.tokenInfo, 'EF(TokenInfo)'],
  [fileIdentifiers.dodf, 'EF(DODF-bootstrap)'],
  [fileIdentifiers.message, 'EF(DM_Bootstrap)'],
]);

/** A file's name for people: `EF(DODF-bootstrap) 6430`. */
export function fileName(identifier: number): string {
  return `${names.get(identifier) ?? 'EF'} ${identifierText(identifier)}`;
}
