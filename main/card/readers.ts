import { CodedError, codedError } from '../../core/errors.ts';
import { toHex } from '../../core/octets.ts';
import { type PcscMonitor, type PcscView, watchReaders } from './pcsc-monitor.ts';
import { createPcscReader } from './pcsc-reader.ts';
import type { CardReader } from './reader.ts';
import { noReaderNames, type ReaderNames } from './reader-names.ts';
import { noStationSettings, type StationSettingsFile } from './station-settings.ts';
import { createVirtualReader, type Pace } from './virtual/virtual-reader.ts';

/** The name of the station that is built in. */
export const virtualStation = 'Virtual station';
/** What the command line calls it. */
const virtualAlias = /^virtual(-\d+)?$/;
const virtualNumbered = /^Virtual station \d+$/;

/** The name of the how-manieth virtual station, from 1. */
export function virtualStationName(number: number): string {
  return number === 1 ? virtualStation : `${virtualStation} ${number}`;
}

/** The station that a name of the command line means. */
function stationMeant(name: string): string {
  if (!virtualAlias.test(name)) return name;
  return virtualStationName(Number(name.slice('virtual-'.length) || 1));
}

/** A reader as `readers` lists it. */
export interface ReaderListing {
  /** The name that a person gave it, or else that of the smartcard service. */
  readonly name: string;
  /** The name of the smartcard service, where a person gave it another one. */
  readonly system?: string;
  readonly kind: 'virtual' | 'pcsc';
  readonly card: 'absent' | 'present' | 'mute';
  readonly atr?: string;
}

/** The readers of this machine, and the virtual one. */
export interface Readers {
  /** State of the smartcard service; the virtual station needs none. */
  pcsc(): PcscView;
  list(): readonly ReaderListing[];
  /**
   * A reader by the name that a person or the smartcard service gave it; `virtual`, `virtual-2` … are virtual stations.
   * @throws READER_UNKNOWN, PCSC_NOT_RUNNING, PCSC_UNAVAILABLE
   */
  get(name: string): CardReader;
  /** The name in the system of a reader, or of a virtual station, that people may call something else. */
  systemOf(name: string): string;
  /** Resolves when readers or cards have changed. */
  changed(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Makes the readers, with the names that people gave them, and as many virtual ones as they have set. */
export function createReaders(
  pace: Pace,
  names: ReaderNames = noReaderNames,
  settings: StationSettingsFile = noStationSettings,
): Readers {
  // Looking for real readers begins when somebody asks: a run on the virtual station needs none.
  let monitor: PcscMonitor | undefined;
  const watch = () => {
    monitor ??= watchReaders();
    return monitor;
  };
  const list = (): readonly ReaderListing[] => {
    const view = watch().view();
    const real = view.kind === 'running' ? view.readers : [];
    return [
      ...Array.from({ length: settings.virtualStations() }, (_, index) => ({
        ...named(virtualStationName(index + 1), names),
        kind: 'virtual' as const,
        card: 'absent' as const,
      })),
      ...real.map(({ name, card, atr }) => ({
        ...named(name, names),
        kind: 'pcsc' as const,
        card,
        ...(atr ? { atr: toHex(atr) } : {}),
      })),
    ];
  };
  return {
    pcsc: () => watch().view(),
    list,
    get(name) {
      const virtual = names.readerCalled(name) ?? stationMeant(name);
      if (virtual === virtualStation || virtualNumbered.test(virtual)) {
        const shown = name === 'virtual' || name === virtual ? (names.nameOf(virtual) ?? virtual) : name;
        return createVirtualReader(shown, pace);
      }
      const view = watch().view();
      if (view.kind === 'unavailable') throw new CodedError(view.fault);
      const system = names.readerCalled(name) ?? name;
      if (!view.readers.some((reader) => reader.name === system)) {
        const known = view.readers.map((reader) => names.nameOf(reader.name) ?? reader.name);
        throw codedError('READER_UNKNOWN', { reader: name, known: ['virtual', ...known].join(', ') });
      }
      return createPcscReader(system, watch(), names.nameOf(system));
    },
    systemOf: (name) => names.readerCalled(name) ?? stationMeant(name),
    changed: (signal) => watch().changed(signal),
    close: () => monitor?.close(),
  };
}

function named(system: string, names: ReaderNames): Pick<ReaderListing, 'name' | 'system'> {
  const given = names.nameOf(system);
  return given === undefined ? { name: system } : { name: given, system };
}
