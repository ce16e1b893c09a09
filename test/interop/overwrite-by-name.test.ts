import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StationActivity } from '../../core/api-station-activity.ts';
import { noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { codedError } from '../../core/errors.ts';
import type { CardReader } from '../../main/card/reader.ts';
import { createDeskReader } from '../../main/card/virtual/desk-reader.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { newId } from '../../main/ids.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';

/** A reader that a person puts one and the same card into, again and again. */
function oneCardReader(): CardReader & { putInAgain(): void } {
  const desk = createDeskReader('Left reader', fullSpeed);
  let times = 0;
  let waiting = () => {};
  return {
    ...desk,
    kind: 'pcsc',
    removed: (signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(codedError('STOPPED', {})), { once: true });
        waiting = () => {
          if (times === 0) return;
          times--;
          waiting = () => {};
          resolve();
        };
        waiting();
      }),
    putInAgain() {
      times++;
      waiting();
    },
  };
}

describe('a card that is another device’s already, at a station', () => {
  let started: TestBench;
  beforeEach(async () => {
    started = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
  });
  afterEach(() => started.close());

  const batchOf = (line: number) => {
    const { text } = exampleFile('devices-3.csv');
    const [heading, ...rows] = text.trim().split('\n');
    const list = { name: `row-${line}.csv`, text: `${heading}\n${rows[line - 2]}\n` };
    const order = checkOrder(exampleFile('gateway.profile.json'), list);
    const options = { name: `row ${line}`, mode: 'cardsOnly' as const };
    return keepOrder(started.bench.store, order, options, {
      ...{ audit: started.bench.audit, now: () => Date.now(), newId },
    });
  };
  const activity = (fits: (activity: StationActivity) => boolean) =>
    new Promise<StationActivity>((resolve) =>
      started.bench.listen({ station: (view) => void (fits(view.activity) && resolve(view.activity)) }),
    );

  it('is written for another one only once a person has named that device', async () => {
    const { runner, store } = started.bench;
    const reader = oneCardReader();
    const options = { readers: [reader], overwrite: true, issuerKeys: noIssuerKeys };
    const first = batchOf(2);
    await runner.run({ batchId: first, ...options });
    expect(store.batches.counts(first)).toMatchObject({ done: 1 });

    const second = batchOf(3);
    const refused = activity(({ kind }) => kind === 'failed');
    const running = runner.run({ batchId: second, ...options });
    expect(await refused).toMatchObject({
      kind: 'failed',
      fault: { code: 'CARD_HOLDS_ANOTHER', message: expect.stringContaining('BX04100-C') },
      holder: { deviceId: 'IMEI:352099001761408', label: 'BX04100-C' },
      takeCardOut: true,
    });
    // Put in again without a word: refused again.
    const again = activity(({ kind }) => kind === 'failed');
    reader.putInAgain();
    await again;
    expect(store.batches.counts(second)).toMatchObject({ done: 0, waiting: 1 });

    runner.allowOverwrite('IMEI:352099001761408');
    reader.putInAgain();
    await running;
    expect(store.batches.counts(second)).toMatchObject({ done: 1 });
  });
});
