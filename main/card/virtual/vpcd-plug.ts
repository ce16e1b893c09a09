import { connect, type Socket } from 'node:net';
import { codedError } from '../../../core/errors.ts';
import { Uicc, type UiccOptions } from './uicc.ts';

/** A virtual card in a reader of vpcd. */
export interface VpcdPlug {
  readonly card: Uicc;
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
  options: UiccOptions | Uicc,
): Promise<VpcdPlug> {
  const card = options instanceof Uicc ? options : new Uicc(options);
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.setNoDelay(true);
    let plugged = false;
    const out = new Promise<void>((gone) => socket.once('close', () => gone()));
    socket.once('error', (cause) => {
      if (!plugged)
        reject(codedError('READER_LOST', { reader: `vpcd ${address.host}:${address.port}` }, { cause }));
    });
    socket.once('connect', () => {
      plugged = true;
      serve(socket, card);
      resolve({ card, out, pull: () => socket.destroy() });
    });
  });
}

function serve(socket: Socket, card: Uicc): void {
  let waiting = Buffer.alloc(0);
  socket.on('data', (octets) => {
    waiting = Buffer.concat([waiting, octets]);
    while (waiting.length >= 2) {
      const length = waiting.readUInt16BE(0);
      if (waiting.length < 2 + length) return;
      const message = waiting.subarray(2, 2 + length);
      waiting = waiting.subarray(2 + length);
      const answer = answerTo(message, card);
      if (answer) socket.write(Buffer.concat([lengthOf(answer), answer]));
    }
  });
}

function answerTo(message: Uint8Array, card: Uicc): Uint8Array | undefined {
  if (message.length !== 1) return card.answer(new Uint8Array(message));
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

function lengthOf(octets: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(octets.length);
  return length;
}
