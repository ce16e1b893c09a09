import os from 'node:os';
import { leaseLimits, type OrderBookState } from '../../core/api-order-book.ts';
import { codedError } from '../../core/errors.ts';
import { useSecret } from '../../core/secrets.ts';
import { commandLineActor } from '../audit/actors.ts';
import type { Bench } from '../bench-services.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';
import { readTextFile } from '../files.ts';
import { passphraseFrom } from '../vault/passphrase.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { keeperUsage, startBenchFor } from './keeper.ts';
import { faultWords, type Output } from './output.ts';

/** `order-book`: the order book that this bench shares with others, while no bench runs over the folder. */
export const orderBookCommand: Command = {
  purpose: 'Connects the bench to the orders that several benches share.',
  usage:
    `order-book connect postgres://USER@HOST:PORT/DATABASE --data DIR ${keeperUsage} [--password-file FILE] ` +
    '[--authority FILE.pem] [--name NAME] [--lease SECONDS] [--new-identity] | order-book status|disconnect --data DIR',
  options: {
    texts: ['data', 'passphrase-file', 'password-file', 'authority', 'name', 'lease'],
    flags: ['new-identity'],
  },
  async run(args, output) {
    const [action, address] = args.positionals;
    const folder = args.required('data');
    const work = workOf(action, address, args);
    const bench = await startBenchFor(args, {
      ...{ dataFolder: folder, pace: fullSpeed, actor: commandLineActor, port: 0, securePort: 0 },
    });
    try {
      tell(await work(bench), bench, output);
      return 0;
    } finally {
      await bench.close();
    }
  },
};

function workOf(
  action: string | undefined,
  address: string | undefined,
  args: Arguments,
): (bench: Bench) => Promise<OrderBookState> {
  if (action === 'connect' && address !== undefined) return ({ shared }) => connect(shared, address, args);
  if (action === 'disconnect') return ({ shared }) => shared.disconnect();
  if (action === 'status')
    return async ({ shared }) => {
      if (shared.state().kind !== 'none') await shared.connectedBook();
      return shared.state();
    };
  throw codedError('USAGE', { detail: 'order-book needs connect ADDRESS, status or disconnect.' });
}

async function connect(shared: Bench['shared'], address: string, args: Arguments): Promise<OrderBookState> {
  const authority = args.text('authority');
  const authorityPem = authority === undefined ? undefined : (await readTextFile(authority)).text;
  const leaseSeconds = args.number('lease') ?? leaseLimits.usual;
  if (leaseSeconds < leaseLimits.least || leaseSeconds > leaseLimits.most)
    throw codedError('USAGE', {
      detail: `--lease is from ${leaseLimits.least} to ${leaseLimits.most} seconds.`,
    });
  const secret = await passphraseFrom({
    file: args.text('password-file'),
    variable: process.env.DM_BENCH_ORDER_BOOK_PASSWORD,
  });
  const password = useSecret(secret, (octets) => (octets ? new TextDecoder().decode(octets) : ''));
  const benchName = args.text('name') ?? os.hostname();
  const newIdentity = args.flag('new-identity');
  return await shared.connect({ address, password, authorityPem, benchName, leaseSeconds, newIdentity });
}

function tell(state: OrderBookState, { store, runner }: Bench, output: Output): void {
  output.json({ event: 'orderBook', ...state });
  if (state.kind === 'none') {
    output.words('Every order is this bench’s own.');
    return;
  }
  output.words(`${state.address}: ${state.kind}, as “${state.benchName}”.`);
  if (state.fault) output.words(faultWords(state.fault));
  for (const { name, isThis, live, inWork } of state.benches)
    output.words(
      `  ${name}${isThis ? ' (this bench)' : ''}: ${live ? 'there' : 'gone'}, ${inWork} rows in work`,
    );
  for (const name of state.unreadable)
    output.words(`  “${name}” was made by a newer version of DM Bench and cannot be read.`);
  for (const batch of store.batches.list()) {
    if (batch.shared === undefined) continue;
    const { batchId, name, total, done, failed } = runner.summary(batch.batchId);
    output.json({ event: 'order', batch: batchId, name, rows: total, done, failed });
    output.words(`  ${batchId}  ${name}: ${done} of ${total} done, ${failed} failed`);
  }
}
