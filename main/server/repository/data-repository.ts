import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Page } from '../../../core/api.ts';
import { repositoryLimits } from '../../../core/dm/choices.ts';
import { codedError } from '../../../core/errors.ts';
import type {
  RepositoryUsage,
  ResourceContent,
  ResourceInfo,
  ResourceOwner,
} from '../../store/repository.ts';
import type { Store } from '../../store/store.ts';
import type { Passed } from './content-stream.ts';
import { checkedMediaType } from './media-type.ts';
import { type OctetRange, wholeOf } from './ranges.ts';
import { receive } from './receive.ts';
import { openResourceFiles, type ResourceFiles } from './resource-files.ts';
import { checkedName, resourcePath } from './resource-name.ts';
import { createRoom, type Incoming, type RepositoryLimits } from './room.ts';

/** What is to be put into the Data Repository, beside its content. */
export interface Upload extends Incoming {
  readonly mediaType: string;
}

/** Decides, with what is there, whether something may happen to it: it throws where not. */
export type Condition = (current: ResourceInfo | undefined) => void;

/** What is to be in the store together with a resource. */
export type Within = (info: ResourceInfo) => void;

/** A resource as it was when it was opened, whatever is put in its place meanwhile. */
export interface OpenResource {
  readonly info: ResourceInfo;
  /** Reads all of it, or a part, and closes it then; to be called once. */
  read(range?: OctetRange, passed?: Passed): Readable;
  close(): Promise<void>;
}

/** The Data Repository of a bench: what devices fetch and what they put there, each with a space of its own. */
export interface DataRepository {
  info(owner: ResourceOwner, name: string): ResourceInfo | undefined;
  /** Opens what `info` tells at the moment of the call. @throws REPOSITORY_NOT_FOUND, _DAMAGED, _UNREADABLE */
  open(owner: ResourceOwner, name: string): Promise<OpenResource>;
  /**
   * Puts a resource in place of the one of that name: it is seen once all of it is on the disk, and not before. The
   * condition is asked before anything is taken in, and again at the moment when it becomes visible.
   * @throws REPOSITORY_NAME_WRONG, _HEADER_WRONG, _TOO_LARGE, _QUOTA, DEVICE_UNKNOWN, STORE_FULL, STORE_FAILED, and
   * what the condition and the content throw
   */
  put(
    upload: Upload,
    content: AsyncIterable<Uint8Array>,
    condition?: Condition,
  ): Promise<{ readonly info: ResourceInfo; readonly replaced: boolean }>;
  /**
   * Puts a file of this machine there.
   * @param within runs in the transaction that makes it seen
   * @throws FILE_UNREADABLE, and what `put` throws
   */
  putFile(
    owner: ResourceOwner,
    name: string,
    mediaType: string,
    file: string,
    within?: Within,
  ): Promise<ResourceInfo>;
  /** @throws REPOSITORY_NOT_FOUND, STORE_FULL, STORE_FAILED, and what the condition throws */
  delete(owner: ResourceOwner, name: string, condition?: Condition): Promise<void>;
  /** Resources whose owner or name holds a text, by owner and name; what is shared comes first. */
  list(query: {
    readonly search: string;
    readonly offset: number;
    readonly limit: number;
  }): Page<ResourceInfo>;
  usage(): RepositoryUsage;
  /** Tells after something was put or deleted. @returns what ends that */
  listen(listener: () => void): () => void;
  /** Resolves when nothing is coming in and nothing is being deleted any more. */
  settled(): Promise<void>;
}

export interface DataRepositoryOptions {
  readonly store: Store;
  /** The folder for the larger contents. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly limits?: RepositoryLimits;
}

/** Opens the Data Repository, and removes what an ended process left half-written. @throws DATA_FOLDER_UNUSABLE */
export function openDataRepository(options: DataRepositoryOptions): DataRepository {
  const { store, folder, now, newId, limits = repositoryLimits } = options;
  const records = store.repository;
  const files = openResourceFiles(folder, new Set(records.files()), newId);
  const room = createRoom(records, limits);
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const underWay = new Set<Promise<unknown>>();
  const tracked = <Result>(work: Promise<Result>): Promise<Result> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };

  const put = async (
    upload: Upload,
    content: AsyncIterable<Uint8Array>,
    condition: Condition,
    within?: Within,
  ) => {
    const { owner, byDevice } = upload;
    const name = checkedName(upload.name);
    const mediaType = checkedMediaType(upload.mediaType);
    if (owner.kind === 'device' && store.devices.get(owner.deviceId) === undefined)
      throw codedError('DEVICE_UNKNOWN', { device: owner.deviceId });
    condition(records.info(owner, name));
    const claim = room.claim(upload);
    try {
      const received = await receive(content, files, claim);
      const { size, etag } = received;
      const info = { owner, name, mediaType, size, etag, uploaded: byDevice, changedAt: now() };
      const keep = () => {
        const current = records.info(owner, name);
        // What was there when the content began to come may be another by now.
        condition(current);
        claim.confirm(current);
        within?.(info);
        return { replaced: current !== undefined, file: records.put({ ...info, content: received.content }) };
      };
      // What is kept is counted as such from then on, and not as coming in any more.
      const kept = await store.grouped(keep, claim.end).catch(async (error: unknown) => {
        await removeFile(files, received.content);
        throw error;
      });
      if (kept.file !== undefined) await files.remove(kept.file);
      changed();
      return { info: Object.freeze(info), replaced: kept.replaced };
    } finally {
      claim.end();
    }
  };

  const remove = async (owner: ResourceOwner, name: string, condition: Condition) => {
    const file = await store.grouped(() => {
      const current = records.info(owner, name);
      condition(current);
      if (current === undefined) throw notFound(owner, name);
      return records.remove(owner, name);
    });
    if (file !== undefined) await files.remove(file);
    changed();
  };

  return {
    info: (owner, name) => records.info(owner, name),
    async open(owner, name) {
      const found = records.find(owner, name);
      if (found === undefined) throw notFound(owner, name);
      const { content, ...info } = found;
      return content.kind === 'inline'
        ? openInline(info, content.body)
        : openInFile(info, content.file, files);
    },
    put: (upload, content, condition = always) => tracked(put(upload, content, condition)),
    async putFile(owner, name, mediaType, file, within) {
      const found = await stat(file).catch((error: unknown) => {
        throw unreadable(file, error);
      });
      // What is no file may never end.
      if (!found.isFile()) throw unreadable(file, new Error('it is no file'));
      const upload = { owner, name, mediaType, byDevice: false, length: found.size };
      return (await tracked(put(upload, contentOfFile(file), always, within))).info;
    },
    delete: (owner, name, condition = always) => tracked(remove(owner, name, condition)),
    list: ({ search, ...page }) => records.list(search, page),
    usage: () => records.usage(),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

function always(): void {}

function openInline(info: ResourceInfo, body: Uint8Array): OpenResource {
  return {
    info,
    read: (range = wholeOf(info.size), passed = ignored) => Readable.from(partOf(body, range, passed)),
    close: async () => {},
  };
}

function* partOf(body: Uint8Array, { first, last }: OctetRange, passed: Passed): Generator<Buffer> {
  passed(last + 1 - first);
  yield Buffer.from(body.buffer, body.byteOffset + first, last + 1 - first);
}

/** Nobody asked to be told. */
function ignored(): void {}

async function openInFile(info: ResourceInfo, name: string, files: ResourceFiles): Promise<OpenResource> {
  const file = await files.open(name, info);
  return {
    info,
    read: (range = wholeOf(info.size), passed = ignored) => file.read(range, passed),
    close: () => file.close(),
  };
}

async function removeFile(files: ResourceFiles, content: ResourceContent): Promise<void> {
  if (content.kind === 'file') await files.remove(content.file);
}

async function* contentOfFile(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown) {
  const detail = error instanceof Error ? error.message : String(error);
  return codedError('FILE_UNREADABLE', { file, detail }, { cause: error });
}

function notFound(owner: ResourceOwner, name: string) {
  return codedError('REPOSITORY_NOT_FOUND', { path: resourcePath(owner, name) });
}
