import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { CodedError, codedError } from '../../core/errors.ts';
import type { Audit, AuditLog } from '../audit/audit-log.ts';
import { handOut } from '../audit/hand-out.ts';
import { notWritten } from '../files.ts';
import type { DocumentTask, DocumentWork, WorkerAnswer, WorkerMessage } from './report-work.ts';

/** How far a document is: pages, rows or labels. */
export interface DocumentProgress {
  readonly done: number;
  readonly total: number;
}

export interface DocumentOptions {
  /** Who hands it out; left out, whoever acts at the bench. */
  readonly record?: Audit;
  /** Gives it up; nothing is left of it. */
  readonly signal?: AbortSignal;
  readonly progress?: (progress: DocumentProgress) => void;
  /** Whether nothing may be written that holds secrets. */
  readonly withoutSecrets?: boolean;
}

/** Writes reports and labels of batches, in a thread of its own: nothing else waits for it. */
export interface ReportDesk {
  /**
   * Writes a document into a file, whole or not at all, as the store is at that moment. Same data, same octets.
   * @returns how many pages, rows or labels it has
   * @throws BATCH_UNKNOWN, FILE_NOT_WRITTEN, STOPPED, PRODUCTION_LOCKED, LABEL_NONE, LABEL_BARCODE_UNFIT,
   *   LABEL_BARCODE_NARROW, LABEL_TOO_SMALL, LABEL_SKIP_TOO_FAR, STORE_FULL
   */
  write(file: string, work: DocumentWork, options?: DocumentOptions): Promise<number>;
  /** Told how far each document is. */
  listen(listener: (progress: DocumentProgress) => void): void;
}

/** Beside the sources, beside the bundles, or beside the folder of their shared parts. */
const workerPlaces = ['report-worker.ts', 'report-worker.js', '../report-worker.js'];

export function createReportDesk(services: {
  readonly dataFolder: string;
  readonly audit: AuditLog;
}): ReportDesk {
  const { dataFolder, audit } = services;
  const listeners: ((progress: DocumentProgress) => void)[] = [];
  return {
    listen: (listener) => void listeners.push(listener),
    async write(file, work, options = {}) {
      const { record = audit, signal, progress, withoutSecrets = false } = options;
      const draft = `${file}.new`;
      const clear = () => rm(draft, { force: true });
      await clear().catch((error: unknown) => Promise.reject(notWritten(file, error)));
      const thread = startThread(
        { folder: dataFolder, file, draft, work, withoutSecrets },
        {
          sign: (statement) => audit.sign('report', statement),
          progress(done) {
            progress?.(done);
            for (const listener of listeners) listener(done);
          },
          signal,
        },
      );
      try {
        const { sha256 } = await thread.ready;
        const what = work.kind === 'report' ? 'report' : 'labels';
        const act = { kind: 'fileHandedOut', what, ...(sha256 === undefined ? {} : { sha256 }) } as const;
        return await handOut(record, act, { batchId: work.batchId }, async () => {
          thread.answer({ kind: 'write' });
          const { count } = await thread.written;
          await rename(draft, file).catch((error: unknown) => Promise.reject(notWritten(file, error)));
          return count;
        });
      } finally {
        await thread.end();
        // After a rename there is none; a failure to clear must not hide what went wrong.
        await clear().catch(() => {});
      }
    },
  };
}

type Ready = Extract<WorkerMessage, { kind: 'ready' }>;
type Written = Extract<WorkerMessage, { kind: 'written' }>;

/** The thread of a document, with the two things that it comes to. */
function startThread(
  task: DocumentTask,
  hooks: {
    readonly sign: (statement: object) => string;
    readonly progress: (progress: DocumentProgress) => void;
    readonly signal: AbortSignal | undefined;
  },
) {
  const { sign, progress, signal } = hooks;
  const ready = Promise.withResolvers<Ready>();
  const written = Promise.withResolvers<Written>();
  // Whichever is not waited for any more fails unheard.
  ready.promise.catch(() => {});
  written.promise.catch(() => {});
  const fail = (error: unknown) => {
    ready.reject(error);
    written.reject(error);
  };
  const worker = new Worker(workerFile(), { workerData: task });
  const answer = (message: WorkerAnswer) => worker.postMessage(message);
  const stop = () => {
    fail(codedError('STOPPED', {}));
    void worker.terminate();
  };
  worker.on('message', (message: WorkerMessage) => {
    switch (message.kind) {
      case 'sign':
        return answer({ kind: 'signed', signature: sign(message.statement) });
      case 'progress':
        return progress({ done: message.done, total: message.total });
      case 'ready':
        return ready.resolve(message);
      case 'written':
        return written.resolve(message);
      case 'fault':
        return fail(new CodedError(message.fault));
    }
  });
  worker.once('error', fail);
  worker.once('exit', () => fail(codedError('INTERNAL', { detail: 'the thread of a document ended early' })));
  if (signal?.aborted) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  return {
    ready: ready.promise,
    written: written.promise,
    answer,
    async end() {
      signal?.removeEventListener('abort', stop);
      await worker.terminate();
    },
  };
}

function workerFile(): string {
  const files = workerPlaces.map((place) => path.join(import.meta.dirname, place));
  return files.find((file) => existsSync(file)) ?? 'report-worker.js';
}
