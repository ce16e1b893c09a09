import type { CardDescription, FileDescription } from '../../../core/card/describe-card.ts';
import { formatOctets } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';

/** What can be looked at on a card: the card as a whole, one of its files, what could not be understood. */
export type ContentsRow =
  | { readonly kind: 'card'; readonly words: string }
  | { readonly kind: 'file'; readonly file: FileDescription }
  | { readonly kind: 'problems'; readonly problems: CardDescription['problems'] };

/** The lines of a card's contents: the card, its files as one leads to the next, and what was not understood. */
export function contentsRows(card: CardDescription): readonly ContentsRow[] {
  const { problems, files } = card;
  return [
    { kind: 'card', words: cardFactsShort(card) },
    ...files.map((file) => ({ kind: 'file', file }) as const),
    ...(problems.length > 0 ? [{ kind: 'problems', problems } as const] : []),
  ];
}

/** What a line is called. */
export function contentsTitle(row: ContentsRow): string {
  switch (row.kind) {
    case 'card':
      return texts.cards.theCard;
    case 'file':
      return row.file.file;
    case 'problems':
      return texts.cards.notUnderstood;
  }
}

/** What tells a line from the others, on this card and the next. */
export function rowKey(row: ContentsRow): string {
  return row.kind === 'file' ? `file ${row.file.path}` : row.kind;
}

/** What a card can do, and how much room it has, in a few words. */
function cardFactsShort({ atrFacts, freeMemory }: CardDescription): string {
  const free = freeMemory === undefined ? [] : [texts.cards.free(formatOctets(freeMemory))];
  const words = [...(atrFacts.understood ? atrFacts.protocols : [texts.cards.atrOddShort]), ...free];
  return words.join(' · ');
}
