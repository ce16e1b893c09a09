import { randomBytes } from 'node:crypto';
import { CodedError, codedError, toFault } from '../../core/errors.ts';
import { errorsOf } from '../../core/provisioning/device-list.ts';
import { commandLineActor } from '../audit/actors.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';
import { newId } from '../ids.ts';
import { workCardRow } from '../provisioning/card-row.ts';
import { type CheckedOrder, keepOrder, orderDigest } from '../provisioning/orders.ts';
import { RowWork } from '../provisioning/row-work.ts';
import type { Arguments } from './arguments.ts';
import { onlyReader } from './card-by-hand.ts';
import { rowOf } from './card-job.ts';
import { keyFileOf, keysForWork, readPins } from './issuer-keys.ts';
import { startBenchFor } from './keeper.ts';
import { readOrder } from './order-files.ts';
import type { Output } from './output.ts';

/**
 * `card write --profile --devices --row N --data DIR`: the card of one row, with everything that `provision` does for
 * it but the first session. The order is kept in the data folder, so that the server knows the device.
 */
export async function writeRowByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  const files = { profile: args.required('profile'), list: args.required('devices') };
  const order = await readOrder(files, args, output, signal);
  const profile = usable(order);
  const keyFile = await keyFileOf(args);
  const pins = await readPins(args.text('pin-file'));
  const port = args.number('port');
  const bench = await startBenchFor(args, {
    dataFolder: args.required('data'),
    pace: fullSpeed,
    actor: commandLineActor,
    ...(port === undefined ? {} : { port }),
  });
  const issuerKeys = keysForWork(keyFile, bench.issuerKeys);
  try {
    const reader = bench.readers.get(args.text('station') ?? onlyReader(bench.readers));
    if (bench.store.batches.byOrder(orderDigest(order)) === undefined)
      keepOrder(
        bench.store,
        order,
        { name: order.listFile.name, mode: 'cardsOnly' as const },
        { audit: bench.audit, now: () => Date.now(), newId },
      );
    const { jobId, batchId, ...row } = rowOf(bench.store, order, args);
    if (row.state.kind === 'done')
      throw codedError('CARD_ROW_FINISHED', { device: `${row.label} (${row.deviceId})` });
    await bench.books.of(batchId).retryFailed(batchId);
    const work = new RowWork(
      reader,
      {
        batchId,
        profile,
        onlyJob: jobId,
        mode: 'cardsOnly' as const,
        overwrite: args.flag('overwrite'),
        overwriteDevices: new Set(args.all('overwrite-device')),
        issuerKeys,
        pins,
      },
      {
        store: bench.store,
        books: bench.books,
        vault: bench.vault,
        server: bench.server,
        audit: bench.audit,
        keepDevice: bench.devices.adopt,
        callIn: bench.devices.callIn,
        now: () => Date.now(),
        randomOctets: (count) => new Uint8Array(randomBytes(count)),
      },
      signal,
      (activity) => output.json({ event: 'station', station: reader.name, ...activity }),
    );
    try {
      await workCardRow(work, {
        waiting: signal,
        chosen: () => undefined,
        onChosen: () => {},
        takeChosen: () => undefined,
        deviceWait: undefined,
      });
    } catch (error) {
      await work.settle(toFault(error));
      throw error;
    }
    const { state, label, deviceId } = bench.store.jobs.get(jobId);
    if (state.kind !== 'done') throw codedError('CARD_NOT_IN_LIST', { iccid: work.identity?.iccid ?? '' });
    output.json({ event: 'written', device: deviceId, label, card: state.card, ...state.message });
    output.words(`Written and read back for ${label} (${deviceId}): ${state.message.octets} octets.`);
    return 0;
  } finally {
    issuerKeys.wipe();
    pins.wipe();
    await bench.close();
  }
}

/** @throws the first fault of profile or list */
function usable(order: CheckedOrder): NonNullable<CheckedOrder['profile']> {
  const [fault] = [
    ...order.profileFaults,
    ...(order.list ? errorsOf(order.list).map((each) => each.fault) : []),
  ];
  if (fault) throw new CodedError(fault);
  if (order.profile === undefined) throw codedError('PROFILE_HAS_FAULTS', { count: 1 });
  return order.profile;
}
