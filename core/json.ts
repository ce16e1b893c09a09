/** A JSON value, parsed and never changed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Nothing real is nested deeper; what is deeper is an attack on whoever walks it. */
export const deepestJson = 64;

/** Whether a parsed JSON value is nested no deeper than `deepest`. Looks no deeper than that itself. */
export function isShallow(value: unknown, deepest: number = deepestJson): value is Json {
  if (typeof value !== 'object' || value === null) return true;
  if (deepest === 0) return false;
  for (const member of Object.values(value)) if (!isShallow(member, deepest - 1)) return false;
  return true;
}
