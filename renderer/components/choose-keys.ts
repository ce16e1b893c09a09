import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';

/** Issuer keys that main holds: a token and what may be said of them. */
export interface ChosenKeys {
  readonly token: string;
  readonly name: string;
  readonly count: number;
}

/** Lets the person choose a key file; the keys themselves never come here. */
export async function chooseKeys(): Promise<
  | { readonly kind: 'chosen'; readonly keys: ChosenKeys }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'fault'; readonly fault: Fault }
> {
  const result = await call('chooseAdmKeys', {});
  if (result.kind === 'fault') return result;
  const { answer } = result;
  if (answer.kind === 'cancelled') return answer;
  return { kind: 'chosen', keys: { token: answer.token, name: answer.name, count: answer.keys } };
}
