import type { Fault } from '../errors.ts';
import type { CardAbilities } from './atr.ts';
import type { Selection } from './card-cursor.ts';
import type { FileAddress } from './file-address.ts';
import type { Pkcs15Path } from './pkcs15-path.ts';

/** A transparent file as it was read. */
export interface TransparentFile {
  readonly address: FileAddress;
  /** As many octets as the file has; FF where they were not read. */
  readonly octets: Uint8Array;
  /** The part that was not read, because nothing leads to it and what is around it is empty. */
  readonly unread?: { readonly start: number; readonly end: number };
}

/** EF.DIR: a file of records on a UICC, on some other cards one transparent file. */
export type DirectoryFile =
  | { readonly kind: 'records'; readonly records: readonly Uint8Array[] }
  | { readonly kind: 'transparent'; readonly file: TransparentFile }
  | { readonly kind: 'missing' };

/** What could not be understood: why, and the octets that it is about. */
export interface ContentProblem {
  readonly fault: Fault;
  readonly octets?: Uint8Array;
}

/** What a card holds, as read: enough to say what it is and to plan a write. */
export interface CardContents {
  /** What the reading left selected, for what is done next. */
  readonly selection: Selection;
  readonly abilities: CardAbilities;
  readonly iccid?: string;
  /** Memory that is left, where the card tells it. */
  readonly freeMemory?: number;
  readonly directory: DirectoryFile;
  /** Whether there is a PKCS#15 application; without one, none of the following is there. */
  readonly hasApplication: boolean;
  readonly odf?: TransparentFile;
  readonly tokenInfo?: TransparentFile;
  /** The DODF with the entry of the message, or else the one that it would be in. */
  readonly dodf?: TransparentFile;
  /** Whether EF(ODF) points to that DODF. */
  readonly dodfListed: boolean;
  /** The file that holds, or would hold, the bootstrap message. */
  readonly messageFile?: TransparentFile;
  /** Where the DODF says the message is; missing where no entry names it. */
  readonly messagePath?: Pkcs15Path;
  /** The message, where one can be found the way a device looks for it. */
  readonly message?: Uint8Array;
  readonly problems: readonly ContentProblem[];
}
