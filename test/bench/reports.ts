import { mkdtempSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { startBench } from '../../main/bench.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import type { DocumentWork } from '../../main/reports/report-work.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { doneBatch } from '../support/done-batch.ts';

/**
 * What documents of 20,000 devices cost: time, the most memory of the process, and how long whatever else the bench
 * does is held up by them. Run with: npm run bench -- reports
 */
const rows = 20_000;
const folder = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-reports-'));
const bench = await startBench({ dataFolder: folder, pace: fullSpeed, keeper: keyFileKeeper, port: 0 });
const batchId = doneBatch(bench, rows, (index) => index % 97 === 5);
const fewer = doneBatch(bench, rows / 10);
const works: readonly (readonly [string, string, DocumentWork])[] = [
  ['JSON', 'r.json', { kind: 'report', batchId, format: 'json' }],
  ['CSV', 'r.csv', { kind: 'report', batchId, format: 'csv' }],
  ['PDF', 'r.pdf', { kind: 'report', batchId, format: 'pdf', paper: 'a4', details: false }],
  [
    'PDF of 2,000 with details',
    'd.pdf',
    { kind: 'report', batchId: fewer, format: 'pdf', paper: 'a4', details: true },
  ],
  ['labels', 'l.pdf', { kind: 'labels', batchId, skip: 0, all: false }],
];
const idle = monitorEventLoopDelay({ resolution: 1 });
idle.enable();
await setTimeout(5000);
idle.disable();
console.log(`nothing to do: longest block ${(idle.max / 1e6).toFixed(0)} ms`);
for (const [name, file, work] of works) {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  const count = await bench.reports.write(path.join(folder, file), work);
  const seconds = (performance.now() - begun) / 1000;
  delay.disable();
  clearInterval(watch);
  const megabytes = (octets: number) => `${Math.round(octets / 1e6)} MB`;
  console.log(
    `${name}: ${count.toLocaleString('en')} in ${seconds.toFixed(1)} s, ${megabytes(statSync(path.join(folder, file)).size)}, ` +
      `${megabytes(most - before)} more memory, longest block ${(delay.max / 1e6).toFixed(0)} ms`,
  );
}
await bench.close();
