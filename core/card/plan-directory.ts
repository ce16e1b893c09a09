import { codedError } from '../errors.ts';
import type { CardContents, TransparentFile } from './card-contents.ts';
import { isPadding, readDerFile } from './der-file.ts';
import { fileIdentifiers, fileName, inMasterFile } from './file-address.ts';
import { type CardLayout, identifierOf } from './layout-schema.ts';
import { encodeApplicationTemplate, isPkcs15, pkcs15Aid } from './pkcs15.ts';
import { directoryRecords, imageOf } from './plan-files.ts';
import { type CardStep, fileSteps, recordSteps } from './plan-steps.ts';
import { templatesIn } from './select-application.ts';

const address = inMasterFile(fileIdentifiers.directory);

/**
 * What lists the PKCS#15 application in EF.DIR, where it is not listed yet.
 * @throws CARD_DIRECTORY_FULL, CARD_FILE_TOO_SMALL
 */
export function directorySteps(contents: CardContents, layout: CardLayout): readonly CardStep[] {
  const { directory } = contents;
  if (layout.directory === 'leave' || templatesIn(directory).some(isPkcs15)) return [];
  const template = templateFor(contents, layout);
  switch (directory.kind) {
    case 'records':
      return freeRecordSteps(directory.records, template);
    case 'transparent':
      return transparentSteps(contents, directory.file, template);
    case 'missing':
      return freeRecordSteps(
        Array.from({ length: directoryRecords.count }, () =>
          new Uint8Array(directoryRecords.length).fill(0xff),
        ),
        template,
      );
  }
}

/** With the path, where the application is not selected by its AID or was made by us: readers may use it. */
function templateFor(contents: CardContents, layout: CardLayout): Uint8Array {
  const { application } = contents.selection;
  const path = contents.hasApplication
    ? application.kind === 'path'
      ? application.path
      : undefined
    : [identifierOf(layout.application.identifier)];
  return encodeApplicationTemplate(pkcs15Aid, layout.application.label, path);
}

function freeRecordSteps(records: readonly Uint8Array[], template: Uint8Array): readonly CardStep[] {
  const index = records.findIndex((record) => isFree(record, template));
  const record = records[index];
  if (record === undefined) throw codedError('CARD_DIRECTORY_FULL', {});
  if (template.length > record.length)
    throw codedError('CARD_FILE_TOO_SMALL', {
      file: `a record of ${fileName(fileIdentifiers.directory)}`,
      size: record.length,
      needed: template.length,
    });
  const octets = new Uint8Array(record.length).fill(0xff);
  octets.set(template);
  return recordSteps(address, index + 1, octets, record);
}

/** A record is free where it is empty, or holds no more than the beginning of what is to be in it. */
function isFree(record: Uint8Array, template: Uint8Array): boolean {
  const padding = record.findIndex((octet, index) => octet !== template[index]);
  return padding !== -1 && record.subarray(padding).every(isPadding);
}

function transparentSteps(
  { abilities }: CardContents,
  file: TransparentFile,
  template: Uint8Array,
): readonly CardStep[] {
  const listed = readDerFile(file.octets).elements.map((element) => element.octets);
  return fileSteps(file, imageOf(file, ...listed, template), abilities);
}
