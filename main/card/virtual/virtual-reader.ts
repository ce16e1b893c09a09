import type { CardReader, InsertedCard } from '../reader.ts';
import { pause } from '../waiting.ts';
import { Uicc, virtualAdmKey } from './uicc.ts';

/** How fast the virtual station goes: as fast as it can, or so that a person can watch. */
export interface Pace {
  /** Milliseconds that a command takes. */
  readonly command: number;
  /** Milliseconds between one card and the next. */
  readonly change: number;
}

/** No waiting at all: for the command line and tests. */
export const fullSpeed: Pace = { command: 0, change: 0 };

/** About as fast as a quick card in a real reader, and a quick hand. */
export const realisticPace: Pace = { command: 11, change: 900 };

/** The station that is built in: for each row a new prepared card is made and put in. */
export function createVirtualReader(name: string, pace: Pace): CardReader {
  return {
    name,
    kind: 'virtual',
    async insertedCard(signal, _listener, iccid): Promise<InsertedCard> {
      signal.throwIfAborted();
      const card = new Uicc(iccid === undefined ? {} : { iccid });
      return {
        atr: card.atr,
        protocol: card.protocol,
        issuerKey: virtualAdmKey,
        reset: async () => card.reset(),
        close: async () => {},
        async transmit(command) {
          if (pace.command > 0) await pause(pace.command, signal);
          return card.answer(command);
        },
      };
    },
    async removed(signal) {
      if (pace.change > 0) await pause(pace.change, signal);
    },
  };
}
