import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { conduct } from '../../core/card/dialog.ts';
import { noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { readCard } from '../../core/card/read-card.ts';
import { codedError } from '../../core/errors.ts';
import { startBench } from '../../main/bench.ts';
import type { Bench } from '../../main/bench-services.ts';
import type { CardReader } from '../../main/card/reader.ts';
import { type CardFault, FaultyCard } from '../../main/card/virtual/faulty-card.ts';
import { Uicc, virtualAdmKey } from '../../main/card/virtual/uicc.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { sha256 } from '../../main/digest.ts';
import { readTextFile } from '../../main/files.ts';
import { newId } from '../../main/ids.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { examples, gatewayProfile, temporaryFolder } from '../support/cli.ts';

/** A reader into which a person puts these cards, one after the other; then no card comes any more. */
function readerWith(...cards: readonly FaultyCard[]): CardReader {
  const left = [...cards];
  return {
    name: 'reader',
    kind: 'pcsc',
    async insertedCard(signal) {
      const card = left.shift();
      if (card === undefined)
        await new Promise((_resolve, reject) => {
          const stopped = () => reject(codedError('STOPPED', {}));
          if (signal.aborted) stopped();
          signal.addEventListener('abort', stopped, { once: true });
        });
      if (card === undefined) throw codedError('STOPPED', {});
      card.reset();
      return {
        atr: card.atr,
        protocol: card.protocol,
        issuerKey: virtualAdmKey,
        transmit: (command) => card.transmit(command),
        reset: async () => card.reset(),
        close: async () => card.card.reset(),
      };
    },
    removed: async () => {},
  };
}

/** A bench with an order of so many rows, cards only. */
async function withOrder<Result>(
  rows: number,
  work: (bench: Bench, batchId: string) => Promise<Result>,
): Promise<Result> {
  const folder = temporaryFolder('card-jobs');
  const list = path.join(folder, 'list.csv');
  const lines = readFileSync(path.join(examples, 'devices-3.csv'), 'utf8').split('\n');
  writeFileSync(list, lines.slice(0, 1 + rows).join('\n'));
  const bench = await startBench({
    dataFolder: folder,
    keeper: keyFileKeeper,
    pace: fullSpeed,
    port: 0,
    securePort: 0,
  });
  try {
    const order = checkOrder(await readTextFile(gatewayProfile), await readTextFile(list));
    const context = { audit: bench.audit, now: () => Date.now(), newId };
    return await work(
      bench,
      keepOrder(bench.store, order, { name: 'l', mode: 'cardsOnly' as const }, context),
    );
  } finally {
    await bench.close();
  }
}

const run = (bench: Bench, batchId: string, reader: CardReader, overwriteDevices: readonly string[] = []) =>
  bench.runner.run({
    batchId,
    readers: [reader],
    overwrite: false,
    overwriteDevices,
    issuerKeys: noIssuerKeys,
  });

const messageOn = async (card: Uicc) => {
  card.reset();
  const { message } = await conduct(readCard(), card);
  return message && sha256(message);
};

describe('the outcome of a job says what its card is', () => {
  it.each<[string, number, CardFault, string, string]>([
    ['pulled while it is written', 24, { kind: 'pull', moment: 'after' }, 'CARD_PULLED', 'released'],
    ['pulled before anything is', 10, { kind: 'pull', moment: 'before' }, 'CARD_PULLED', 'none'],
    ['with a torn write', 20, { kind: 'torn', share: 0.5, rest: 'old' }, 'CARD_PULLED', 'released'],
    ['with a dropped write', 20, { kind: 'dropped' }, 'CARD_READ_BACK_DIFFERS', 'withoutMessage'],
    [
      'with a corrupted write',
      20,
      { kind: 'corrupted', share: 0.5 },
      'CARD_READ_BACK_DIFFERS',
      'withoutMessage',
    ],
    [
      'with memory that fails',
      20,
      { kind: 'status', statusWord: 0x6581, carriedOut: false },
      'CARD_MEMORY_FAILURE',
      'withoutMessage',
    ],
  ])('%s, and it ends complete when the card is in again', async (_name, at, fault, code, told) => {
    await withOrder(1, async (bench, batchId) => {
      const card = new FaultyCard(new Uicc(), [{ at, fault }]);
      const seen: string[] = [];
      bench.listen({
        station: ({ activity }) => activity.kind === 'failed' && seen.push(activity.fault.code),
      });
      await run(bench, batchId, readerWith(card, card));
      expect(seen).toEqual([code]);
      const [job] = bench.store.jobs.each(batchId);
      if (job!.state.kind !== 'done') {
        // A fault of the card fails its row; the next run tries it again, on the same card.
        expect(job!.state).toMatchObject({ kind: 'failed', fault: { code, card: told } });
        expect(await messageOn(card.card)).toBeUndefined();
        await run(bench, batchId, readerWith(card));
      } else expect(['released', 'none']).toContain(told);
      const [now] = bench.store.jobs.each(batchId);
      expect(now!.state).toMatchObject({ kind: 'done', message: { digest: await messageOn(card.card) } });
      expect(card.card.keys.triesLeft(0x0a)).toBe(3);
    });
  });
});

describe('a finished card', () => {
  it('that is put in again is refused by the name of its device, and written when a person names it', async () => {
    await withOrder(2, async (bench, batchId) => {
      const card = new FaultyCard(new Uicc({ iccid: '8944500000000700001' }));
      const refused: string[] = [];
      bench.listen({
        station({ activity }) {
          if (activity.kind === 'failed') refused.push(activity.fault.message);
          // Once it was refused, the person stops for now.
          if (activity.kind === 'failed') bench.runner.pause();
        },
      });
      await run(bench, batchId, readerWith(card, card));
      const [first] = bench.store.jobs.each(batchId);
      const before = await messageOn(card.card);
      expect(first!.state).toMatchObject({ kind: 'done', message: { digest: before } });
      expect(refused).toEqual([
        `This card already holds the bootstrap message of ${first!.label} (${first!.deviceId}). Nothing was written.`,
      ]);
      await run(bench, batchId, readerWith(card), [first!.deviceId]);
      const [, second] = bench.store.jobs.each(batchId);
      expect(second!.state).toMatchObject({ kind: 'done', message: { digest: await messageOn(card.card) } });
      expect(await messageOn(card.card)).not.toBe(before);
    });
  });
});
