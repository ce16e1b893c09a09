import type { BrowserWindow } from 'electron';
import type { StationSetting } from '../../core/api-stations.ts';
import { codedError } from '../../core/errors.ts';
import type { Bench } from '../bench-services.ts';
import { writeWhole } from '../files.ts';
import { tryAgain } from '../provisioning/row-desk.ts';
import { takeScan } from '../provisioning/scans.ts';
import { stationCode } from '../provisioning/station-code.ts';
import { labelOf } from '../provisioning/station-order.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

type StationCalls =
  | 'scan'
  | 'letGo'
  | 'goOn'
  | 'retryAtStation'
  | 'awaited'
  | 'decideAwaited'
  | 'saveStation'
  | 'saveVirtualStations'
  | 'saveStationCode';

/** The handlers of what the window asks of stations, and of devices that are awaited. */
export function createStationHandlers(
  bench: Bench,
  window: BrowserWindow,
  changed: () => void,
): Pick<CallHandlers, StationCalls> {
  const { runner, store, rowDesk, awaited, readers, readerNames, stationSettings } = bench;
  const stationNames = () => readers.list().map(({ name }) => name);
  const context = { store, rowDesk, runner, stationNames };
  const settingsNow = () => {
    changed();
    return stationSettingsOf(bench);
  };
  return {
    scan: (request) => takeScan(context, request),
    async letGo({ station }) {
      const job = await runner.letGo(station);
      return job ? { kind: 'released', job: labelOf(job) } : { kind: 'none' };
    },
    goOn({ station }) {
      runner.goOn(station);
      return { station };
    },
    async retryAtStation({ jobId, station }) {
      const row = store.jobs.find(jobId);
      if (row === undefined) throw codedError('ROW_UNKNOWN', { row: jobId });
      await tryAgain(rowDesk, row);
      if (runner.running() === row.batchId) await runner.choose(station, jobId);
      return { jobId };
    },
    awaited({ batchId, offset, limit }) {
      const all = awaited.list(batchId);
      const rows = all.slice(offset, offset + limit).map(({ job, since, fault }) => ({
        ...labelOf(job),
        since,
        station: 'station' in job.state ? job.state.station : '',
        ...(fault ? { fault } : {}),
      }));
      return { total: all.length, rows };
    },
    async decideAwaited({ jobId, decision }) {
      await awaited.decide(jobId, decision);
      return { jobId };
    },
    async saveStation({ station, name, settings }) {
      if (!stationNames().includes(station)) throw codedError('STATION_UNKNOWN', { station });
      const system = readers.systemOf(station);
      if (name.trim() !== station) await readerNames.give(system, name);
      await stationSettings.save(system, settings);
      return settingsNow();
    },
    async saveVirtualStations({ count }) {
      await stationSettings.saveVirtualStations(count);
      return settingsNow();
    },
    saveStationCode: ({ station }) =>
      askWhereTo(
        window,
        { title: 'Save the barcode of the station', name: station, extension: 'svg' },
        (file) => writeWhole(file, stationCode(station)),
      ),
  };
}

/** Every station of this machine with its settings. */
export function stationSettingsOf({ readers, stationSettings }: Bench): readonly StationSetting[] {
  return readers.list().map(({ name, kind }) => ({
    ...{ name, kind },
    settings: stationSettings.of(readers.systemOf(name)),
  }));
}

/** Refuses stations that are for engineers, where a technician is there. @throws STATION_NOT_PERMITTED */
export function requireStations(bench: Bench, stations: readonly string[]): void {
  const here = bench.operators.state();
  if (here.kind !== 'signedIn' || here.operator.role !== 'technician') return;
  const refused = stations.find(
    (name) => bench.stationSettings.of(bench.readers.systemOf(name)).who === 'engineers',
  );
  if (refused !== undefined) throw codedError('STATION_NOT_PERMITTED', { station: refused });
}
