import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { codedError } from '../../core/errors.ts';
import { commandLineActor } from '../audit/actors.ts';
import type { Bench } from '../bench-services.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';
import { newId } from '../ids.ts';
import { enrol } from '../provisioning/enrolment.ts';
import { type CheckedOrder, keepOrder, orderDigest } from '../provisioning/orders.ts';
import type { ServerEventRecord } from '../server/server-events.ts';
import { authorityFileName } from '../vault/certificate-file.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { accessWriter } from './device-waiting.ts';
import { keeperUsage, startBenchFor } from './keeper.ts';
import { listOptions, listUsage, readOrder } from './order-files.ts';
import { faultWords, type Output } from './output.ts';
import { tellProblems } from './provision.ts';

/** `serve`: runs the DM server until it is told to stop. */
export const serve: Command = {
  purpose: 'Runs the DM server for the devices that the data folder knows, until Ctrl-C.',
  usage:
    `serve --data DIR ${keeperUsage} ` +
    `[--profile FILE --devices FILE.csv|FILE.xlsx ${listUsage} [--bootstrap-access DIR]] [--host H] [--port N] ` +
    '[--https-port N] [--plain-http]',
  options: {
    texts: [
      'data',
      'profile',
      'devices',
      'bootstrap-access',
      'host',
      'port',
      'https-port',
      'passphrase-file',
      ...listOptions.texts,
    ],
    lists: listOptions.lists,
    flags: ['plain-http', ...listOptions.flags],
  },
  async run(args, output, signal) {
    const order = await orderOf(args, output, signal);
    if (order && tellProblems(order, output) > 0) return 1;
    const dataFolder = args.required('data');
    const [host, port, securePort] = [args.text('host'), args.number('port'), args.number('https-port')];
    const bench = await startBenchFor(args, {
      dataFolder,
      pace: fullSpeed,
      actor: commandLineActor,
      ...(port === undefined ? {} : { port }),
      ...(securePort === undefined ? {} : { securePort }),
      ...(host === undefined ? {} : { host }),
      plainHttp: args.flag('plain-http'),
    });
    try {
      const { http, https, events } = bench.server;
      const devices = order ? await makeKnown(bench, order) : [];
      const accessFolder = args.text('bootstrap-access');
      if (accessFolder !== undefined) await handOut(bench, devices, accessFolder);
      events.listen((event) => output.json(lineOf(event)));
      const ca = path.resolve(dataFolder, authorityFileName);
      const { presharedKeys, warnings } = bench.certificateDesk.view();
      const { plainHttp } = bench.server;
      output.json({ event: 'listening', ...http, https, ca, plainHttp, presharedKeys });
      if (presharedKeys.kind === 'unavailable') output.words(faultWords(presharedKeys.fault));
      if (plainHttp === 'offered')
        output.words('Plain HTTP is offered to others too (--plain-http): they can read what is said there.');
      for (const fault of warnings) {
        output.json({ event: 'warning', ...fault });
        output.words(faultWords(fault));
      }
      output.words(`The DM server listens at ${http.dm} and ${https.dm}. Ctrl-C stops it.`);
      await aborted(signal);
      return 0;
    } finally {
      await bench.close();
    }
  },
};

/** An event as one line; what happens in a UI interaction stands in it as everything else does. */
function lineOf({ kind, ...event }: ServerEventRecord): object {
  if (!('told' in event)) return { event: kind, ...event };
  const { told, ...whose } = event;
  return { event: kind, ...whose, ...told };
}

async function orderOf(args: Arguments, output: Output, signal: AbortSignal) {
  const [profile, devices] = [args.text('profile'), args.text('devices')];
  if (profile === undefined && devices === undefined) {
    if (args.text('bootstrap-access') !== undefined)
      throw codedError('USAGE', { detail: '--bootstrap-access needs --profile and --devices.' });
    return undefined;
  }
  if (profile === undefined || devices === undefined)
    throw codedError('USAGE', { detail: '--profile and --devices go together.' });
  return readOrder({ profile, list: devices }, args, output, signal);
}

/** The devices of a list have credentials and resources from now on; those that had them keep them. */
async function makeKnown(bench: Bench, order: CheckedOrder): Promise<readonly string[]> {
  const { store, vault, server, audit } = bench;
  const now = () => Date.now();
  const batchId =
    store.batches.byOrder(orderDigest(order))?.batchId ??
    keepOrder(
      store,
      order,
      { name: path.parse(order.listFile.name).name, mode: 'cardsOnly' as const },
      { audit, now, newId },
    );
  const randomOctets = (count: number) => new Uint8Array(randomBytes(count));
  const profile = store.profiles.of(batchId);
  const context = { store, vault, profile, server, audit, now, randomOctets };
  const jobs = store.jobs.each(batchId);
  for (const { deviceId } of jobs)
    await server.deviceCredentials.prepare(profile.server.authentication, deviceId);
  return store.transaction(() =>
    jobs.map((job) => {
      enrol(context, job);
      return job.deviceId;
    }),
  );
}

/** A file for each device, with what it needs to bootstrap over HTTPS (DM-3), once. */
async function handOut(bench: Bench, devices: readonly string[], folder: string): Promise<void> {
  const write = accessWriter(bench, folder);
  for (const deviceId of devices) await write(deviceId);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
