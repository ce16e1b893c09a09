import path from 'node:path';
import { codedError } from '../../core/errors.ts';
import { readOctets, readTextFile } from '../files.ts';
import { type CheckedOrder, checkOrder, orderDigest } from '../provisioning/orders.ts';
import type { JobRecord } from '../store/job-record.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Arguments } from './arguments.ts';
import { listChoiceOf } from './order-files.ts';

/** The message that a job wrote, by its digest: all that is kept of it outside the vault. */
export interface JobMessage {
  readonly name: string;
  readonly digest: string;
}

/**
 * The message of the job that `--device DEVID`, or `--profile`, `--devices` and `--row N`, mean in a data folder.
 * @throws USAGE, CARD_JOB_UNKNOWN, CARD_NOT_WRITTEN, DATA_FOLDER_…
 */
export async function digestOfJob(args: Arguments): Promise<JobMessage> {
  const folder = args.required('data');
  const order = args.text('row') === undefined ? undefined : await orderOf(args);
  const store = openStore(folder, () => Date.now());
  try {
    const job = order ? rowOf(store, order, args) : jobOfDevice(store, args.required('device'));
    const digest = 'message' in job.state ? job.state.message?.digest : undefined;
    const name = `that of ${job.label} (${job.deviceId})`;
    if (digest === undefined)
      throw codedError('CARD_NOT_WRITTEN', { device: `${job.label} (${job.deviceId})` });
    return { name, digest };
  } finally {
    store.close();
  }
}

async function orderOf(args: Arguments): Promise<CheckedOrder> {
  const list = args.required('devices');
  const file = { name: path.basename(list), octets: await readOctets(list) };
  return checkOrder(await readTextFile(args.required('profile')), file, await listChoiceOf(args));
}

/** The job of a row, 1 being the first device of the list. @throws CARD_JOB_UNKNOWN */
export function rowOf(store: Store, order: CheckedOrder, args: Arguments): JobRecord {
  const row = args.number('row') ?? 1;
  const batch = store.batches.byOrder(orderDigest(order));
  const job = batch && store.jobs.each(batch.batchId)[row - 1];
  if (job === undefined)
    throw codedError('CARD_JOB_UNKNOWN', { wanted: `row ${row} of ${order.listFile.name}` });
  return job;
}

function jobOfDevice(store: Store, deviceId: string): JobRecord {
  const device = store.devices.get(deviceId);
  if (device === undefined) throw codedError('CARD_JOB_UNKNOWN', { wanted: deviceId });
  return store.jobs.get(device.jobId);
}
