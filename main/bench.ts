import { randomBytes, randomUUID } from 'node:crypto';
import type { BatchSummary, StationView } from '../core/api.ts';
import { createReaders, type Readers } from './card/readers.ts';
import type { Pace } from './card/virtual/virtual-reader.ts';
import { type BatchRunner, createBatchRunner } from './provisioning/batch-runner.ts';
import { type DmServer, startDmServer } from './server/dm-server.ts';
import { openStore, type Store } from './store/store.ts';
import { type KeyKeeper, openVault, type Vault } from './vault/vault.ts';

/** All services of a workstation, with a window or without. */
export interface Bench {
  readonly store: Store;
  readonly vault: Vault;
  readonly readers: Readers;
  readonly server: DmServer;
  readonly runner: BatchRunner;
  /** Stations and batches tell what they do. */
  listen(listener: BenchListener): void;
  close(): Promise<void>;
}

export interface BenchListener {
  station?(view: StationView): void;
  batch?(summary: BatchSummary): void;
}

export interface BenchOptions {
  readonly dataFolder: string;
  readonly keeper: KeyKeeper;
  readonly pace: Pace;
  readonly host?: string;
  /** Left out, the port that this data folder had last, for cards carry it; 0 picks a free one. */
  readonly port?: number;
}

/**
 * Starts the services over a data folder, in the order in which they need one another.
 * @throws DATA_FOLDER_…, VAULT_…, PORT_IN_USE, LISTEN_FAILED
 */
export async function startBench(options: BenchOptions): Promise<Bench> {
  const now = () => Date.now();
  const newId = () => randomUUID();
  const store = openStore(options.dataFolder, now);
  try {
    const vault = openVault(options.dataFolder, options.keeper);
    const readers = createReaders(options.pace);
    const server = await listen(options, { store, vault, now, newId });
    const listeners: BenchListener[] = [];
    const runner = createBatchRunner(
      { store, vault, server, now, randomOctets: (count) => new Uint8Array(randomBytes(count)) },
      {
        station: (view) => listeners.forEach((listener) => void listener.station?.(view)),
        batch: (summary) => listeners.forEach((listener) => void listener.batch?.(summary)),
      },
    );
    return {
      store,
      vault,
      readers,
      server,
      runner,
      listen: (listener) => void listeners.push(listener),
      async close() {
        await runner.stop();
        readers.close();
        await server.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

async function listen(
  options: BenchOptions,
  services: { store: Store; vault: Vault; now: () => number; newId: () => string },
): Promise<DmServer> {
  const { store } = services;
  const host = options.host ?? '127.0.0.1';
  const remembered = store.settings.serverPort();
  const port = options.port ?? remembered ?? 0;
  const server = await startDmServer({ ...services, host, port });
  if (options.port !== 0 && server.port !== remembered) store.settings.saveServerPort(server.port);
  return server;
}
