import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Fault, faultOf } from '../../core/errors.ts';
import type { JobEvent } from '../../core/provisioning/job.ts';
import type { Store } from '../../main/store/store.ts';

const profile = readFileSync(path.join(import.meta.dirname, '../../examples/gateway.profile.json'), 'utf8');
const card = { atr: '3B9F96801FC68031E073FE211B674A4C753034054BA9' };

/** What goes wrong, how often in a thousand rows, and how often it is over at the second attempt. */
const troubles: readonly { readonly fault: Fault; readonly share: number; readonly curable: number }[] = [
  { fault: faultOf('CARD_ADM_REFUSED', { tries: 2 }), share: 42, curable: 0.9 },
  {
    fault: faultOf('SESSION_VALUE_MISSING', { step: 'Check', path: 'x/Name', expected: 'y' }),
    share: 21,
    curable: 0.7,
  },
  { fault: faultOf('CARD_NOT_PKCS15', {}), share: 11, curable: 0 },
  { fault: faultOf('CARD_HOLDS_ANOTHER', { holder: 'BX04101-F' }), share: 7, curable: 0.5 },
  { fault: faultOf('CARD_READ_BACK_DIFFERS', { file: '4E01', offset: 128 }), share: 3, curable: 1 },
];

/** Stations with how long each takes: the middle one has a slow reader. */
const stations = [
  { name: 'Left reader', prepare: 180, write: 3900, session: 900, change: 2600 },
  { name: 'Middle reader', prepare: 220, write: 6800, session: 950, change: 2900 },
  { name: 'Right reader', prepare: 170, write: 4100, session: 880, change: 2400 },
];

/** Milliseconds in which nobody was there. */
const night = 14 * 3_600_000;

/** The same numbers each time, from 0 to 1 (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A batch whose rows came through at three stations, with failures, second attempts, and a night in between. */
export interface SeededBatch {
  readonly batchId: string;
  readonly name: string;
  readonly rows: number;
  /** Of these, so many were worked at. */
  readonly worked: number;
  /** When the last thing happened; milliseconds since 1970. */
  readonly until: number;
}

/** What goes wrong with a row that drew this lot, from 0 to 1000. */
function troubleAt(lot: number): (typeof troubles)[number] | undefined {
  let sum = 0;
  return troubles.find(({ share }) => {
    sum += share;
    return lot < sum;
  });
}

function labelled(number: number) {
  const label = `METER-${String(number).padStart(6, '0')}`;
  return { label, variables: { label } };
}

/** Puts such a batch into a store, as if it had been run. */
export function seedFigures(store: Store, { batchId, name, rows, worked, until }: SeededBatch): void {
  const number = numbersFrom(rows);
  const around = (milliseconds: number) =>
    Math.round(milliseconds * (0.8 + number() * 0.5 + (number() < 0.02 ? 4 : 0)));
  const steps: { readonly at: number; readonly jobId: string; readonly event: JobEvent }[] = [];
  // Times from the beginning.
  const free = stations.map((_, index) => index * 700);
  const attempt = (jobId: string, fault: Fault | undefined) => {
    const index = free.indexOf(Math.min(...free));
    const station = stations[index] ?? stations[0]!;
    let at = free[index] ?? 0;
    const step = (passed: number, event: JobEvent) => {
      at += Math.round(passed);
      steps.push({ at, jobId, event });
    };
    step(around(station.change), { kind: 'claim', station: station.name });
    step(around(station.prepare), {
      kind: 'prepare',
      message: { digest: jobId.padEnd(64, '0'), octets: 1412 },
    });
    step(4, { kind: 'startWriting', card });
    if (fault?.code.startsWith('CARD')) step(around(station.write / 3), { kind: 'fail', fault });
    else {
      step(around(station.write), { kind: 'verify' });
      step(40, { kind: 'openSession' });
      if (fault) step(around(station.session), { kind: 'fail', fault });
      else step(around(station.session), { kind: 'finish', session: `session of ${jobId}` });
    }
    free[index] = at;
  };
  const again: { readonly jobId: string; readonly fault?: Fault }[] = [];
  const jobIds = Array.from({ length: rows }, (_, index) => `${batchId}-${index + 1}`);
  for (const [index, jobId] of jobIds.slice(0, worked).entries()) {
    if (index === Math.floor(worked / 2)) free.fill(Math.max(...free) + night);
    const trouble = troubleAt(number() * 1000);
    attempt(jobId, trouble?.fault);
    if (trouble === undefined) continue;
    if (number() < trouble.curable) again.push({ jobId });
    else if (number() < 0.5) again.push({ jobId, fault: trouble.fault });
  }
  for (const { jobId, fault } of again) attempt(jobId, fault);
  steps.sort((one, other) => one.at - other.at);
  const begin = until - (steps.at(-1)?.at ?? 0);
  store.transaction(() => {
    store.batches.add({
      ...{ batchId, name, listName: 'devices.csv', orderDigest: batchId, mode: 'cardThenSimulatedDevice' },
      ...{ profileText: profile, createdAt: begin - 60_000 },
    });
    store.jobs.add(
      jobIds.map((jobId, index) => ({
        ...{
          jobId,
          batchId,
          line: index + 2,
          deviceId: `IMEI:${35209900000000 + index}`,
          ...labelled(index + 1),
        },
      })),
      begin - 60_000,
    );
    for (const { at, jobId, event } of steps) {
      const when = begin + at;
      if (event.kind !== 'claim') {
        store.jobs.step(jobId, event, when);
        continue;
      }
      if (store.jobs.get(jobId).state.kind === 'failed') store.jobs.retryFailed(batchId);
      store.jobs.claim(batchId, event.station, when, { jobId });
    }
  });
}
