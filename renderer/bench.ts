import type { Answers, BenchApi, CallResult, EventName, Events } from '../core/api.ts';
import type { CallName, CallRequest } from '../core/api-requests.ts';
import type { Fault } from '../core/errors.ts';
import { texts } from './texts.ts';

declare global {
  interface Window {
    /** What the preload puts into the page; missing where the page was opened without the workstation. */
    readonly bench?: BenchApi;
  }
}

/** Asks main. Never throws: what goes wrong on the way is a fault like any other. */
export async function call<Name extends CallName>(
  name: Name,
  request: CallRequest<Name>,
): Promise<CallResult<Name>> {
  if (!window.bench) return { kind: 'fault', fault: unreachable(texts.common.noWorkstation) };
  try {
    return await window.bench.call(name, request);
  } catch (thrown) {
    return {
      kind: 'fault',
      fault: unreachable(thrown instanceof Error ? thrown.message : String(thrown)),
    };
  }
}

/** Listens to what main tells unasked; the function that comes back ends it. */
export function listen<Name extends EventName>(
  name: Name,
  listener: (event: Events[Name]) => void,
): () => void {
  return window.bench?.on(name, listener) ?? (() => {});
}

/** The answer of a call, or undefined after `onFault` was told why there is none. */
export function answerOf<Name extends CallName>(
  result: CallResult<Name>,
  onFault: (fault: Fault) => void,
): Answers[Name] | undefined {
  if (result.kind === 'answer') return result.answer;
  onFault(result.fault);
  return undefined;
}

function unreachable(detail: string): Fault {
  return {
    code: 'INTERNAL',
    message: texts.common.callFailed(detail),
    remedy: texts.common.callFailedRemedy,
  };
}
