import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { CodedError, codedError } from '../../../core/errors.ts';

/**
 * The octets of a body, as they come. What fails leaves the connection alone, so that it can still be answered.
 * @param stallTime how long nothing may come; milliseconds
 * @throws REPOSITORY_STALLED, REPOSITORY_BROKEN_OFF
 */
export async function* partsOf(body: IncomingMessage, stallTime: number): AsyncGenerator<Uint8Array> {
  const parts: AsyncIterator<Buffer> = body.iterator({ destroyOnReturn: false });
  let stalled = false;
  try {
    for (;;) {
      const next = await inTime(parts.next(), stallTime);
      if (next.done === true) break;
      yield next.value;
    }
  } catch (error) {
    stalled = error instanceof CodedError;
    throw stalled ? error : codedError('REPOSITORY_BROKEN_OFF', {}, { cause: error });
  } finally {
    // A stalled one ends with its connection: whoever waits for its next part waits until then.
    if (!stalled) await parts.return?.();
  }
  if (!body.complete) throw codedError('REPOSITORY_BROKEN_OFF', {});
}

function inTime<Result>(work: Promise<Result>, time: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(codedError('REPOSITORY_STALLED', { seconds: time / 1000 })), time);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const usualDiscardTime = 60_000;

/**
 * Takes the rest of a body off the line that is not wanted: many clients read an answer only when they have sent
 * everything. One that goes on for too long is cut off.
 * @param most octets
 * @param time milliseconds
 */
export function discardRest(body: IncomingMessage, most: number, time = usualDiscardTime): void {
  if (body.complete || body.destroyed) return;
  let left = most;
  const timer = setTimeout(() => body.destroy(), time);
  body.once('close', () => clearTimeout(timer));
  body.once('end', () => clearTimeout(timer));
  body.on('data', (part: Buffer) => {
    left -= part.length;
    if (left < 0) body.destroy();
  });
  body.on('error', ended);
  body.resume();
}

/** It broke off: there is nothing more to take. */
function ended(): void {}

/**
 * Lets requests that ask before they send their content (`Expect: 100-continue`; RFC 9110, 10.1.1) come without being
 * told to go on, where whoever answers them tells it: what is refused is not sent at all.
 */
export function leaveContinueToHandler(server: Server, concerns: (path: string) => boolean): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!concerns(request.url ?? '')) response.writeContinue();
    server.emit('request', request, response);
  });
}
