import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { readDdf } from '../../core/mo/ddf.ts';
import { summarizeSchema } from '../../core/mo/schema-summary.ts';
import { readTextFile } from '../../main/files.ts';
import { openStore } from '../../main/store/store.ts';
import { data, temporaryFolder } from '../support/cli.ts';

/**
 * Importing every real device description that lies beside the project: from the disk, read whole, and kept in the
 * store. The first round is what a person waits for; the later ones say what reading costs once it is compiled.
 * Run with: npm run bench -- ddf
 */
const folder = path.join(data, 'ddf');
const rounds = 20;
const target = 1000;

if (existsSync(folder)) await measure();
else console.log('there are no device descriptions beside the project: nothing to measure');

async function measure(): Promise<void> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => path.join(folder, name));
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  const first = await importAll(files);
  console.log(
    `${files.length} files, ${megabytes.toFixed(2)} MB, ${first.nodes} nodes imported in ` +
      `${first.took.toFixed(0)} ms the first time (limit ${target} ms, ratio ${(first.took / target).toFixed(2)})`,
  );
  const texts = await Promise.all(files.map(readTextFile));
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    for (const { name, text } of texts) readDdf(text, name);
    return performance.now() - started;
  }).toSorted((left, right) => left - right);
  const median = times[Math.floor(rounds / 2)] ?? 0;
  console.log(
    `reading alone: ${median.toFixed(1)} ms for all of them (median of ${rounds}; first ${first.reading.toFixed(0)} ms), ` +
      `${(median / megabytes).toFixed(1)} ms per MB`,
  );
}

/** Milliseconds that importing took: in all, and for reading alone. */
async function importAll(
  files: readonly string[],
): Promise<{ took: number; reading: number; nodes: number }> {
  const store = openStore(temporaryFolder('bench-ddf'), Date.now);
  let [nodes, reading] = [0, 0];
  const started = performance.now();
  for (const file of files) {
    const { name, text } = await readTextFile(file);
    const begun = performance.now();
    const read = readDdf(text, name);
    reading += performance.now() - begun;
    if (read.kind === 'faults') throw new Error(`${name}: ${read.faults[0]?.message}`);
    for (const [rootIndex, schema] of read.schemas.entries()) {
      nodes += summarizeSchema(schema).nodes;
      // None of them names a MOID: whoever imports it does.
      const moid = schema.moid ?? `urn:oma:mo:x-bench-${path.parse(name).name}-${rootIndex}:1.0`;
      store.schemas.put({ moid, ddfText: text, rootIndex, fileName: name, importedAt: Date.now() });
    }
  }
  const took = performance.now() - started;
  store.close();
  return { took, reading, nodes };
}
