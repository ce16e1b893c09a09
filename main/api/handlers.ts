import path from 'node:path';
import { type BrowserWindow, nativeTheme, shell } from 'electron';
import { codedError } from '../../core/errors.ts';
import type { Bench } from '../bench-services.ts';
import { readTextFile } from '../files.ts';
import { newId } from '../ids.ts';
import { keepOrder, shareOrder } from '../provisioning/orders.ts';
import { examplesFolder } from '../sample.ts';
import { createChosenKeys } from '../vault/chosen-keys.ts';
import { openKeyRecipient } from '../vault/key-recipient.ts';
import { safeStorageKeeper, systemKeyStore } from '../vault/safe-storage-keeper.ts';
import { createAlertHandlers } from './alert-handlers.ts';
import type { CallHandlers } from './answer-call.ts';
import { createAuditHandlers } from './audit-handlers.ts';
import { createCardHandlers } from './card-handlers.ts';
import { createCertificateHandlers } from './certificate-handlers.ts';
import { createDocumentHandlers } from './document-handlers.ts';
import { createFiguresHandlers } from './figures-handlers.ts';
import { createInspectHandlers } from './inspect-handlers.ts';
import { createOperatorHandlers } from './operator-handlers.ts';
import { createOrderBookHandlers } from './order-book-handlers.ts';
import { createOrderHandlers } from './order-handlers.ts';
import { createPlanRunHandlers } from './plan-run-handlers.ts';
import { createProfileHandlers } from './profile-handlers.ts';
import { createQueueHandlers } from './queue-handlers.ts';
import { createRowHandlers } from './row-handlers.ts';
import { createServerHandlers } from './server-handlers.ts';
import { createStationHandlers, requireStations } from './station-handlers.ts';
import { createUpdateHandlers } from './update-handlers.ts';
import { deviceDetailOf, jobViewOf, overviewOf } from './views.ts';

export interface HandlerOptions {
  readonly bench: Bench;
  readonly window: BrowserWindow;
  readonly version: string;
  readonly dataFolder: string;
  /** Told when a batch ended because of a fault that is nobody's row. */
  readonly failed: (error: unknown) => void;
  /** Told when stations are others now, or work otherwise. */
  readonly settingsChanged: () => void;
}

/** The contract's handlers: each call of the renderer, carried out by the services. */
export function createHandlers(options: HandlerOptions): CallHandlers {
  const { bench, window, version, dataFolder, failed, settingsChanged } = options;
  const { store, runner, readers } = bench;
  const keyRecipient = () => openKeyRecipient(dataFolder, bench.vault);
  const chosenKeys = createChosenKeys({
    kept: bench.issuerKeys,
    identity: async () => (await keyRecipient()).identity(),
    newToken: newId,
  });
  window.once('closed', () => chosenKeys.wipe());
  const overview = () => overviewOf(bench, version, dataFolder);

  const begin = (
    batchId: string,
    options: { stations: readonly string[]; overwrite: boolean; admKeys?: string | undefined },
  ) => {
    if (runner.running() !== undefined) throw codedError('BATCH_RUNNING', {});
    const chosen = options.stations.map((name) => readers.get(name));
    const issuerKeys = chosenKeys.forWork(options.admKeys);
    runner.run({ batchId, readers: chosen, overwrite: options.overwrite, issuerKeys }).catch(failed);
    return { batchId };
  };

  return {
    overview,
    async sample() {
      const folder = examplesFolder();
      return {
        profile: await readTextFile(path.join(folder, 'gateway.profile.json')),
        list: await readTextFile(path.join(folder, 'devices-3.csv')),
      };
    },
    async createBatch(request) {
      if (runner.running() !== undefined) throw codedError('BATCH_RUNNING', {});
      for (const name of request.stations) readers.get(name);
      requireStations(bench, request.stations);
      const order = await bench.lists.order(request.profile, request.list, request.reading ?? {});
      // Another batch may have begun meanwhile.
      if (runner.running() !== undefined) throw codedError('BATCH_RUNNING', {});
      const options = { name: request.name, mode: request.mode, stopAfter: request.stopAfter };
      const context = { audit: bench.audit, now: () => Date.now(), newId };
      const batchId = request.shared
        ? await shareOrder(await bench.shared.connectedBook(), store, order, options, context)
        : keepOrder(store, order, options, context);
      return begin(batchId, request);
    },
    resumeBatch(request) {
      store.batches.get(request.batchId);
      requireStations(bench, request.stations);
      return begin(request.batchId, request);
    },
    pauseBatch({ batchId }) {
      if (runner.running() === batchId) runner.pause();
      return { batchId };
    },
    allowOverwrite({ batchId, deviceId }) {
      if (runner.running() === batchId) runner.allowOverwrite(deviceId);
      return { batchId };
    },
    batches: () => store.batches.list().map((batch) => runner.summary(batch.batchId)),
    batch: ({ batchId }) => runner.summary(batchId),
    jobs(query) {
      const { total, rows } = store.jobs.page(query);
      return { total, rows: rows.map((job) => jobViewOf(bench, job)) };
    },
    ...createFiguresHandlers(bench, window),
    ...createDocumentHandlers(bench, window),
    ...createOrderHandlers(bench, window),
    ...createQueueHandlers(bench),
    ...createUpdateHandlers(bench),
    ...createRowHandlers(bench),
    ...createAlertHandlers(bench),
    ...createOrderBookHandlers(bench),
    ...createCardHandlers(bench, window, chosenKeys, { version, dataFolder }),
    ...createInspectHandlers(bench, window),
    device: ({ deviceId }) => deviceDetailOf(bench, deviceId),
    ...createServerHandlers(bench, window),
    ...createCertificateHandlers(bench, window),
    ...createStationHandlers(bench, window, settingsChanged),
    ...createAuditHandlers(bench, window),
    ...createOperatorHandlers({
      ...{ bench, dataFolder, keyRecipient },
      desktop: () => ({ keeper: safeStorageKeeper, ...systemKeyStore() }),
    }),
    ...createProfileHandlers(bench, window),
    ...createPlanRunHandlers(bench, window),
    saveSettings({ scanner = store.settings.window().scanner, ...look }) {
      const settings = { ...look, scanner };
      store.settings.saveWindow(settings);
      nativeTheme.themeSource = settings.theme;
      return settings;
    },
    async showDataFolder() {
      const failure = await shell.openPath(dataFolder);
      if (failure !== '') throw codedError('FILE_UNREADABLE', { file: dataFolder, detail: failure });
      return { kind: 'shown' };
    },
  };
}
