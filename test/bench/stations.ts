import { readFileSync } from 'node:fs';
import path from 'node:path';
import { noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { startBench } from '../../main/bench.ts';
import { virtualStationName } from '../../main/card/readers.ts';
import { realisticPace } from '../../main/card/virtual/virtual-reader.ts';
import { newId } from '../../main/ids.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { exampleFile } from '../support/bench.ts';
import { data, temporaryFolder } from '../support/cli.ts';

/**
 * Rows a minute of one virtual station and of four, at the pace of a quick card and a quick hand: cards with sessions.
 * Run with: npm run bench -- stations
 */
const rows = 24;

async function rowsAMinute(stations: number): Promise<number> {
  const bench = await startBench({
    ...{ dataFolder: temporaryFolder('stations'), keeper: keyFileKeeper, pace: realisticPace },
    ...{ port: 0, securePort: 0 },
  });
  try {
    const lines = readFileSync(path.join(data, 'devices-200.csv'), 'utf8').split('\n');
    const list = { name: 'list.csv', text: `${lines.slice(0, rows + 1).join('\n')}\n` };
    const batchId = keepOrder(
      bench.store,
      checkOrder(exampleFile('gateway.profile.json'), list),
      { name: 'bench', mode: 'cardThenSimulatedDevice' },
      { audit: bench.audit, now: () => Date.now(), newId },
    );
    const readers = Array.from({ length: stations }, (_, index) =>
      bench.readers.get(virtualStationName(index + 1)),
    );
    const started = performance.now();
    await bench.runner.run({ batchId, readers, overwrite: false, issuerKeys: noIssuerKeys });
    return (rows * 60_000) / (performance.now() - started);
  } finally {
    await bench.close();
  }
}

const [one, four] = [await rowsAMinute(1), await rowsAMinute(4)];
console.log(
  `one virtual station: ${one.toFixed(1)} rows a minute; four: ${four.toFixed(1)}, ${(four / one).toFixed(2)} times as many (limit 3.5)`,
);
