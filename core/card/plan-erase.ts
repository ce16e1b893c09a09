import { codedError } from '../errors.ts';
import type { CardContents } from './card-contents.ts';
import { encodeDodf, readDodf } from './dodf.ts';
import { fileIdentifiers, inMasterFile, masterFileDirectory } from './file-address.ts';
import { type CardLayout, identifierOf } from './layout-schema.ts';
import { applicationsIn, isPkcs15, readOdf } from './pkcs15.ts';
import { imageOf } from './plan-files.ts';
import { type CardPlan, type CardStep, fileSteps, recordSteps } from './plan-steps.ts';
import { concealment } from './plan-write.ts';

/**
 * Plans to take the bootstrap message off a card: it is hidden first, then its entries go from the DODF and its
 * octets become FF. The files stay, and so does what belongs to others.
 */
export function planErase(contents: CardContents, layout: CardLayout): CardPlan {
  const { abilities, dodf, messageFile } = contents;
  const steps: CardStep[] = [];
  if (messageFile) {
    const { concealed, steps: conceal } = concealment(messageFile, contents.messagePath?.index ?? 0);
    const entries = dodf ? imageOf(dodf, encodeDodf(readDodf(dodf.octets), undefined, layout)) : undefined;
    steps.push(
      ...conceal,
      ...(dodf && entries ? fileSteps(dodf, entries, abilities) : []),
      ...fileSteps(concealed, imageOf(messageFile), abilities),
    );
  }
  return planWithoutMessage(contents, layout, steps);
}

/**
 * Plans to delete the PKCS#15 application with its files, and to take it off EF.DIR: a card that was blank is blank
 * again.
 * @throws CARD_SHARED where the application holds what others put there
 */
export function planDelete(contents: CardContents, layout: CardLayout): CardPlan {
  if (!contents.hasApplication) return planWithoutMessage(contents, layout, []);
  const others = readOdf(contents.odf?.octets ?? new Uint8Array()).elements.length > 1;
  const entries = readDodf(contents.dodf?.octets ?? new Uint8Array()).entries;
  if (others || entries.some((entry) => entry.kind === 'other')) throw codedError('CARD_SHARED', {});
  const { application } = contents.selection;
  const identifier =
    application.kind === 'path'
      ? (application.path.at(-1) ?? 0)
      : identifierOf(layout.application.identifier);
  return planWithoutMessage(contents, layout, [
    ...planErase(contents, layout).steps,
    ...unlistedSteps(contents),
    { kind: 'deleteDirectory', parent: masterFileDirectory, identifier },
  ]);
}

/** Empties the record of EF.DIR that lists the application. */
function unlistedSteps({ directory }: CardContents): readonly CardStep[] {
  if (directory.kind !== 'records') return [];
  const address = inMasterFile(fileIdentifiers.directory);
  return directory.records.flatMap((record, index): readonly CardStep[] => {
    if (!applicationsIn(record).some(isPkcs15)) return [];
    return recordSteps(address, index + 1, new Uint8Array(record.length).fill(0xff), record);
  });
}

function planWithoutMessage(
  contents: CardContents,
  layout: CardLayout,
  steps: readonly CardStep[],
): CardPlan {
  return {
    layout,
    abilities: contents.abilities,
    selection: contents.selection,
    ...(contents.message ? { before: contents.message } : {}),
    steps,
  };
}
