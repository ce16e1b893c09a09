import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { codedError } from '../../core/errors.ts';
import { type Bench, startBench } from '../bench.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';
import { readTextFile } from '../files.ts';
import { enrol } from '../provisioning/enrolment.ts';
import { checkOrder, keepOrder, orderDigest } from '../provisioning/orders.ts';
import { keyFileKeeper } from '../vault/vault.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { tellProblems } from './provision.ts';

/** `serve`: runs the DM server until it is told to stop. */
export const serve: Command = {
  usage: 'serve --data DIR [--profile FILE --devices FILE.csv] [--host H] [--port N]',
  options: { texts: ['data', 'profile', 'devices', 'host', 'port'] },
  async run(args, output, signal) {
    const order = await orderOf(args);
    if (order && tellProblems(order, output) > 0) return 1;
    const [host, port] = [args.text('host'), args.number('port')];
    const bench = await startBench({
      dataFolder: args.required('data'),
      keeper: keyFileKeeper,
      pace: fullSpeed,
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
    });
    try {
      const { dm, repository } = bench.server;
      if (order) makeKnown(bench, order);
      bench.server.events.listen((event) => output.json({ event: event.kind, ...withoutKind(event) }));
      output.json({ event: 'listening', dm, repository });
      output.words(`The DM server listens at ${dm}. Ctrl-C stops it.`);
      await aborted(signal);
      return 0;
    } finally {
      await bench.close();
    }
  },
};

async function orderOf(args: Arguments) {
  const [profile, devices] = [args.text('profile'), args.text('devices')];
  if (profile === undefined && devices === undefined) return undefined;
  if (profile === undefined || devices === undefined)
    throw codedError('USAGE', { detail: '--profile and --devices go together.' });
  return checkOrder(await readTextFile(profile), await readTextFile(devices));
}

/** The devices of a list have credentials and resources from now on; those that had them keep them. */
function makeKnown(bench: Bench, order: ReturnType<typeof checkOrder>): void {
  const { store, vault, server } = bench;
  const now = () => Date.now();
  const batchId =
    store.batches.byOrder(orderDigest(order))?.batchId ??
    keepOrder(
      store,
      order,
      { name: path.parse(order.listFile.name).name, simulatedDevice: false },
      { now, newId: () => randomUUID() },
    );
  const context = {
    store,
    vault,
    profile: store.profiles.of(batchId),
    serverUri: server.dm,
    now,
    randomOctets: (count: number) => new Uint8Array(randomBytes(count)),
  };
  store.transaction(() => {
    for (const job of store.jobs.each(batchId)) enrol(context, job);
  });
}

function withoutKind({ kind: _kind, ...rest }: { readonly kind: string }): object {
  return rest;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
