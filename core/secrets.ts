/**
 * Secrets are held as octets, for octets can be overwritten and texts cannot: a text stays in memory until the
 * language takes it away.
 */

/**
 * Lets `work` use a secret, and fills it with zeros when the work has ended, however it ends. What `work` makes of the
 * secret is its own affair: copies are to be used the same way.
 * @param octets the secret; undefined where there is none, which `work` is told
 */
export function useSecret<Secret extends Uint8Array | undefined, Result>(
  octets: Secret,
  work: (octets: Secret) => Result,
): Result {
  let ended = true;
  try {
    const result = work(octets);
    if (!(result instanceof Promise)) return result;
    ended = false;
    return result.finally(() => octets?.fill(0)) as Result;
  } finally {
    if (ended) octets?.fill(0);
  }
}

/** A secret that came as a text, as octets (UTF-8). The text itself cannot be overwritten. */
export function secretOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
