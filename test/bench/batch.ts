import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { startBench } from '../../main/bench.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';

/**
 * 200 rows on the virtual station, cards and sessions, in this process: seconds, rows a second, memory, and where the
 * time goes. Run with: npm run bench -- batch
 */
const root = path.join(import.meta.dirname, '../..');
const text = (file: string) => ({ name: path.basename(file), text: readFileSync(file, 'utf8') });
const profile = text(path.join(root, 'examples/gateway.profile.json'));
const list = text(path.join(root, '../shared/data/devices-200.csv'));
const context = { now: () => Date.now(), newId: () => crypto.randomUUID() };
const megabytes = (octets: number) => `${(octets / 1024 / 1024).toFixed(0)} MB`;

for (const simulatedDevice of [false, true]) {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'bench-batch-'));
  const bench = await startBench({ dataFolder, keeper: keyFileKeeper, pace: fullSpeed, port: 0 });
  const batchId = keepOrder(
    bench.store,
    checkOrder(profile, list),
    { name: 'bench', simulatedDevice },
    context,
  );
  const started = performance.now();
  await bench.runner.run({
    batchId,
    readers: [bench.readers.get('virtual')],
    overwrite: false,
    issuerKeys: noIssuerKeys,
  });
  const seconds = (performance.now() - started) / 1000;
  const { done, total } = bench.runner.summary(batchId);
  const what = simulatedDevice ? 'cards and sessions' : 'cards only';
  console.log(
    `${what}: ${done} of ${total} rows done in ${seconds.toFixed(2)} s, ${(total / seconds).toFixed(0)} rows a second; ` +
      `limit for cards and sessions 10 s, ratio ${(seconds / 10).toFixed(2)}`,
  );
  console.log(`memory of the process after it: ${megabytes(process.memoryUsage.rss())}, limit 150 MB`);
  await bench.close();
}
