import { codedError } from '../errors.ts';
import { sameOctets } from '../octets.ts';
import type { CardAbilities } from './atr.ts';
import type { CardContents, TransparentFile } from './card-contents.ts';
import { isPadding } from './der-file.ts';
import { encodeDodf, readDodf } from './dodf.ts';
import type { CardLayout } from './layout-schema.ts';
import { encodeTokenInfo, odfWithDodf, readOdf, readTokenInfo } from './pkcs15.ts';
import { pathTo } from './pkcs15-path.ts';
import { directorySteps } from './plan-directory.ts';
import { imageOf, planFiles, requireApplication } from './plan-files.ts';
import { type CardPlan, type CardStep, fileSteps, octetSteps } from './plan-steps.ts';

/** A bootstrap message may have this many octets (DM-4). */
export const largestMessage = 32 * 1024;

/**
 * Plans a write: only blocks that differ, every write read back. The first octet of the message is what makes it
 * findable: it is FF before anything else on the way to the message changes, and is written last and alone, when
 * everything was read back. So a card pulled at any moment reads as before, as without bootstrap data, or as
 * complete.
 * @throws CARD_MESSAGE_…, CARD_NOT_PKCS15, CARD_FILE_MISSING, CARD_FILE_TOO_SMALL, CARD_DIRECTORY_FULL, CARD_NO_ROOM,
 *   before anything is written
 */
export function planWrite(contents: CardContents, message: Uint8Array, layout: CardLayout): CardPlan {
  requireMessage(message);
  requireApplication(contents, layout);
  const { abilities } = contents;
  const files = planFiles(contents, layout);
  const { odf, tokenInfo, dodf, messageFile } = files;
  const path = { ...pathTo(messageFile.address), index: 0, length: message.length };
  const dodfPath = pathTo(dodf.address);
  const wanted = {
    message: imageOf(messageFile, message),
    tokenInfo: readTokenInfo(tokenInfo.octets)
      ? tokenInfo.octets
      : imageOf(tokenInfo, encodeTokenInfo(serialOf(contents.iccid), 'DM Bench')),
    odf: contents.dodfListed ? odf.octets : imageOf(odf, odfWithDodf(readOdf(odf.octets), dodfPath)),
    dodf: imageOf(dodf, encodeDodf(readDodf(dodf.octets), path, layout)),
  };
  const pointers = [...fileSteps(odf, wanted.odf, abilities), ...fileSteps(dodf, wanted.dodf, abilities)];
  const beside = [...fileSteps(tokenInfo, wanted.tokenInfo, abilities), ...directorySteps(contents, layout)];
  const { conceal, content, reveal } = messageSteps(
    contents,
    messageFile,
    wanted.message,
    pointers.length > 0,
  );
  // A path that names a later part of the file is corrected before that part is written.
  const elsewhere = (contents.messagePath?.index ?? 0) !== 0;
  const inOrder = elsewhere ? [...pointers, ...content] : [...content, ...beside, ...pointers];
  return {
    layout,
    abilities,
    selection: contents.selection,
    ...(contents.message ? { before: contents.message } : {}),
    message,
    steps: [...files.creations, ...conceal, ...inOrder, ...(elsewhere ? beside : []), ...reveal],
  };
}

/** The message's own file: hidden first, then written but for its first octet, which comes last. */
function messageSteps(
  { abilities, messagePath }: { readonly abilities: CardAbilities } & Pick<CardContents, 'messagePath'>,
  file: TransparentFile,
  wanted: Uint8Array,
  pointersChange: boolean,
): Record<'conceal' | 'content' | 'reveal', readonly CardStep[]> {
  const same = file.unread === undefined && sameOctets(file.octets, wanted);
  if (same && !pointersChange) return { conceal: [], content: [], reveal: [] };
  const { address } = file;
  const { concealed, steps } = concealment(file, messagePath?.index ?? 0);
  const withoutStart = Uint8Array.from(wanted);
  withoutStart[0] = hidden;
  return {
    conceal: steps,
    content: fileSteps(concealed, withoutStart, abilities),
    reveal: octetSteps(address, 0, wanted[0] ?? hidden, hidden),
  };
}

/** What the first octet of a message is while there is none. */
const hidden = 0xff;

/** Hides a message: the first octet of the file, and of the part that a path names, becomes FF, and is read back. */
export function concealment(
  file: TransparentFile,
  index: number,
): { readonly concealed: TransparentFile; readonly steps: readonly CardStep[] } {
  const octets = Uint8Array.from(file.octets);
  const steps: CardStep[] = [];
  for (const offset of new Set([index, 0])) {
    const octet = octets[offset];
    if (octet === undefined || isPadding(octet)) continue;
    octets[offset] = hidden;
    steps.push(...octetSteps(file.address, offset, hidden, octet));
  }
  return { concealed: { ...file, octets }, steps };
}

function requireMessage(message: Uint8Array): void {
  if (message.length > largestMessage)
    throw codedError('CARD_MESSAGE_TOO_LARGE', { size: message.length, limit: largestMessage });
  if (isPadding(message[0] ?? hidden) || isPadding(message.at(-1)))
    throw codedError('CARD_MESSAGE_UNFIT', {});
}

/** A serial number for EF(TokenInfo) that is the card's own, where it has one. */
function serialOf(iccid: string | undefined): Uint8Array {
  return iccid === undefined ? Uint8Array.of(0x01) : new TextEncoder().encode(iccid);
}
