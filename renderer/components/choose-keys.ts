import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';
import { askForPassphrase } from './key-file-passphrase.tsx';

/** Issuer keys or PINs that main holds: a token and what may be said of them. */
export interface ChosenKeys {
  readonly token: string;
  readonly name: string;
  readonly count: number;
}

/**
 * Lets the person choose a file of issuer keys, or of PINs, and asks for its passphrase where it is encrypted; the keys
 * themselves never come here.
 */
export async function chooseKeys(
  kind: 'adm' | 'pin' = 'adm',
): Promise<
  | { readonly kind: 'chosen'; readonly keys: ChosenKeys }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'fault'; readonly fault: Fault }
> {
  const result = await call(kind === 'adm' ? 'chooseAdmKeys' : 'choosePins', {});
  if (result.kind === 'fault') return result;
  const { answer } = result;
  if (answer.kind === 'cancelled') return answer;
  const file = answer.kind === 'encrypted' ? await askForPassphrase(answer) : answer;
  if (file === undefined) return { kind: 'cancelled' };
  return { kind: 'chosen', keys: { token: file.token, name: file.name, count: file.keys } };
}
