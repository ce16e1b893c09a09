import { createHmac, timingSafeEqual } from 'node:crypto';

/** The nonces of HTTP Digest: made without being kept, and kept once they were used, so that no use comes twice. */
export interface Nonces {
  issue(): string;
  /**
   * Takes one use of a nonce by a user who has proved to be one.
   * @param count how often the user says to have used it, with this time
   * @returns whether it is a new use of one of our nonces; `stale` where it is none, or too old; `replayed` where
   *   that count or a higher one was used before
   */
  use(nonce: string, user: string, count: number): 'new' | 'stale' | 'replayed';
}

export interface NonceOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Octets that nobody can guess, of this process alone: nonces of an earlier one are stale. */
  readonly secret: Uint8Array;
  /** So many that were used are remembered; an older one is stale. */
  readonly most?: number;
}

/** A nonce can be used for so long; milliseconds. */
export const nonceLifetime = 300_000;

const usualMost = 20_000;
const numberLength = 6;
const bodyLength = 2 * numberLength;
const tagLength = 16;

/** A use that was taken. */
interface Used {
  readonly serial: number;
  readonly issuedAt: number;
  count: number;
}

export function createNonces({ now, secret, most = usualMost }: NonceOptions): Nonces {
  const used = new Map<string, Used>();
  let lastSerial = 0;
  // Of nonces up to this serial number it is not known any more how often they were used.
  let forgotten = 0;

  const tagOf = (body: Uint8Array) =>
    createHmac('sha256', secret).update(body).digest().subarray(0, tagLength);

  const read = (nonce: string): Pick<Used, 'serial' | 'issuedAt'> | undefined => {
    const octets = Buffer.from(nonce, 'base64url');
    // What stands in a header is compared as it stands: one nonce has one form.
    if (octets.length !== bodyLength + tagLength || octets.toString('base64url') !== nonce) return undefined;
    const body = octets.subarray(0, bodyLength);
    if (!timingSafeEqual(tagOf(body), octets.subarray(bodyLength))) return undefined;
    return {
      serial: body.readUIntBE(0, numberLength),
      issuedAt: body.readUIntBE(numberLength, numberLength),
    };
  };
  const isOld = (issuedAt: number) => {
    const age = now() - issuedAt;
    // A clock that was set back makes none younger.
    return age < 0 || age >= nonceLifetime;
  };

  return {
    issue() {
      const body = Buffer.alloc(bodyLength);
      body.writeUIntBE(++lastSerial, 0, numberLength);
      body.writeUIntBE(now(), numberLength, numberLength);
      return Buffer.concat([body, tagOf(body)]).toString('base64url');
    },
    use(nonce, user, count) {
      const key = `${nonce} ${user}`;
      const known = used.get(key);
      if (known) {
        if (isOld(known.issuedAt)) return 'stale';
        if (count <= known.count) return 'replayed';
        known.count = count;
        return 'new';
      }
      const fresh = read(nonce);
      if (fresh === undefined || fresh.serial <= forgotten || isOld(fresh.issuedAt)) return 'stale';
      if (used.size >= most) {
        const [oldest] = used;
        if (oldest) {
          used.delete(oldest[0]);
          forgotten = Math.max(forgotten, oldest[1].serial);
        }
      }
      used.set(key, { ...fresh, count });
      return 'new';
    },
  };
}
