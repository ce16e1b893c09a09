import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answers } from '../../core/api.ts';
import type { CallName, CallRequest } from '../../core/api-requests.ts';
import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';

export type CallState<Name extends CallName> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'answer'; readonly answer: Answers[Name] }
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Asks main something for as long as the component is shown. Asking again keeps the old answer on the screen
 * until the new one is there; an answer to an older question is dropped.
 */
export function useCall<Name extends CallName>(
  name: Name,
  request: CallRequest<Name>,
): { readonly state: CallState<Name>; readonly reload: () => Promise<void> } {
  const [state, setState] = useState<CallState<Name>>({ kind: 'loading' });
  const key = JSON.stringify(request);
  const latest = useRef({ request, asked: 0 });
  latest.current.request = request;
  const reload = useCallback(async () => {
    const asked = ++latest.current.asked;
    const result = await call(name, latest.current.request);
    if (asked === latest.current.asked) setState(result);
  }, [name]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the request's content
  useEffect(() => {
    setState({ kind: 'loading' });
    void reload();
    const current = latest.current;
    return () => {
      current.asked++;
    };
  }, [key, reload]);
  return { state, reload };
}
