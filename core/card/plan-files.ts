import { codedError } from '../errors.ts';
import { concatenate } from '../octets.ts';
import type { CardContents, TransparentFile } from './card-contents.ts';
import { type FileAddress, fileIdentifiers, fileName, inApplication, inMasterFile } from './file-address.ts';
import { applicationTemplate, fileTemplate } from './file-template.ts';
import { type CardLayout, identifierOf } from './layout-schema.ts';
import type { CardStep } from './plan-steps.ts';

/** The files that hold bootstrap data, those that have to be made first among them. */
export interface PlannedFiles {
  readonly odf: TransparentFile;
  readonly tokenInfo: TransparentFile;
  readonly dodf: TransparentFile;
  readonly messageFile: TransparentFile;
  /** CREATE FILE commands, for what the card lacks. */
  readonly creations: readonly CardStep[];
}

/** Length and number of the records of an EF.DIR that has to be made. */
export const directoryRecords = { length: 48, count: 2 } as const;

/**
 * The files of the PKCS#15 application, with what has to be made of them where the layout allows that.
 * @throws CARD_FILE_MISSING, CARD_NO_ROOM, before anything is changed
 */
export function planFiles(contents: CardContents, layout: CardLayout): PlannedFiles {
  const creations: CardStep[] = [];
  let needed = 0;
  const create = (address: FileAddress, size: number, records?: { length: number; count: number }) => {
    if (layout.create === 'never')
      throw codedError('CARD_FILE_MISSING', { file: fileName(address.identifier) });
    needed += size;
    creations.push({ kind: 'create', address, template: fileTemplate(address, size, layout, records) });
  };
  const present = (
    file: TransparentFile | undefined,
    planned: { readonly identifier: string; readonly size: number },
  ) => {
    if (file) return file;
    const address = inApplication(identifierOf(planned.identifier));
    create(address, planned.size);
    const octets = new Uint8Array(planned.size).fill(0xff);
    return { address, octets, unread: { start: 0, end: planned.size } };
  };
  if (contents.directory.kind === 'missing' && layout.directory === 'list') {
    const { length, count } = directoryRecords;
    create(inMasterFile(fileIdentifiers.directory), length * count, directoryRecords);
  }
  if (!contents.hasApplication) {
    const identifier = identifierOf(layout.application.identifier);
    creations.push({ kind: 'createApplication', identifier, template: applicationTemplate(layout) });
  }
  // The largest first: a card without room for it is left with as little as possible.
  const messageFile = present(contents.messageFile, layout.files.message);
  const dodf = present(contents.dodf, layout.files.dodf);
  const odf = present(contents.odf, layout.files.odf);
  const tokenInfo = present(contents.tokenInfo, layout.files.tokenInfo);
  if (contents.freeMemory !== undefined && needed > contents.freeMemory)
    throw codedError('CARD_NO_ROOM', { free: contents.freeMemory, needed });
  return { odf, tokenInfo, dodf, messageFile, creations };
}

/** Whether this layout can make a card of what was read, as far as the card itself says. @throws CARD_NOT_PKCS15 */
export function requireApplication(contents: CardContents, layout: CardLayout): void {
  if (!contents.hasApplication && layout.create === 'never') throw codedError('CARD_NOT_PKCS15', {});
}

/** A file's whole image: the content, and FF to its end. @throws CARD_FILE_TOO_SMALL */
export function imageOf({ address, octets }: TransparentFile, ...content: readonly Uint8Array[]): Uint8Array {
  const whole = concatenate(...content);
  if (whole.length > octets.length)
    throw codedError('CARD_FILE_TOO_SMALL', {
      file: fileName(address.identifier),
      size: octets.length,
      needed: whole.length,
    });
  const image = new Uint8Array(octets.length).fill(0xff);
  image.set(whole);
  return image;
}
