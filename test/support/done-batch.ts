import { rowAct } from '../../core/audit/row-acts.ts';
import { faultOf } from '../../core/errors.ts';
import type { JobEvent } from '../../core/provisioning/job.ts';
import type { Bench } from '../../main/bench-services.ts';
import { newId } from '../../main/ids.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { rowRecords } from '../../main/store/job-sessions.ts';

const profile = JSON.stringify({
  name: 'Many',
  device: { id: 'IMEI:{{number}}', label: 'BX-{{number}}' },
  columns: { number: { unique: true } },
  server: { id: 'dm-bench', name: 'DM Bench' },
  permits: ['urn:oma:mo:oma-dm-devinfo:1.0'],
  configurations: {},
  bootstrap: [],
  card: {},
  sessionPlan: [{ step: 'Look', commands: [{ command: 'GET', target: 'urn:oma:mo:oma-dm-devinfo:1.0//' }] }],
  simulatedDevice: {},
});

/**
 * A batch of cards as if a line had worked through it: each row is read back and done, but for those that `fails` names.
 * @returns its id
 */
export function doneBatch(
  bench: Pick<Bench, 'store' | 'audit'>,
  rows: number,
  fails: (index: number) => boolean = () => false,
): string {
  const { store, audit } = bench;
  const list = ['number', ...Array.from({ length: rows }, (_, index) => String(10 ** 9 + index))].join('\n');
  const order = checkOrder({ name: 'p.json', text: profile }, { name: 'many.csv', text: `${list}\n` });
  let at = Date.UTC(2026, 10, 25, 8);
  const batchId = keepOrder(
    store,
    order,
    { name: 'Delivery 4471', mode: 'cardsOnly' },
    { audit, now: () => at, newId },
  );
  store.transaction(() => {
    for (const [index, { jobId }] of store.jobs.each(batchId).entries()) {
      store.jobs.claim(batchId, `Reader ${(index % 3) + 1}`, ++at, { jobId });
      const message = { digest: index.toString(16).padStart(64, '0'), octets: 700 };
      const card = { atr: '3B9E95', iccid: `89445${String(index).padStart(14, '0')}` };
      const steps: readonly JobEvent[] = [
        { kind: 'prepare', message },
        { kind: 'startWriting', card },
        ...(fails(index)
          ? [{ kind: 'fail', fault: faultOf('CARD_PULLED', {}) } as const]
          : [{ kind: 'verify' } as const, { kind: 'finish' } as const]),
      ];
      for (const step of steps) {
        const job = store.jobs.step(jobId, step, ++at);
        const done = rowAct(job, step.kind, rowRecords(store, job));
        if (done) audit.record(done.act, done.subject, at);
      }
    }
  });
  return batchId;
}
