import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { compareCards, parseCardCopy } from '../../core/card/card-copy.ts';
import { type IssuerKeys, noIssuerKeys, parsePins } from '../../core/card/issuer-keys.ts';
import type { Bench } from '../bench.ts';
import { readIssuerKeys, readTextFile, writeWhole } from '../files.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';
import { overviewOf } from './views.ts';

type CardCalls =
  | 'chooseAdmKeys'
  | 'choosePins'
  | 'card'
  | 'verifyCard'
  | 'writeCard'
  | 'eraseCard'
  | 'unlockCard'
  | 'copyCard'
  | 'compareCard'
  | 'nameReader';

/** Keys that a person chose, by token: the renderer never holds them. */
export type ChosenKeys = Map<string, IssuerKeys>;

/** The handlers of what the window asks about one card by hand. */
export function createCardHandlers(
  bench: Bench,
  window: BrowserWindow,
  chosen: ChosenKeys,
  about: { readonly version: string; readonly dataFolder: string },
): Pick<CallHandlers, CardCalls> {
  const { desk } = bench;
  const keysOf = (token: string | undefined) => (token === undefined ? undefined : chosen.get(token));
  const choose = async (title: string, read: (file: string) => Promise<IssuerKeys>) => {
    const file = await askForFile(window, title);
    if (file === undefined) return { kind: 'cancelled' } as const;
    const keys = await read(file);
    const token = randomUUID();
    chosen.set(token, keys);
    return { kind: 'chosen', token, name: path.basename(file), keys: keys.count } as const;
  };
  return {
    chooseAdmKeys: () => choose('Choose the key file of this card delivery', readIssuerKeys),
    choosePins: () =>
      choose('Choose the PIN file of this card delivery', async (file) => {
        const { name, text } = await readTextFile(file);
        return parsePins(text, name);
      }),
    card: ({ station }) => desk.read(station),
    verifyCard: ({ station }) => desk.verify(station),
    writeCard: ({ station, deviceId, admKeys, ...leave }) =>
      desk.write(station, deviceId, { ...leave, issuerKeys: keysOf(admKeys) }),
    eraseCard: ({ station, admKeys, ...leave }) =>
      desk.erase(station, { ...leave, issuerKeys: keysOf(admKeys) }),
    unlockCard: ({ station, key, keys, evenTheLastTry }) =>
      desk.unlock(station, key, { keys: keysOf(keys) ?? noIssuerKeys, evenTheLastTry }),
    async copyCard({ station }) {
      const copy = await desk.copy(station);
      // Secrets are in it: for its owner only.
      return askWhereTo(
        window,
        { title: 'Save a copy of the card', name: `card ${copy.iccid ?? station}`, extension: 'json' },
        (file) => writeWhole(file, `${JSON.stringify(copy, null, 2)}\n`, 'owner'),
      );
    },
    async compareCard({ station }) {
      const file = await askForFile(window, 'Choose the copy to compare the card with');
      if (file === undefined) return { kind: 'cancelled' };
      const { name, text } = await readTextFile(file);
      const there = parseCardCopy(text, name);
      const differences = compareCards(await desk.copy(station), there);
      return differences.length === 0 ? { kind: 'same' } : { kind: 'differs', differences };
    },
    async nameReader({ station, name }) {
      const listing = bench.readers.list().find((reader) => reader.name === station);
      await bench.readerNames.give(listing?.system ?? station, name);
      return overviewOf(bench, about.version, about.dataFolder);
    },
  };
}

async function askForFile(window: BrowserWindow, title: string): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { title, properties: ['openFile'] });
  return canceled ? undefined : filePaths[0];
}
