import type { CardInterface, Context } from 'smartcard';
import { CodedError, codedError, faultOf } from '../../core/errors.ts';
import { pcscError, pcscLibrary } from './pcsc-library.ts';
import type { PcscMonitor, SeenReader } from './pcsc-monitor.ts';
import type { CardReader, InsertedCard, ReaderCondition } from './reader.ts';
import { pause } from './waiting.ts';

/** An answer may be this long; a shorter buffer fails after the card has executed the command. */
const longestAnswer = 65_538;
/** Another program may hold a card for a moment after it was put in (probing it, say). */
const sharingTries = 20;
const sharingPause = 100;

/**
 * A real reader.
 * @param name its PC/SC name
 * @param given the name that a person gave it
 */
export function createPcscReader(name: string, monitor: PcscMonitor, given = name): CardReader {
  let changes: number | undefined;
  return {
    name: given,
    kind: 'pcsc',
    async insertedCard(signal, listener) {
      let told = '';
      for (;;) {
        if (signal.aborted) throw codedError('STOPPED', {});
        const seen = readerIn(monitor, name);
        const condition = conditionOf(monitor, name, seen);
        if (condition === undefined && seen) {
          const card = await connect(name, signal);
          changes = seen.changes;
          return card;
        }
        if (condition && told !== JSON.stringify(condition)) {
          told = JSON.stringify(condition);
          listener(condition);
        }
        await monitor.changed(signal);
      }
    },
    async removed(signal) {
      for (;;) {
        const seen = readerIn(monitor, name);
        if (seen?.card === undefined || seen.card === 'absent' || seen.changes !== changes) return;
        await monitor.changed(signal);
        if (signal.aborted) throw codedError('STOPPED', {});
      }
    },
  };
}

function readerIn(monitor: PcscMonitor, name: string): SeenReader | undefined {
  const view = monitor.view();
  return view.kind === 'running' ? view.readers.find((reader) => reader.name === name) : undefined;
}

function conditionOf(
  monitor: PcscMonitor,
  name: string,
  seen: SeenReader | undefined,
): ReaderCondition | undefined {
  const view = monitor.view();
  if (view.kind === 'unavailable') return { kind: 'lost', fault: view.fault };
  if (seen === undefined) return { kind: 'lost', fault: faultOf('READER_LOST', { reader: name }) };
  if (seen.card === 'mute') return { kind: 'mute', fault: faultOf('CARD_MUTE', { reader: name }) };
  return seen.card === 'absent' ? { kind: 'empty' } : undefined;
}

/** Connects for us alone. Context and card are kept referenced together: a collected context kills its card. */
async function connect(name: string, signal: AbortSignal): Promise<InsertedCard> {
  const { context, card } = await open(name, signal);
  const library = pcscLibrary();
  const atr = new Uint8Array(card.atr ?? new Uint8Array());
  return {
    atr,
    protocol: card.protocol === library.SCARD_PROTOCOL_T0 ? 'T=0' : 'T=1',
    async transmit(command) {
      try {
        // The same octets, not a copy: a command may carry a key, which is overwritten when it was sent.
        const octets = Buffer.from(command.buffer, command.byteOffset, command.byteLength);
        const answer = await card.transmit(octets, { maxRecvLength: longestAnswer });
        return new Uint8Array(answer);
      } catch (error) {
        throw pcscError(error, name);
      }
    },
    async reset() {
      try {
        await resetCard(card);
      } catch (error) {
        throw pcscError(error, name);
      }
      if (Buffer.compare(card.atr ?? Buffer.alloc(0), atr) !== 0) throw codedError('CARD_OTHER_PUT_IN', {});
    },
    async close() {
      try {
        await resetCard(card);
        card.disconnect(library.SCARD_LEAVE_CARD);
      } catch {
        // The card or the service is gone already, and with it every key that was shown.
      }
      closeContext(context);
    },
  };
}

/** Power off and on. Reconnecting does it on another thread; disconnecting with a reset would hold up everything. */
async function resetCard(card: CardInterface): Promise<void> {
  const { SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1, SCARD_RESET_CARD } = pcscLibrary();
  await card.reconnect(SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, SCARD_RESET_CARD);
}

interface Connection {
  readonly context: InstanceType<typeof Context>;
  readonly card: CardInterface;
}

async function open(name: string, signal: AbortSignal): Promise<Connection> {
  const library = pcscLibrary();
  for (let tries = 1; ; tries++) {
    let context: InstanceType<typeof Context> | undefined;
    let failure: CodedError;
    try {
      context = new library.Context();
      const reader = context.listReaders().find((each) => each.name === name);
      if (reader === undefined) throw codedError('READER_LOST', { reader: name });
      const card = await reader.connect(
        library.SCARD_SHARE_EXCLUSIVE,
        library.SCARD_PROTOCOL_T0 | library.SCARD_PROTOCOL_T1,
      );
      return { context, card };
    } catch (error) {
      failure = error instanceof CodedError ? error : pcscError(error, name);
      if (context) closeContext(context);
    }
    if (failure.fault.code !== 'READER_BUSY' || tries >= sharingTries) throw failure;
    await pause(sharingPause, signal);
  }
}

function closeContext(context: InstanceType<typeof Context>): void {
  try {
    context.close();
  } catch {
    // The service is gone and took the context along.
  }
}
