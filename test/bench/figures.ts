import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createFiguresDesk } from '../../main/provisioning/figures-desk.ts';
import { openStore } from '../../main/store/store.ts';
import { seedFigures } from '../support/seeded-figures.ts';

/**
 * The figures of a batch of 20,000 rows as the window asks for them: at first, and after each row that came through
 * since; how long the longest hold of the thread was meanwhile, and how large an answer is.
 * Run with: npm run bench -- figures
 */
const rows = 20_000;
const more = 200;
const now = () => Date.now();
const store = openStore(mkdtempSync(path.join(os.tmpdir(), 'bench-figures-')), now);
seedFigures(store, { batchId: 'b', name: 'bench', rows, worked: rows - more, until: now() - 1000 });
const { after: transitions } = readAll();
const desk = createFiguresDesk({ store, running: () => 'b', now });

function readAll() {
  let found = store.jobHistory.read({ after: 0, limit: 10_000 });
  for (;;) {
    const next = store.jobHistory.read({ after: found.after, limit: 10_000 });
    if (next.transitions.length === 0) return found;
    found = next;
  }
}

/** Milliseconds that work takes, and the longest time that nothing else had its turn. */
async function measured(work: () => Promise<unknown>) {
  let [held, last, over] = [0, performance.now(), false];
  const look = () => {
    const at = performance.now();
    held = Math.max(held, at - last);
    last = at;
    if (!over) setImmediate(look);
  };
  setImmediate(look);
  const started = performance.now();
  const answer = await work();
  const took = performance.now() - started;
  over = true;
  return { took, held, octets: JSON.stringify(answer).length };
}

const first = await measured(() => desk.figures({ batchId: 'b' }));
console.log(
  `${rows.toLocaleString('en')} rows, ${transitions.toLocaleString('en')} transitions: ${first.took.toFixed(0)} ms ` +
    `at first, others wait ${first.held.toFixed(0)} ms at most; the answer has ${first.octets.toLocaleString('en')} octets`,
);
const times: number[] = [];
for (let row = 0; row < more; row++) {
  const jobId = `b-${rows - more + row + 1}`;
  store.jobs.claim('b', 'Left reader', now(), { jobId });
  store.jobs.step(jobId, { kind: 'prepare', message: { digest: jobId, octets: 1 } }, now());
  store.jobs.step(jobId, { kind: 'startWriting', card: { atr: '3B' } }, now());
  store.jobs.step(jobId, { kind: 'verify' }, now());
  store.jobs.step(jobId, { kind: 'finish' }, now());
  const started = performance.now();
  await desk.figures({ batchId: 'b' });
  times.push(performance.now() - started);
}
const sorted = times.toSorted((one, other) => one - other);
console.log(
  `after each of ${more} rows more: ${sorted[more / 2]?.toFixed(2)} ms in the median, ${sorted.at(-1)?.toFixed(1)} ms ` +
    'at most, limit 100 ms',
);
store.close();
