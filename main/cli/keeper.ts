import { startBench } from '../bench.ts';
import type { Bench, BenchOptions } from '../bench-services.ts';
import { passphraseFrom } from '../vault/passphrase.ts';
import { type HeldKeeper, heldPassphrase } from '../vault/vault-door.ts';
import { keyFileKeeper } from '../vault/vault-key.ts';
import type { Arguments } from './arguments.ts';

/** What a person may say about the vault of a data folder. */
export const keeperUsage = '[--passphrase-file FILE]';

/**
 * What opens the vault: a passphrase, where one is given in a file (--passphrase-file) or in DM_BENCH_PASSPHRASE, or
 * else the key file in the data folder. Never an argument: arguments are visible to others.
 * @throws FILE_UNREADABLE
 */
export async function keeperOf(args: Arguments): Promise<HeldKeeper> {
  const passphrase = await passphraseFrom({
    file: args.text('passphrase-file'),
    variable: process.env.DM_BENCH_PASSPHRASE,
  });
  return passphrase ? heldPassphrase(passphrase) : { keeper: keyFileKeeper, forget() {} };
}

/** Starts the services over a data folder, with what opens its vault. @throws what `startBench` throws */
export async function startBenchFor(args: Arguments, options: Omit<BenchOptions, 'keeper'>): Promise<Bench> {
  const { keeper, forget } = await keeperOf(args);
  try {
    return await startBench({ ...options, keeper });
  } finally {
    forget();
  }
}
