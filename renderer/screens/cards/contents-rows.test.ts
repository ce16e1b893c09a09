import { describe, expect, it } from 'vitest';
import type { CardDescription } from '../../../core/card/describe-card.ts';
import { contentsRows, contentsTitle, rowKey } from './contents-rows.ts';

const card: CardDescription = {
  atr: '3B00',
  atrFacts: { understood: true, protocols: ['T=0', 'T=1'], extendedLength: false, channels: 1 },
  freeMemory: 2048,
  applications: [],
  files: [
    { file: 'EF(ODF) 5031', path: 'PKCS#15/5031', size: 64, used: 0, content: '' },
    { file: 'EF(DM_Bootstrap) 6431', path: 'PKCS#15/6431', size: 4096, used: 12 },
  ],
  entries: [],
  problems: [],
};

describe('the contents of a card', () => {
  it('are the card itself and its files, each with a key of its own', () => {
    const rows = contentsRows(card);
    expect(rows.map(contentsTitle)).toEqual(['The card', 'EF(ODF) 5031', 'EF(DM_Bootstrap) 6431']);
    expect(rows[0]).toEqual({ kind: 'card', words: 'T=0 · T=1 · 2 KB free' });
    expect(new Set(rows.map(rowKey)).size).toBe(3);
  });

  it('end with what could not be understood, where there is something', () => {
    const problems = [{ code: 'CARD_CONTENT_UNREADABLE', message: 'why', octets: '00FF' }];
    expect(contentsRows({ ...card, problems }).at(-1)).toEqual({ kind: 'problems', problems });
  });

  it('say so where the card tells nothing of itself', () => {
    const { freeMemory: _, ...untold } = card;
    const [row] = contentsRows({ ...untold, atrFacts: { ...card.atrFacts, understood: false } });
    expect(row).toEqual({ kind: 'card', words: 'odd ATR' });
  });
});
