import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type BrowserWindow, dialog, nativeTheme, shell } from 'electron';
import { type IssuerKeys, noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { codedError } from '../../core/errors.ts';
import { reportCsv, reportJson } from '../../core/provisioning/report.ts';
import type { Bench } from '../bench.ts';
import { readIssuerKeys, readTextFile, writeWhole } from '../files.ts';
import { batchReport } from '../provisioning/batch-report.ts';
import { batchCheckOf, checkOrder, keepOrder } from '../provisioning/orders.ts';
import { examplesFolder } from '../sample.ts';
import type { CallHandlers } from './answer-call.ts';
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
  // Keys that a person chose, by token: the renderer never holds them.
  const chosenKeys = new Map<string, IssuerKeys>();
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
        { now: () => Date.now(), newId: () => randomUUID() },
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
    batches: () => store.batches.list().map((batch) => runner.summary(batch.batchId)),
    batch: ({ batchId }) => runner.summary(batchId),
    jobs(query) {
      const { total, rows } = store.jobs.page(query);
      return { total, rows: rows.map((job) => jobViewOf(bench, job)) };
    },
    async saveReport({ batchId, format }) {
      const report = batchReport(store, batchId);
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Save the report',
        defaultPath: `${report.name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '_')}.${format}`,
        filters: [{ name: format.toUpperCase(), extensions: [format] }],
      });
      if (canceled || !filePath) return { kind: 'cancelled' };
      await writeWhole(filePath, format === 'csv' ? reportCsv(report) : reportJson(report));
      return { kind: 'saved', file: filePath };
    },
    async chooseAdmKeys() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Choose the key file of this card delivery',
        properties: ['openFile'],
      });
      const [file] = filePaths;
      if (canceled || file === undefined) return { kind: 'cancelled' };
      const keys = await readIssuerKeys(file);
      const token = randomUUID();
      chosenKeys.set(token, keys);
      return { kind: 'chosen', token, name: path.basename(file), keys: keys.count };
    },
    devices(query) {
      const { total, rows } = store.devices.page(query);
      return { total, rows: rows.map(deviceSummaryOf) };
    },
    device: ({ deviceId }) => deviceDetailOf(bench, deviceId),
    session({ sessionId }) {
      const session = store.sessions.get(sessionId);
      if (session === undefined) throw codedError('SESSION_UNKNOWN', {});
      const summary = store.sessions.ofDevice(session.deviceId).find((each) => each.sessionId === sessionId);
      if (summary === undefined) throw codedError('SESSION_UNKNOWN', {});
      return { ...summary, transcript: store.sessions.transcript(sessionId) };
    },
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
