import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { codedError } from '../core/errors.ts';
import { alertControlHandlers } from './alerts/alert-control.ts';
import { startAlertDesk } from './alerts/alert-desk.ts';
import { openAuditLog } from './audit/audit-log.ts';
import { recordAuthority } from './audit/authority-record.ts';
import { createAuditVerifier } from './audit/verifier.ts';
import type { Bench, BenchListener, BenchOptions } from './bench-services.ts';
import { openReaderNames } from './card/reader-names.ts';
import { createReaders, virtualStation } from './card/readers.ts';
import { openStationSettings } from './card/station-settings.ts';
import { createDeskReader } from './card/virtual/desk-reader.ts';
import { type ControlServer, startControl } from './control/control-server.ts';
import { newId } from './ids.ts';
import { createInspection } from './inspect/inspection.ts';
import { createOperators, type Operators } from './operators/operators.ts';
import { startAwaitedDevices } from './provisioning/awaited-devices.ts';
import { rowResult } from './provisioning/batch-report.ts';
import { type BatchRunner, createBatchRunner } from './provisioning/batch-runner.ts';
import { createCardDesk } from './provisioning/card-desk.ts';
import { certificateControlHandlers } from './provisioning/certificate-control.ts';
import { controlHandlers } from './provisioning/control-handlers.ts';
import { createDeviceCommands } from './provisioning/device-commands.ts';
import { startDeviceNotifications } from './provisioning/device-notifications.ts';
import { createFiguresDesk } from './provisioning/figures-desk.ts';
import { createFormWindows, followUpForms } from './provisioning/form-windows.ts';
import { createListDesk } from './provisioning/list-desk.ts';
import { createOrderBooks, recordSteps } from './provisioning/order-books.ts';
import { createPlanRuns } from './provisioning/plan-runs.ts';
import { rowControlHandlers } from './provisioning/row-control.ts';
import { createRowDesk } from './provisioning/row-desk.ts';
import { type SharedOrders, startSharedOrders } from './provisioning/shared-orders.ts';
import { startSimulatedDevices } from './provisioning/simulated-devices.ts';
import { createReportDesk } from './reports/report-desk.ts';
import { presharedKeysState } from './server/auth/preshared-keys.ts';
import type { DmServer } from './server/dm-server.ts';
import { rememberRefusals } from './server/refusals.ts';
import { openDataRepository } from './server/repository/data-repository.ts';
import { listenAsBefore } from './server-ports.ts';
import { openStore } from './store/store.ts';
import { startDeviceUpdates } from './updates/device-updates.ts';
import { createImageServing } from './updates/image-serving.ts';
import { createUpdateCheck } from './updates/update-check.ts';
import { updateControlHandlers } from './updates/update-control.ts';
import { createUpdateLedger } from './updates/update-ledger.ts';
import { createCertificateDesk } from './vault/certificate-desk.ts';
import { openCertificates } from './vault/certificates.ts';
import { createKeptIssuerKeys } from './vault/kept-issuer-keys.ts';
import { openVault } from './vault/vault.ts';

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
    let operators: Operators | undefined;
    const actor = options.actor ?? (() => operators?.currentActor() ?? { kind: 'bench' });
    const audit = openAuditLog({ ...{ dataFolder, store, vault, now, actor, bench: true } });
    closing.push(() => audit.close());
    const reports = createReportDesk({ dataFolder, audit });
    const auditVerifier = createAuditVerifier({ log: audit, reading: store.audit, now });
    closing.push(() => auditVerifier.stop());
    operators = createOperators({
      ...{ store, vault, now, newId, later },
      record: (act, actor) => audit.by(() => actor).record(act),
    });
    closing.push(() => operators?.close());
    const issuerKeys = createKeptIssuerKeys({ store, vault, now });
    const certificates = await openCertificates({ folder: dataFolder, vault, now, randomOctets });
    recordAuthority(audit, store.audit, certificates.authorityPem);
    const repository = openDataRepository({ store, folder: path.join(dataFolder, 'repository'), now, newId });
    const readerNames = openReaderNames(dataFolder);
    const stationSettings = openStationSettings(dataFolder);
    const readers = createReaders(pace, readerNames, stationSettings);
    closing.push(() => readers.close());
    const ledger = createUpdateLedger({ store, now, newId });
    const serving = createImageServing({ store, ledger, now });
    const listening = Promise.withResolvers<DmServer>();
    const forms = options.browser && createFormWindows(options.browser, listening.promise);
    const server = await listenAsBefore(options, {
      ...{ store, vault, certificates, repository, audit, now, newId, randomOctets },
      follower: { ...ledger, serving: serving.serving },
      ...(forms ? { showForDevice: (form) => forms.showForDevice(form) } : {}),
    });
    listening.resolve(server);
    closing.push(() => server.close());
    if (forms) closing.push(() => forms.close());
    const refusals = rememberRefusals(server.events, now);
    const devices = await startSimulatedDevices({
      store,
      vault,
      now,
      browser: forms?.browser,
      failed: (fault) => server.events.emit({ kind: 'simulatedDeviceFailed', fault }),
    });
    closing.push(() => devices.close());
    const notifications = startDeviceNotifications({ store, vault, audit, server, devices, now, newId });
    closing.push(() => notifications.close());
    const commands = createDeviceCommands({
      ...{ store, notifications, audit, now, newId },
      schemaOf: (moid) => inspection.library.schemaOf(moid),
    });
    const updates = startDeviceUpdates({
      ...{ store, ledger, serving, repository, notifications, audit, newId, every },
      check: createUpdateCheck({
        ...{ store, repository, server },
        schemaOf: (moid) => inspection.library.schemaOf(moid),
      }),
      events: server.events,
    });
    closing.push(() => updates.close());
    const planRuns = createPlanRuns({
      commands,
      ...{ store, notifications, server, now, newId, pause: () => pause() },
      schemaOf: (moid) => inspection.library.schemaOf(moid),
    });
    closing.push(() => planRuns.close());
    const alertDesk = startAlertDesk({
      ...{ store, commands, notifications, audit, actor, now },
      events: server.events,
    });
    closing.push(() => alertDesk.close());
    const waits = (deviceId: string) => store.suspendedPlans.get(deviceId) !== undefined;
    closing.push(followUpForms({ server, notifications, waits }));
    const listeners: BenchListener[] = [];
    const keepDevice = devices.adopt;
    const stepped = recordSteps(store, audit);
    const shared: SharedOrders = startSharedOrders({
      ...{ store, vault, audit, stepped, now, newId },
      resultOf: (jobId) => rowResult(store, jobId),
      isAtWork() {
        const batchId = runner.running();
        return batchId !== undefined && store.batches.get(batchId).shared !== undefined;
      },
      changed: (batchIds) => batchIds.forEach((batchId) => void runner.rowsChanged(batchId)),
    });
    const books = createOrderBooks(store, stepped, (id) => shared.book(id));
    const awaited = startAwaitedDevices({
      ...{ store, books, audit, now, events: server.events },
      changed: (job) => runner.deviceEnded(job),
      failed: (fault) => server.events.emit({ kind: 'awaitedRowNotKept', fault }),
    });
    let isConnected = false;
    shared.listen(({ kind }) => {
      // What devices did meanwhile is recorded where their rows are.
      if (kind === 'connected' && !isConnected) awaited.catchUpShared();
      isConnected = kind === 'connected';
    });
    const runner: BatchRunner = createBatchRunner(
      {
        ...{ store, books, vault, server, audit, keepDevice, browser: forms?.browser, now, randomOctets },
        callIn: devices.callIn,
        settingsOf: (station) => stationSettings.of(readers.systemOf(station)),
        settled: awaited.settled,
      },
      {
        station: (view) => listeners.forEach((listener) => void listener.station?.(view)),
        batch: (summary) => listeners.forEach((listener) => void listener.batch?.(summary)),
      },
    );
    const rowDesk = createRowDesk({ store, books, audit, now, newId, changed: runner.rowsChanged });
    const inspection = createInspection({
      ...{ store, server, notifications, now, newId },
      isLocked: () => operators?.isProductionLocked() ?? false,
      updateFirmware: (deviceId, wish) => updates.startFirmware(deviceId, wish),
    });
    closing.push(() => inspection.close());
    closing.push(() => shared.close());
    closing.push(() => awaited.close());
    // First of all: what stations have in hand is let go of where it was claimed.
    closing.push(() => runner.stop());
    listeners.push({
      batch: ({ batchId, state }) => {
        if (state === 'finished') inspection.batchEnded(batchId);
      },
    });
    const figures = createFiguresDesk({ store, running: () => runner.running(), now });
    const lists = createListDesk({
      records: store.orders,
      newId,
      tell: (progress) => listeners.forEach((listener) => void listener.listProgress?.(progress)),
    });
    closing.push(() => lists.closeAll());
    const deskReader = createDeskReader(virtualStation, pace);
    const desk = createCardDesk({
      store,
      vault,
      server,
      audit,
      now,
      readerFor(station) {
        const atWork = runner.stations().find(({ name }) => name === station)?.activity.kind;
        if (runner.running() !== undefined && atWork !== undefined && atWork !== 'finished')
          throw codedError('STATION_AT_WORK', { station });
        return readers.systemOf(station) === virtualStation ? deskReader : readers.get(station);
      },
      tell: (progress) => listeners.forEach((listener) => void listener.cardProgress?.(progress)),
    });
    const certificateDesk = createCertificateDesk({
      ...{ store, certificates, audit, now },
      names: server.names,
      presharedKeys: presharedKeysState(),
    });
    const control: ControlServer = await startControl(
      dataFolder,
      Buffer.from(randomOctets(24)).toString('base64url'),
      {
        ...controlHandlers({
          store,
          repository,
          notifications,
          commands,
          audit,
          figures,
          reports,
          inspection,
          planRuns,
          repositoryUri: server.http.repository,
        }),
        ...certificateControlHandlers({ vault, audit, certificateDesk, server }),
        ...alertControlHandlers({ alertDesk, audit }),
        ...updateControlHandlers({ updates, audit }),
        ...rowControlHandlers({ store, rowDesk, audit }),
      },
    );
    closing.push(() => control.close());
    return {
      store,
      vault,
      readers,
      readerNames,
      stationSettings,
      desk,
      repository,
      server,
      devices,
      notifications,
      commands,
      updates,
      planRuns,
      refusals,
      runner,
      awaited,
      books,
      shared,
      lists,
      rowDesk,
      certificateDesk,
      audit,
      auditVerifier,
      reports,
      operators,
      issuerKeys,
      inspection,
      alertDesk,
      figures,
      listen: (listener) => void listeners.push(listener),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Runs something later, unless that is taken back; it does not keep the process. */
function later(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds).unref();
  return () => clearTimeout(timer);
}

/** Runs something again and again, until that is ended; it does not keep the process. */
function every(milliseconds: number, run: () => void): () => void {
  const timer = setInterval(run, milliseconds).unref();
  return () => clearInterval(timer);
}
