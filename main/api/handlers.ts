import path from 'node:path';
import { type BrowserWindow, nativeTheme, shell } from 'electron';
import { noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { codedError } from '../../core/errors.ts';
import { reportCsv, reportJson } from '../../core/provisioning/report.ts';
import type { Bench } from '../bench.ts';
import { readTextFile, writeWhole } from '../files.ts';
import { newId } from '../ids.ts';
import { batchReport } from '../provisioning/batch-report.ts';
import { batchCheckOf, checkOrder, keepOrder } from '../provisioning/orders.ts';
import { examplesFolder } from '../sample.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';
import { type ChosenKeys, createCardHandlers } from './card-handlers.ts';
import { createServerHandlers } from './server-handlers.ts';
import { deviceDetailOf, deviceSummaryOf, jobViewOf, overviewOf } from './views.ts';

export interface HandlerOptions {
  readonly bench: Bench;
  readonly window: BrowserWindow;
  readonly version: string;
  readonly dataFolder: string;
  /** Told when a batch ended because of a fault that is nobody's row. */
  readonly failed: (error: unknown) => void;
}

/** The contract's handlers: each call of the renderer, carried out by the services. */
export function createHandlers({ bench, window, version, dataFolder, failed }: HandlerOptions): CallHandlers {
  const { store, runner, readers } = bench;
  const chosenKeys: ChosenKeys = new Map();
  const overview = () => overviewOf(bench, version, dataFolder);

  const begin = (
    batchId: string,
    options: { stations: readonly string[]; overwrite: boolean; admKeys?: string | undefined },
  ) => {
    if (runner.running() !== undefined) throw codedError('BATCH_RUNNING', {});
    const chosen = options.stations.map((name) => readers.get(name));
    const issuerKeys = (options.admKeys && chosenKeys.get(options.admKeys)) || noIssuerKeys;
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
    checkBatch: ({ profile, list }) => batchCheckOf(checkOrder(profile, list), store),
    createBatch(request) {
      if (runner.running() !== undefined) throw codedError('BATCH_RUNNING', {});
      for (const name of request.stations) readers.get(name);
      const batchId = keepOrder(
        store,
        checkOrder(request.profile, request.list),
        { name: request.name, simulatedDevice: request.simulatedDevice },
        { now: () => Date.now(), newId },
      );
      return begin(batchId, request);
    },
    resumeBatch(request) {
      store.batches.get(request.batchId);
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
    async saveReport({ batchId, format }) {
      const report = batchReport(store, batchId);
      return askWhereTo(window, { title: 'Save the report', name: report.name, extension: format }, (file) =>
        writeWhole(file, format === 'csv' ? reportCsv(report) : reportJson(report)),
      );
    },
    ...createCardHandlers(bench, window, chosenKeys, { version, dataFolder }),
    devices(query) {
      const { total, rows } = store.devices.page(query);
      return { total, rows: rows.map(deviceSummaryOf) };
    },
    device: ({ deviceId }) => deviceDetailOf(bench, deviceId),
    ...createServerHandlers(bench, window),
    saveSettings(settings) {
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
