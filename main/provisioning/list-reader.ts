import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { CodedError, codedError } from '../../core/errors.ts';
import type { ListFile } from '../../core/order/read-table.ts';
import type { DeviceRow, ListProblem } from '../../core/provisioning/device-list.ts';
import type { OrderRecords } from '../store/order-records.ts';
import type { FromThread, ListCall, ListCalls, Question, ToThread } from './list-messages.ts';
import type { Progress } from './list-work.ts';

/** A list that a thread of its own works on, so that neither the window nor the server waits for it. */
export interface ListReader {
  readonly name: string;
  /** @throws LIST_READING_STOPPED where the thread ended, LIST_GONE where it was closed */
  call<Name extends keyof ListCalls>(
    name: Name,
    request: ListCalls[Name]['request'],
  ): Promise<ListCalls[Name]['answer']>;
  /** All rows, a part at a time. */
  rows(): Promise<readonly DeviceRow[]>;
  /** All problems, a part at a time. */
  problems(): Promise<readonly ListProblem[]>;
  /** Gives up whatever is being done. */
  close(): Promise<void>;
}

/** What the thread asks of the store; without one, nothing is remembered. */
export type ListRecords = Pick<OrderRecords, 'mapping' | 'earlier'>;

/** Rows that are handed over at once: more would hold up what else is to be done. */
const rowsAtOnce = 500;
/** Megabytes that the thread may fill: a list at the limits takes less. */
const memory = { maxOldGenerationSizeMb: 3072 };

/** Starts to work on a list file; its octets are copied. */
export function openListReader(
  file: ListFile,
  records: ListRecords | undefined,
  tell: (progress: Progress) => void = () => {},
): ListReader {
  const octets = Uint8Array.from(file.octets);
  const worker = new Worker(threadFile(), {
    workerData: { name: file.name, octets },
    transferList: [octets.buffer],
    resourceLimits: memory,
  });
  worker.unref();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let ended: CodedError | undefined;
  let asked = 0;
  const end = (error: CodedError) => {
    ended ??= error;
    for (const each of waiting.values()) each.reject(ended);
    waiting.clear();
  };
  const send = (message: ToThread) => worker.postMessage(message);
  worker.on('message', (message: FromThread) => {
    // What was still on the way when the list was closed is for nobody; the store may be closed, too.
    if (ended) return;
    switch (message.kind) {
      case 'answer':
        waiting.get(message.id)?.resolve(message.answer);
        return settle(message.id);
      case 'fault':
        waiting.get(message.id)?.reject(new CodedError(message.fault));
        return settle(message.id);
      case 'progress':
        return tell(message.progress);
      case 'question':
        return send({ kind: 'told', id: message.id, ...answerTo(message.question, records) });
    }
  });
  worker.on('error', (error) => {
    const full = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const detail = full ? 'it takes more memory than there is for it' : error.message;
    end(codedError('LIST_READING_STOPPED', { detail }, { cause: error }));
  });
  worker.on('exit', () => end(codedError('LIST_GONE', {})));
  const settle = (id: number) => {
    waiting.delete(id);
    // Only whoever waits for an answer keeps the process.
    if (waiting.size === 0) worker.unref();
  };
  const call = async <Name extends keyof ListCalls>(name: Name, request: ListCalls[Name]['request']) => {
    if (ended) throw ended;
    const id = asked++;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(id, answer);
    worker.ref();
    // The pair of name and request, and the answer to it, are those of `ListCalls`; TypeScript cannot follow them.
    send({ kind: 'call', id, call: { name, request } as ListCall });
    return (await answer.promise) as ListCalls[Name]['answer'];
  };
  return {
    name: file.name,
    call,
    rows: () => inParts((offset) => call('rows', { offset, limit: rowsAtOnce })),
    problems: () => inParts((offset) => call('problemsFrom', { offset, limit: rowsAtOnce })),
    async close() {
      end(codedError('LIST_GONE', {}));
      await worker.terminate();
    },
  };
}

async function inParts<Item>(part: (offset: number) => Promise<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (;;) {
    const next = await part(items.length);
    for (const item of next) items.push(item);
    if (next.length < rowsAtOnce) return items;
  }
}

function answerTo(question: Question, records: ListRecords | undefined) {
  switch (question.about) {
    case 'remembered':
      return { mapping: records?.mapping(question.profileName, question.headings) };
    case 'earlier':
      return { earlier: records?.earlier(question.deviceIds) ?? [] };
  }
}

/** The thread's module: among the sources, or beside the bundles. */
function threadFile(): string {
  const here = import.meta.filename;
  return here.endsWith('.ts')
    ? path.join(path.dirname(here), '../list-thread.ts')
    : path.join(bundleFolder(path.dirname(here)), 'list-thread.js');
}

/** Shared code is bundled into a folder of its own, below the entries. */
function bundleFolder(folder: string): string {
  return path.basename(folder) === 'main' ? folder : path.dirname(folder);
}
