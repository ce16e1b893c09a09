import { closeChannel, openChannel } from './apdu.ts';
import type { DirectoryFile } from './card-contents.ts';
import type { CardCursor } from './card-cursor.ts';
import type { CardDialog } from './dialog.ts';
import type { FileControl } from './fcp.ts';
import { applicationDirectory } from './file-address.ts';
import { applicationsIn, isPkcs15 } from './pkcs15.ts';

/** The DF that PKCS#15 recommends for its application (PKCS#15 v1.1, 5.4). */
const recommendedDirectory = 0x5015;

/** Finds the PKCS#15 application: by its AID on the basic channel, on a logical one, or by its path. */
export function* selectApplication(
  cursor: CardCursor,
  directory: DirectoryFile,
  channel: 'auto' | 'basic' | 'logical',
): CardDialog<FileControl | undefined> {
  if (channel !== 'logical') {
    const found = yield* cursor.openDirectory(applicationDirectory);
    if (found) return found;
  }
  if (channel !== 'basic') {
    const found = yield* onLogicalChannel(cursor);
    if (found) return found;
  }
  const listed = templatesIn(directory).find(isPkcs15)?.path;
  for (const path of [...(listed && listed.length > 0 ? [listed] : []), [recommendedDirectory]]) {
    cursor.application = { kind: 'path', path };
    const found = yield* cursor.openDirectory(applicationDirectory);
    if (found) return found;
  }
  cursor.application = { kind: 'aid' };
  return undefined;
}

function* onLogicalChannel(cursor: CardCursor): CardDialog<FileControl | undefined> {
  const opened = yield openChannel;
  const [number = 0] = opened.data;
  if (opened.statusWord !== 0x9000 || number < 1 || number > 19) return undefined;
  cursor.channel = number;
  const found = yield* cursor.openDirectory(applicationDirectory);
  if (found) return found;
  cursor.channel = 0;
  yield closeChannel(number);
  return undefined;
}

/** The applications that EF.DIR lists. */
export function templatesIn(directory: DirectoryFile) {
  switch (directory.kind) {
    case 'records':
      return directory.records.flatMap(applicationsIn);
    case 'transparent':
      return applicationsIn(directory.file.octets);
    case 'missing':
      return [];
  }
}
