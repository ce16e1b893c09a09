import { connect } from 'node:net';

const getInputFocus = 43;

/**
 * The window of the X server that the keyboard types into: what no page can tell while Playwright has every page
 * believe that it has the focus.
 * @param display as in DISPLAY, of this machine
 */
export function focusedWindow(display: string): Promise<number> {
  const number = /^:(\d+)/.exec(display)?.[1];
  if (number === undefined) throw new Error(`no display of this machine: ${display}`);
  return new Promise((resolve, reject) => {
    const socket = connect(`/tmp/.X11-unix/X${number}`);
    let received = Buffer.alloc(0);
    let isSetUp = false;
    socket.on('error', reject);
    // Little-endian, protocol 11.0, no authorization.
    socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    socket.on('data', (octets) => {
      received = Buffer.concat([received, octets]);
      if (!isSetUp) {
        const setupLength = received.length < 8 ? Number.POSITIVE_INFINITY : 8 + 4 * received.readUInt16LE(6);
        if (received.length < setupLength) return;
        if (received[0] !== 1) return socket.destroy(new Error('the X server lets nobody in'));
        isSetUp = true;
        received = received.subarray(setupLength);
        socket.write(Buffer.from([getInputFocus, 0, 1, 0]));
      }
      if (received.length < 32) return;
      socket.end();
      resolve(received.readUInt32LE(8));
    });
  });
}
