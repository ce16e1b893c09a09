import type { MessagePort } from 'node:worker_threads';
import { toFault } from '../../core/errors.ts';
import type { ListFile } from '../../core/order/read-table.ts';
import type { FromThread, ListCall, Question, ToThread } from './list-messages.ts';
import { ListWork } from './list-work.ts';

/** Works on one list in a thread of its own, and answers what comes by the port. */
export function serveList(port: MessagePort, file: ListFile): void {
  const send = (message: FromThread) => port.postMessage(message);
  const questions = new Map<number, (told: Extract<ToThread, { kind: 'told' }>) => void>();
  let asked = 0;
  const ask = (question: Question) =>
    new Promise<Extract<ToThread, { kind: 'told' }>>((resolve) => {
      const id = asked++;
      questions.set(id, resolve);
      send({ kind: 'question', id, question });
    });
  const work = new ListWork(
    file,
    {
      remembered: async (profileName, headings) =>
        (await ask({ about: 'remembered', profileName, headings })).mapping,
      earlier: async (deviceIds) => (await ask({ about: 'earlier', deviceIds })).earlier ?? [],
    },
    (progress) => send({ kind: 'progress', progress }),
  );
  // One after another: a check that came later is the one whose problems are shown.
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (message: ToThread) => {
    if (message.kind === 'told') {
      questions.get(message.id)?.(message);
      questions.delete(message.id);
      return;
    }
    const { id, call } = message;
    last = last.then(async () => {
      try {
        send({ kind: 'answer', id, answer: await answerTo(work, call) });
      } catch (error) {
        send({ kind: 'fault', id, fault: toFault(error) });
      }
    });
  });
}

function answerTo(work: ListWork, call: ListCall): unknown {
  switch (call.name) {
    case 'check':
      return work.check(call.request);
    case 'problems':
      return work.problems(call.request.query, call.request.offset, call.request.limit);
    case 'problemsFrom':
      return work.problemsFrom(call.request.offset, call.request.limit);
    case 'rows':
      return work.rows(call.request.offset, call.request.limit);
    case 'problemsAsCsv':
      return work.problemsAsCsv();
  }
}
