import { CodedError, codedError } from '../../core/errors.ts';
import { toHex } from '../../core/octets.ts';
import { type PcscMonitor, type PcscView, watchReaders } from './pcsc-monitor.ts';
import { createPcscReader } from './pcsc-reader.ts';
import type { CardReader } from './reader.ts';
import { createVirtualReader, type Pace } from './virtual/virtual-reader.ts';

/** The name of the station that is built in. */
export const virtualStation = 'Virtual station';
/** What the command line calls it. */
const virtualAlias = /^virtual(-\d+)?$/;

/** A reader as `readers` lists it. */
export interface ReaderListing {
  readonly name: string;
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
   * A reader by its name; `virtual`, `virtual-2` … are virtual stations.
   * @throws READER_UNKNOWN, PCSC_NOT_RUNNING, PCSC_UNAVAILABLE
   */
  get(name: string): CardReader;
  /** Resolves when readers or cards have changed. */
  changed(signal: AbortSignal): Promise<void>;
  close(): void;
}

export function createReaders(pace: Pace): Readers {
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
      { name: virtualStation, kind: 'virtual', card: 'absent' },
      ...real.map(({ name, card, atr }) => ({
        name,
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
      if (name === virtualStation || virtualAlias.test(name))
        return createVirtualReader(name === 'virtual' ? virtualStation : name, pace);
      const view = watch().view();
      if (view.kind === 'unavailable') throw new CodedError(view.fault);
      if (!view.readers.some((reader) => reader.name === name)) {
        const known = ['virtual', ...view.readers.map((reader) => reader.name)].join(', ');
        throw codedError('READER_UNKNOWN', { reader: name, known });
      }
      return createPcscReader(name, watch());
    },
    changed: (signal) => watch().changed(signal),
    close: () => monitor?.close(),
  };
}
