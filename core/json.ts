/** A JSON value, parsed and never changed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Nothing real is nested deeper; what is deeper is an attack on whoever walks it. */
export const deepestJson = 64;

/**
 * Why a parsed JSON value could not be kept as it came; undefined where it can. JSON can write numbers that become
 * infinite, and halves of characters (lone surrogates): kept, both would be something else.
 */
export function lossOf(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'the number is too large to be kept';
  if (typeof value === 'string' && !value.isWellFormed()) return 'the text has half a character in it';
  return undefined;
}

/** Whether a parsed JSON value can be kept as it came, and is nested no deeper than `deepest`; looks no deeper. */
export function isKeepable(value: unknown, deepest: number = deepestJson): value is Json {
  if (typeof value !== 'object' || value === null) return lossOf(value) === undefined;
  if (deepest === 0) return false;
  for (const [name, member] of Object.entries(value))
    if (lossOf(name) !== undefined || !isKeepable(member, deepest - 1)) return false;
  return true;
}

/** Why a text is not JSON, in the parser's words, without what it quotes of the text: that could be a secret. */
export function whyNotJson(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replace(/(?: token '[\s\S]{1,2}')?,? (?:\.\.\.)?"[\s\S]*$/, ' character');
}
