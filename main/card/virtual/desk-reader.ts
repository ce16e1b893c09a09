import type { CardReader, InsertedCard } from '../reader.ts';
import { pause } from '../waiting.ts';
import { Uicc, virtualAdmKey } from './uicc.ts';
import type { Pace } from './virtual-reader.ts';

/** The card that lies in the virtual reader for work by hand: one and the same, as long as the workstation runs. */
export function createDeskReader(name: string, pace: Pace): CardReader {
  const card = new Uicc({ iccid: '8944500000000999990' });
  return {
    name,
    kind: 'virtual',
    async insertedCard(signal): Promise<InsertedCard> {
      signal.throwIfAborted();
      card.reset();
      return {
        atr: card.atr,
        protocol: card.protocol,
        issuerKey: virtualAdmKey,
        reset: async () => card.reset(),
        close: async () => card.reset(),
        async transmit(command) {
          if (pace.command > 0) await pause(pace.command, signal);
          return card.answer(command);
        },
      };
    },
    removed: async () => {},
  };
}
