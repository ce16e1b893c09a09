import { type BrowserWindow, dialog } from 'electron';
import { compareCards, parseCardCopy } from '../../core/card/card-copy.ts';
import { noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { handOut } from '../audit/hand-out.ts';
import type { Bench } from '../bench-services.ts';
import { readTextFile, writeWhole } from '../files.ts';
import type { ChosenKeys } from '../vault/chosen-keys.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';
import { overviewOf } from './views.ts';

type CardCalls =
  | 'chooseAdmKeys'
  | 'choosePins'
  | 'openKeyFile'
  | 'card'
  | 'verifyCard'
  | 'writeCard'
  | 'eraseCard'
  | 'unlockCard'
  | 'copyCard'
  | 'compareCard'
  | 'nameReader';

/** The handlers of what the window asks about one card by hand. */
export function createCardHandlers(
  bench: Bench,
  window: BrowserWindow,
  chosen: ChosenKeys,
  about: { readonly version: string; readonly dataFolder: string },
): Pick<CallHandlers, CardCalls> {
  const { desk } = bench;
  const choose = async <Answer>(title: string, read: (file: string) => Promise<Answer>) => {
    const file = await askForFile(window, title);
    return file === undefined ? ({ kind: 'cancelled' } as const) : read(file);
  };
  return {
    chooseAdmKeys: () =>
      choose('Choose the key file of this card delivery', (file) => chosen.chooseAdmKeys(file)),
    openKeyFile: ({ token, passphrase }) => chosen.open(token, passphrase),
    choosePins: () => choose('Choose the PIN file of this card delivery', (file) => chosen.choosePins(file)),
    card: ({ station }) => desk.read(station),
    verifyCard: ({ station }) => desk.verify(station),
    writeCard: ({ station, deviceId, admKeys, ...leave }) =>
      desk.write(station, deviceId, { ...leave, issuerKeys: chosen.forWork(admKeys) }),
    eraseCard: ({ station, admKeys, ...leave }) =>
      desk.erase(station, { ...leave, issuerKeys: chosen.forWork(admKeys) }),
    unlockCard: ({ station, key, keys, evenTheLastTry }) =>
      desk.unlock(station, key, { keys: chosen.get(keys) ?? noIssuerKeys, evenTheLastTry }),
    async copyCard({ station }) {
      const copy = await desk.copy(station);
      // Secrets are in it: for its owner only.
      return askWhereTo(
        window,
        { title: 'Save a copy of the card', name: `card ${copy.iccid ?? station}`, extension: 'json' },
        (file) =>
          handOut(
            bench.audit,
            { kind: 'secretsShown', what: 'cardCopy' },
            { card: { atr: copy.atr, ...(copy.iccid === undefined ? {} : { iccid: copy.iccid }) } },
            () => writeWhole(file, `${JSON.stringify(copy, null, 2)}\n`, 'owner'),
          ),
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
