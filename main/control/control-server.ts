import { timingSafeEqual } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { codedError, httpStatusOf, toFault } from '../../core/errors.ts';
import { type ControlCall, type ControlHandlers, controlFileName, controlRequests } from './control-calls.ts';

/** What the bench can be asked from outside, until it is closed. */
export interface ControlServer {
  close(): Promise<void>;
}

const largestRequest = 64 * 1024;

/**
 * Lets the command line reach this bench: on the loopback only, with a token that is in a file of the data folder
 * that its owner alone may read.
 * @throws DATA_FOLDER_UNUSABLE
 */
export async function startControl(
  folder: string,
  token: string,
  handlers: ControlHandlers,
): Promise<ControlServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    carryOut(request, token, handlers, gone.signal).then(
      (result) => answer(200, { answer: result }),
      (error: unknown) => {
        const fault = toFault(error);
        answer(httpStatusOf(fault.code), { fault });
      },
    );
  });
  server.requestTimeout = 10_000;
  const port = await listen(server);
  const file = path.join(folder, controlFileName);
  try {
    // A file that an ended process left may be anybody's to read.
    rmSync(file, { force: true });
    writeFileSync(file, JSON.stringify({ port, token }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    server.close();
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('DATA_FOLDER_UNUSABLE', { folder, detail }, { cause: error });
  }
  return {
    close: () =>
      new Promise((resolve) => {
        rmSync(file, { force: true });
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function carryOut(
  request: IncomingMessage,
  token: string,
  handlers: ControlHandlers,
  signal: AbortSignal,
): Promise<unknown> {
  const body = await bodyOf(request);
  const shown = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const [left, right] = [Buffer.from(shown), Buffer.from(token)];
  // A web page on this machine can send requests here, and knows no token.
  if (left.length !== right.length || !timingSafeEqual(left, right))
    throw codedError('DM_NOT_AUTHENTICATED', {});
  const name = request.url?.slice(1) ?? '';
  if (request.method !== 'POST' || !isCall(name))
    throw codedError('USAGE', { detail: `the bench has no call ${name.slice(0, 100)}.` });
  return call(name, body, handlers, signal);
}

function isCall(name: string): name is ControlCall {
  return Object.hasOwn(controlRequests, name);
}

async function call<Call extends ControlCall>(
  name: Call,
  body: string,
  handlers: ControlHandlers,
  signal: AbortSignal,
): Promise<unknown> {
  const parsed = controlRequests[name].safeParse(jsonOf(body));
  if (!parsed.success)
    throw codedError('USAGE', { detail: `the request is not one of ${name}: ${parsed.error.message}` });
  const handler = handlers[name] as (request: unknown, signal: AbortSignal) => unknown;
  return handler(parsed.data, signal);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw codedError('USAGE', { detail: 'the request is not JSON.' }, { cause: error });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > largestRequest)
      throw codedError('USAGE', { detail: `the request is larger than ${largestRequest} octets.` });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
