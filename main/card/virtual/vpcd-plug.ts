import { connect, type Socket } from 'node:net';
import { codedError } from '../../../core/errors.ts';
import type { VirtualCard } from './virtual-card.ts';

/** A virtual card in a reader of vpcd. */
export interface VpcdPlug {
  /** Takes the card out. */
  pull(): void;
  /** Resolves when it is out, whoever took it out. */
  readonly out: Promise<void>;
}

const control = { powerOff: 0, powerOn: 1, reset: 2, atr: 4 } as const;

/**
 * Puts a card into a reader of vpcd: a TCP connection, each message two octets of length (big-endian) and the
 * octets. One-octet messages are power off, power on, reset, and the question for the ATR.
 * @throws READER_LOST where nothing listens there
 */
export function plugIntoVpcd(
  address: { readonly host: string; readonly port: number },
  card: VirtualCard,
): Promise<VpcdPlug> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.setNoDelay(true);
    let plugged = false;
    const out = new Promise<void>((gone) => socket.once('close', () => gone()));
    socket.on('error', (cause) => {
      if (!plugged)
        reject(codedError('READER_LOST', { reader: `vpcd ${address.host}:${address.port}` }, { cause }));
    });
    socket.once('connect', () => {
      plugged = true;
      serve(socket, card);
      resolve({ out, pull: () => socket.destroy() });
    });
  });
}

/** Answers one message after the other, in their order; a card that is pulled takes the connection along. */
function serve(socket: Socket, card: VirtualCard): void {
  let received = Buffer.alloc(0);
  let answered = Promise.resolve();
  const takeOut = () => void socket.destroy();
  socket.on('data', (octets) => {
    received = Buffer.concat([received, octets]);
    while (received.length >= 2) {
      const length = received.readUInt16BE(0);
      if (received.length < 2 + length) return;
      const message = new Uint8Array(received.subarray(2, 2 + length));
      received = received.subarray(2 + length);
      answered = answered.then(() => answerTo(message, card)).then((answer) => send(socket, answer), takeOut);
    }
  });
}

async function answerTo(message: Uint8Array, card: VirtualCard): Promise<Uint8Array | undefined> {
  if (message.length !== 1) return card.transmit(message);
  switch (message[0]) {
    case control.atr:
      return card.atr;
    case control.powerOff:
    case control.powerOn:
    case control.reset:
      card.reset();
      return undefined;
    default:
      return undefined;
  }
}

function send(socket: Socket, answer: Uint8Array | undefined): void {
  if (answer === undefined || socket.destroyed) return;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(answer.length);
  socket.write(Buffer.concat([length, answer]));
}
