import { mkdtempSync, readdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { type CodedError, codedError, toFault } from '../../../core/errors.ts';
import { openStore, type Store } from '../../store/store.ts';
import { testDoorkeeper } from '../auth/doorkeeper-fixture.ts';
import { refusal } from '../auth/shown-request.ts';
import { createHttpApplication, listenOn } from '../http-listener.ts';
import { createServerEvents, type ServerEventRecord } from '../server-events.ts';
import { type DataRepository, openDataRepository } from './data-repository.ts';
import type { RepositoryExchange, RepositoryHost } from './exchange.ts';
import { registerRepository } from './repository-endpoint.ts';
import type { RepositoryLimits } from './room.ts';

/** What the tests of the Data Repository share: one over a real store and a real folder, and a server before it. */

export const deviceId = 'IMEI:352099001761408';
export const otherId = 'IMEI:352099001761770';
export const device = { kind: 'device', deviceId } as const;
export const other = { kind: 'device', deviceId: otherId } as const;
export const shared = { kind: 'shared' } as const;
export const mine = `/repository/${encodeURIComponent(deviceId)}`;
export const theirs = `/repository/${encodeURIComponent(otherId)}`;

/** Limits that tests reach with little. */
export const smallLimits: RepositoryLimits = {
  resource: 1_000_000,
  upload: 400_000,
  uploadsOfDevice: 1_000_000,
  resourcesOfDevice: 5,
  total: 2_000_000,
};

/** The code that work failed with. */
export const codeOf = (work: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'done',
      (error: unknown) => toFault(error).code,
    );

export const messageOf = (error: unknown): string => (error as CodedError).fault.message;

/** Where the methods of every open file are: what one of them answers can be put in its place. */
export async function fileMethods(): Promise<FileHandle> {
  const handle = await open(os.devNull);
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

/** What the file system says when something fails. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: it failed, write '/home/somebody/data'`), { code });
}

/** Octets in parts, as they come over a line. */
export async function* inParts(octets: Uint8Array, length = 50_000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < octets.length; from += length) yield octets.subarray(from, from + length);
}

export interface OpenedRepository {
  readonly folder: string;
  readonly store: Store;
  readonly repository: DataRepository;
  /** The files that are in its folder now. */
  files(): readonly string[];
  clock: { now: number };
}

/** A Data Repository over a fresh data folder, or one that is there already; two devices are known. */
export function openRepository(
  options: { readonly folder?: string; readonly limits?: RepositoryLimits } = {},
): OpenedRepository {
  const { folder = mkdtempSync(path.join(os.tmpdir(), 'repository-')), limits } = options;
  const clock = { now: 1_795_600_000_500 };
  const store = openStore(folder, () => clock.now);
  if (store.devices.count() === 0) makeDevicesKnown(store);
  const inFolder = path.join(folder, 'repository');
  const repository = openDataRepository({
    store,
    folder: inFolder,
    now: () => clock.now,
    newId: () => crypto.randomUUID(),
    ...(limits ? { limits } : {}),
  });
  return { folder, store, repository, clock, files: () => readdirSync(inFolder) };
}

function makeDevicesKnown(store: Store): void {
  const order = {
    profileText: '{}',
    listName: 'l',
    orderDigest: 'd',
    mode: 'cardsOnly' as const,
    createdAt: 1,
  };
  store.batches.add({ batchId: 'b', name: 'b', ...order });
  for (const [index, id] of [deviceId, otherId].entries()) {
    const job = { jobId: `j${index}`, batchId: 'b', line: index + 1, deviceId: id, label: id, variables: {} };
    store.jobs.add([job], 1);
    const passwordSealed = new Uint8Array(1);
    store.devices.enrol({ deviceId: id, label: id, jobId: job.jobId, userName: id, passwordSealed }, 1);
  }
}

/** A request as it goes over the line: the path is sent as it is. */
export interface TestRequest {
  readonly method?: string;
  readonly path: string;
  /** Whose credentials are shown; nobody's where it is undefined. */
  readonly as?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** The code of the error that the body tells. */
  readonly code?: string;
}

export interface RunningRepository extends OpenedRepository {
  readonly port: number;
  readonly events: readonly ServerEventRecord[];
  /** Every exchange that is over, of each device. */
  readonly notes: readonly (RepositoryExchange & { readonly deviceId: string })[];
  /** Resolves with the notes when there are so many. */
  noted(count: number): Promise<RunningRepository['notes']>;
  /** The beginning of a request; the caller sends its body. */
  begin(request: TestRequest): http.ClientRequest;
  send(request: TestRequest): Promise<TestAnswer>;
  /** A request of the first device. */
  own(
    method: string,
    path: string,
    headers?: Readonly<Record<string, string>>,
    body?: Uint8Array | string,
  ): Promise<TestAnswer>;
  readonly server: http.Server;
  /** Ends the server, and not the store. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** What a device shows. */
export const basicOf = (id: string) => `Basic ${Buffer.from(`${id.slice(5)}:secret`).toString('base64')}`;

/** Starts a server whose Data Repository it is, on a port of the loopback. */
export async function startRepository(
  options: {
    readonly folder?: string;
    readonly limits?: RepositoryLimits;
    readonly stallTime?: number;
    readonly uploaded?: RepositoryHost['uploaded'];
    readonly renewed?: RepositoryHost['renewedCredentials'];
  } = {},
): Promise<RunningRepository> {
  const opened = openRepository(options);
  const notes: (RepositoryExchange & { readonly deviceId: string })[] = [];
  const waiting = new Set<() => void>();
  const serverEvents = createServerEvents();
  const events: ServerEventRecord[] = [];
  serverEvents.listen((event) => void events.push(event));
  const { doorkeeper } = testDoorkeeper({ events: serverEvents });
  const application = createHttpApplication(serverEvents, () => {});
  registerRepository(application, {
    repository: opened.repository,
    now: () => opened.clock.now,
    newId: () => crypto.randomUUID(),
    ...(options.stallTime === undefined ? {} : { stallTime: options.stallTime }),
    host: {
      admit: (request, reply, id) =>
        doorkeeper.admit(request, reply, id, {
          authenticate(named, { headers: { authorization } }) {
            const known = named === deviceId || named === otherId;
            if (known && authorization === basicOf(named)) return { kind: 'admitted', who: named };
            return refusal(authorization === undefined ? 'notShown' : 'wrong');
          },
          notAuthenticated: () => codedError('DM_NOT_AUTHENTICATED', {}),
        }),
      renewedCredentials: (id) => options.renewed?.(id),
      note(id, exchange) {
        notes.push({ deviceId: id, ...exchange });
        for (const look of [...waiting]) look();
      },
      uploaded: options.uploaded ?? (async () => {}),
    },
  });
  const port = await listenOn(application, '127.0.0.1', 0);
  const agent = new http.Agent({ keepAlive: true });
  const stop = async () => {
    agent.destroy();
    await application.close();
  };
  const begin = ({ method = 'GET', path: target, as, headers = {} }: TestRequest) =>
    http.request({
      ...{ host: '127.0.0.1', port, method, path: target, agent },
      headers: {
        ...(as === undefined ? {} : { authorization: basicOf(as), 'omadm-devid': as }),
        ...headers,
      },
    });
  const send = (request: TestRequest) => {
    const sent = begin(request);
    const answered = answerTo(sent);
    sent.end(request.body);
    return answered;
  };
  return {
    ...opened,
    port,
    events,
    notes,
    noted: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (notes.length < count) return;
          waiting.delete(look);
          resolve(notes);
        };
        waiting.add(look);
        look();
      }),
    begin,
    send,
    own: (method, target, headers = {}, body = '') =>
      send({ method, path: target, as: deviceId, headers, body }),
    server: application.server,
    stop,
    async close() {
      await stop();
      opened.store.close();
    },
  };
}

/** All of the answer to a request. */
export function answerTo(request: http.ClientRequest): Promise<TestAnswer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      response.toArray().then((parts: Buffer[]) => {
        const { statusCode: status = 0, headers } = response;
        const body = Buffer.concat(parts);
        const isFault = status >= 400 && /json/.test(headers['content-type'] ?? '') && body.length > 0;
        const { code } = isFault ? (JSON.parse(body.toString()) as { code: string }) : { code: undefined };
        resolve({ status, headers, body, ...(code === undefined ? {} : { code }) });
      }, reject);
    });
  });
}
