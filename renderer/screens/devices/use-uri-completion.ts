import { useCallback, useEffect, useRef, useState } from 'react';
import type { UriCompletionView } from '../../../core/api-inspect.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { useTold } from '../../components/use-told.ts';

/** So many candidates are asked for: nobody looks through more of them; one types on. */
const mostShown = 50;

/** What main says of a text that becomes a ClientURI; the answer before stays until the next one is there. */
export interface CompletionState {
  readonly answer?: UriCompletionView;
  /** The text that the answer is of. */
  readonly of?: string;
  readonly fault?: Fault;
}

/** Asks for how a text goes on and what it is about, at each change of it, and when the device has told more. */
export function useUriCompletion(deviceId: string, text: string, plain: boolean): CompletionState {
  const [state, setState] = useState<CompletionState>({});
  const asked = useRef(0);
  const ask = useCallback(async () => {
    const turn = ++asked.current;
    const result = await call('completeUri', { deviceId, text, limit: mostShown, plain });
    if (turn !== asked.current) return;
    setState(
      result.kind === 'answer' ? { answer: result.answer, of: text } : { fault: result.fault, of: text },
    );
  }, [deviceId, text, plain]);
  useEffect(() => {
    void ask();
    return () => {
      asked.current++;
    };
  }, [ask]);
  useTold('sessionsChanged', ask);
  useTold('schemasChanged', ask);
  return state;
}
