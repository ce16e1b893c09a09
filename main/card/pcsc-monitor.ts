import type { Context } from 'smartcard';
import { CodedError, type Fault, faultOf } from '../../core/errors.ts';
import { type PcscLibrary, pcscError, pcscLibrary } from './pcsc-library.ts';

/** A reader as it was seen last. */
export interface SeenReader {
  readonly name: string;
  readonly card: 'absent' | 'present' | 'mute';
  readonly atr?: Uint8Array;
  /** PC/SC counts insertions and removals: another number means that the card was changed meanwhile. */
  readonly changes: number;
}

/** Readers and cards as they are now, or why that cannot be told. */
export type PcscView =
  | { readonly kind: 'running'; readonly readers: readonly SeenReader[] }
  | { readonly kind: 'unavailable'; readonly fault: Fault };

/** The readers, by their PC/SC names, with which something is otherwise in the one view than in the other. */
export function changedReaders(before: PcscView, now: PcscView): readonly string[] {
  const [old, seen] = [readersOf(before), readersOf(now)];
  const names = new Set([...old.keys(), ...seen.keys()]);
  return [...names].filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(seen.get(name)));
}

function readersOf(view: PcscView): ReadonlyMap<string, SeenReader> {
  return new Map(view.kind === 'running' ? view.readers.map((reader) => [reader.name, reader]) : []);
}

/** Watches the smartcard service, its readers and their cards. */
export interface PcscMonitor {
  view(): PcscView;
  /** Resolves when the view has changed. */
  changed(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Milliseconds between one look and the next: the binding's own events get lost. */
const interval = 200;

/** The name under which the service tells that readers come and go; it is no reader. */
const plugAndPlay = '\\\\?PnP?\\Notification';

/**
 * Starts to watch. A service that is stopped and started again is seen again. Only the first look waits for the
 * service; the others do so on another thread, so that a service that is slow holds up nothing here.
 */
export function watchReaders(): PcscMonitor {
  let context: InstanceType<typeof Context> | undefined;
  let closed = false;
  let view = firstView();
  let waiting: (() => void)[] = [];
  let timer = setTimeout(poll, interval);
  // Watching alone keeps no process alive.
  timer.unref();

  function poll(): void {
    void look().then((next) => {
      if (closed) return;
      timer = setTimeout(poll, interval);
      timer.unref();
      if (JSON.stringify(next) === JSON.stringify(view)) return;
      view = next;
      const told = waiting;
      waiting = [];
      for (const resolve of told) resolve();
    });
  }

  function firstView(): PcscView {
    try {
      const library = pcscLibrary();
      context = new library.Context();
      return running(library, context.listReaders());
    } catch (error) {
      return failed(error);
    }
  }

  async function look(): Promise<PcscView> {
    try {
      const library = pcscLibrary();
      context ??= new library.Context();
      const states = await context.waitForChange([], 0);
      // Nothing at all may mean no reader or no service; only this call tells which.
      return running(library, states && states.length > 0 ? states : context.listReaders());
    } catch (error) {
      return failed(error);
    }
  }

  function failed(error: unknown): PcscView {
    closeContext();
    return noReaders(error) ? { kind: 'running', readers: [] } : unavailable(error);
  }

  function closeContext(): void {
    try {
      context?.close();
    } catch {
      // The service is gone, and the context with it: a new one is made at the next look.
    }
    context = undefined;
  }

  return {
    view: () => view,
    changed: (signal) =>
      new Promise((resolve) => {
        // A watcher that waits for a card does keep the process alive.
        const alive = setInterval(() => {}, 60_000);
        const done = () => {
          clearInterval(alive);
          signal.removeEventListener('abort', done);
          resolve();
        };
        waiting.push(done);
        signal.addEventListener('abort', done, { once: true });
        if (signal.aborted) done();
      }),
    close() {
      closed = true;
      clearTimeout(timer);
      closeContext();
    },
  };
}

interface ReaderState {
  readonly name: string;
  readonly state: number;
  readonly atr: Uint8Array | null;
}

function running(library: PcscLibrary, readers: readonly ReaderState[]): PcscView {
  const real = readers.filter(({ name }) => name !== plugAndPlay);
  return { kind: 'running', readers: real.map((reader) => seen(library, reader)) };
}

function seen(library: PcscLibrary, reader: ReaderState): SeenReader {
  const present = (reader.state & library.SCARD_STATE_PRESENT) !== 0;
  const mute = (reader.state & library.SCARD_STATE_MUTE) !== 0;
  return {
    name: reader.name,
    card: present ? (mute ? 'mute' : 'present') : 'absent',
    changes: reader.state >>> 16,
    ...(present && reader.atr ? { atr: new Uint8Array(reader.atr) } : {}),
  };
}

/** A service that runs without any reader is no fault. */
function noReaders(error: unknown): boolean {
  return error instanceof Error && /no readers/i.test(error.message);
}

function unavailable(error: unknown): PcscView {
  if (error instanceof CodedError) return { kind: 'unavailable', fault: error.fault };
  const { fault } = pcscError(error, '');
  const lost = fault.code === 'READER_FAILED' || fault.code === 'READER_LOST';
  return { kind: 'unavailable', fault: lost ? faultOf('PCSC_NOT_RUNNING', {}) : fault };
}
