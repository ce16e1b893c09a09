import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { BatchSummary, StationView } from '../core/api.ts';
import type { CardProgress } from '../core/api-cards.ts';
import { codedError } from '../core/errors.ts';
import { openReaderNames, type ReaderNames } from './card/reader-names.ts';
import { createReaders, type Readers, virtualStation } from './card/readers.ts';
import { createDeskReader } from './card/virtual/desk-reader.ts';
import type { Pace } from './card/virtual/virtual-reader.ts';
import { type ControlServer, startControl } from './control/control-server.ts';
import { newId } from './ids.ts';
import { type BatchRunner, createBatchRunner } from './provisioning/batch-runner.ts';
import { type CardDesk, createCardDesk } from './provisioning/card-desk.ts';
import { controlHandlers } from './provisioning/control-handlers.ts';
import { type DeviceNotifications, startDeviceNotifications } from './provisioning/device-notifications.ts';
import { type SimulatedDevices, startSimulatedDevices } from './provisioning/simulated-devices.ts';
import { type DmServer, startDmServer } from './server/dm-server.ts';
import { type Refusals, rememberRefusals } from './server/refusals.ts';
import { type DataRepository, openDataRepository } from './server/repository/data-repository.ts';
import { openStore, type Store } from './store/store.ts';
import { openCertificates } from './vault/certificates.ts';
import { type KeyKeeper, openVault, type Vault } from './vault/vault.ts';

/** All services of a workstation, with a window or without. */
export interface Bench {
  readonly store: Store;
  readonly vault: Vault;
  readonly readers: Readers;
  readonly readerNames: ReaderNames;
  /** One card by hand. */
  readonly desk: CardDesk;
  readonly repository: DataRepository;
  readonly server: DmServer;
  readonly devices: SimulatedDevices;
  readonly notifications: DeviceNotifications;
  readonly refusals: Refusals;
  readonly runner: BatchRunner;
  /** Stations and batches tell what they do. */
  listen(listener: BenchListener): void;
  close(): Promise<void>;
}

export interface BenchListener {
  station?(view: StationView): void;
  batch?(summary: BatchSummary): void;
  cardProgress?(progress: CardProgress): void;
}

export interface BenchOptions {
  readonly dataFolder: string;
  readonly keeper: KeyKeeper;
  readonly pace: Pace;
  readonly host?: string;
  /** Left out, the port that this data folder had last, for cards carry it; 0 picks a free one. */
  readonly port?: number;
  /** The same for HTTPS. */
  readonly securePort?: number;
}

/**
 * Starts the services over a data folder, in the order in which they need one another.
 * @throws DATA_FOLDER_…, VAULT_…, CERTIFICATE_…, PORT_IN_USE, LISTEN_FAILED
 */
export async function startBench(options: BenchOptions): Promise<Bench> {
  const { dataFolder, keeper, pace } = options;
  const now = () => Date.now();
  const randomOctets = (count: number) => new Uint8Array(randomBytes(count));
  const store = openStore(dataFolder, now);
  // What has to be let go of, the last one first, also where something after it does not start.
  const closing: (() => void | Promise<void>)[] = [() => store.close()];
  const closeAll = async () => {
    for (const close of closing.toReversed()) await close();
  };
  try {
    const vault = openVault(dataFolder, keeper);
    const certificates = await openCertificates({ folder: dataFolder, vault, now, randomOctets });
    const repository = openDataRepository({ store, folder: path.join(dataFolder, 'repository'), now, newId });
    const readerNames = openReaderNames(dataFolder);
    const readers = createReaders(pace, readerNames);
    closing.push(() => readers.close());
    const server = await listen(options, { store, vault, certificates, repository, now, newId });
    closing.push(() => server.close());
    const refusals = rememberRefusals(server.events, now);
    const devices = await startSimulatedDevices({
      store,
      vault,
      now,
      failed: (fault) => server.events.emit({ kind: 'simulatedDeviceFailed', fault }),
    });
    closing.push(() => devices.close());
    const notifications = startDeviceNotifications({ store, vault, server, devices, now, newId });
    closing.push(() => notifications.close());
    const listeners: BenchListener[] = [];
    const keepDevice = devices.keep;
    const runner = createBatchRunner(
      { store, vault, server, keepDevice, now, randomOctets },
      {
        station: (view) => listeners.forEach((listener) => void listener.station?.(view)),
        batch: (summary) => listeners.forEach((listener) => void listener.batch?.(summary)),
      },
    );
    closing.push(() => runner.stop());
    const deskReader = createDeskReader(virtualStation, pace);
    const desk = createCardDesk({
      store,
      vault,
      server,
      now,
      readerFor(station) {
        const atWork = runner.stations().find(({ name }) => name === station)?.activity.kind;
        if (runner.running() !== undefined && atWork !== undefined && atWork !== 'finished')
          throw codedError('STATION_AT_WORK', { station });
        return station === virtualStation ? deskReader : readers.get(station);
      },
      tell: (progress) => listeners.forEach((listener) => void listener.cardProgress?.(progress)),
    });
    const control: ControlServer = await startControl(
      dataFolder,
      Buffer.from(randomOctets(24)).toString('base64url'),
      controlHandlers({ store, repository, notifications, repositoryUri: server.http.repository }),
    );
    closing.push(() => control.close());
    return {
      store,
      vault,
      readers,
      readerNames,
      desk,
      repository,
      server,
      devices,
      notifications,
      refusals,
      runner,
      listen: (listener) => void listeners.push(listener),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function listen(
  options: BenchOptions,
  services: Omit<Parameters<typeof startDmServer>[0], 'host' | 'port' | 'securePort'>,
): Promise<DmServer> {
  const { settings } = services.store;
  const [remembered, rememberedSecure] = [settings.serverPort(), settings.securePort()];
  const server = await startDmServer({
    ...services,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? remembered ?? 0,
    securePort: options.securePort ?? rememberedSecure ?? 0,
  });
  if (options.port !== 0 && server.port !== remembered) settings.saveServerPort(server.port);
  if (options.securePort !== 0 && server.securePort !== rememberedSecure)
    settings.saveSecurePort(server.securePort);
  return server;
}
