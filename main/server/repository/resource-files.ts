import { constants, mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { CodedError, codedError } from '../../../core/errors.ts';
import { ContentStream, type Passed } from './content-stream.ts';
import type { OctetRange } from './ranges.ts';

/** A file that is being written: it counts only once it is finished. */
export interface FileDraft {
  /** @throws STORE_FULL, STORE_FAILED */
  write(octets: Uint8Array): Promise<void>;
  /** On the disk, whole, under its own name. @returns that name @throws STORE_FULL, STORE_FAILED */
  finish(): Promise<string>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** A file that stays as it is until it is closed, whatever becomes of its name. */
export interface OpenFile {
  /** Reads a part of it and closes it then; to be called once. The stream fails with REPOSITORY_UNREADABLE. */
  read(range: OctetRange, passed: Passed): Readable;
  close(): Promise<void>;
}

/** The folder that holds the larger bodies of the Data Repository, a file for each version of each. */
export interface ResourceFiles {
  /** @throws STORE_FULL, STORE_FAILED */
  draft(): Promise<FileDraft>;
  /**
   * Opens a file to be read: from this call on it is not removed before it is closed.
   * @param expected what the resource is called that is in it, and how many octets it has
   * @throws REPOSITORY_DAMAGED, REPOSITORY_UNREADABLE
   */
  open(file: string, expected: { readonly name: string; readonly size: number }): Promise<OpenFile>;
  /** Removes a file as soon as nobody reads it. */
  remove(file: string): Promise<void>;
}

/** A link in a file's place is not followed: whoever put it there would have devices read any file of this machine. */
const readAsIs = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/** What the file system says where the file is gone, or a link is in its place. */
const notAsWritten: readonly unknown[] = ['ENOENT', 'ELOOP'];

/** Names of our own: an id and one of two endings. What else lies in the folder is left alone. */
const ownName = /^[\w-]+\.(body|part)$/;

/**
 * Opens the folder of a data folder, making it where needed, and removes what no resource needs: drafts and bodies
 * that a process which is gone left behind.
 * @throws DATA_FOLDER_UNUSABLE
 */
export function openResourceFiles(
  folder: string,
  needed: ReadonlySet<string>,
  newId: () => string,
): ResourceFiles {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isFile() && ownName.test(entry.name) && !needed.has(entry.name))
        unlinkSync(path.join(folder, entry.name));
  } catch (error) {
    throw codedError('DATA_FOLDER_UNUSABLE', { folder, detail: reasonOf(error) }, { cause: error });
  }
  const readers = new Map<string, number>();
  const toRemove = new Set<string>();
  const unlinkNow = (file: string) => unlink(path.join(folder, file)).catch(leaveForTheSweep);
  const released = async (file: string): Promise<void> => {
    const left = (readers.get(file) ?? 1) - 1;
    if (left > 0) readers.set(file, left);
    else readers.delete(file);
    if (left === 0 && toRemove.delete(file)) await unlinkNow(file);
  };
  return {
    async draft() {
      const id = newId();
      const part = path.join(folder, `${id}.part`);
      return draftOf(part, `${id}.body`, await coded(() => open(part, 'wx', 0o600)));
    },
    async open(file, { name, size }) {
      readers.set(file, (readers.get(file) ?? 0) + 1);
      const unreadable = (error: unknown) =>
        codedError('REPOSITORY_UNREADABLE', { name, detail: reasonOf(error) }, { cause: error });
      let handle: FileHandle | undefined;
      try {
        handle = await open(path.join(folder, file), readAsIs);
        if ((await handle.stat()).size !== size) throw codedError('REPOSITORY_DAMAGED', { name });
        return openFileOf(handle, unreadable, () => released(file));
      } catch (error) {
        await handle?.close();
        await released(file);
        if (error instanceof CodedError) throw error;
        if (notAsWritten.includes(codeOf(error)))
          throw codedError('REPOSITORY_DAMAGED', { name }, { cause: error });
        throw unreadable(error);
      }
    },
    async remove(file) {
      if (readers.has(file)) toRemove.add(file);
      else await unlinkNow(file);
    },
  };
}

function openFileOf(
  handle: FileHandle,
  unreadable: (error: unknown) => CodedError,
  released: () => Promise<void>,
): OpenFile {
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= handle.close().finally(released);
    return closing;
  };
  return { close, read: (range, passed) => new ContentStream(handle, range, { passed, unreadable, close }) };
}

function draftOf(part: string, name: string, handle: FileHandle): FileDraft {
  const file = path.join(path.dirname(part), name);
  let written = false;
  return {
    async write(octets) {
      for (let from = 0; from < octets.length; ) {
        const { bytesWritten } = await coded(() => handle.write(octets, from));
        from += bytesWritten;
      }
    },
    async finish() {
      await coded(async () => {
        await handle.sync();
        await handle.close();
        await rename(part, file);
        written = true;
        await syncFolder(path.dirname(file));
      });
      return name;
    },
    async discard() {
      await handle.close().catch(() => {});
      await unlink(written ? file : part).catch(leaveForTheSweep);
    },
  };
}

/** A file that cannot be removed now is removed at the next start; nothing refers to it. */
function leaveForTheSweep(): void {}

/** A new name is on the disk only when its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What a file system says when there is no room: on the disk, for this user, or in one file. */
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

async function coded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (noRoom.includes(codeOf(error))) throw codedError('STORE_FULL', {}, { cause: error });
    throw codedError('STORE_FAILED', { detail: reasonOf(error) }, { cause: error });
  }
}

/** The code alone, where there is one: a device reads it too, and the message names paths of this machine. */
function reasonOf(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
