import { concatenate } from '../../../core/octets.ts';

/** An answer: data and a status word. */
export function answer(data: Uint8Array, statusWord: number): Uint8Array {
  return concatenate(data, Uint8Array.of(statusWord >> 8, statusWord & 0xff));
}

export function ok(data: Uint8Array): Uint8Array {
  return answer(data, 0x9000);
}

export function status(statusWord: number): Uint8Array {
  return answer(new Uint8Array(), statusWord);
}
