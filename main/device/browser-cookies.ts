/** The cookies of one origin, as a browser keeps them while it is open (RFC 6265). */
export interface BrowserCookies {
  /** Keeps what an answer sets. @param texts its Set-Cookie headers */
  keep(url: URL, texts: readonly string[]): void;
  /** The Cookie header of a request; undefined where none belongs to it. */
  headerFor(url: URL): string | undefined;
}

/** Browsers keep no fewer (RFC 6265, 6.1); nobody needs more here. */
const mostCookies = 50;
const longestCookie = 4096;

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly secure: boolean;
  /** Milliseconds since 1970; it stays as long as the browser where there is none. */
  readonly expiresAt: number | undefined;
}

/** @param now milliseconds since 1970 */
export function createBrowserCookies(now: () => number): BrowserCookies {
  const cookies = new Map<string, Cookie>();
  const isOver = ({ expiresAt }: Cookie) => expiresAt !== undefined && expiresAt <= now();
  return {
    keep(url, texts) {
      for (const text of texts) {
        const cookie = text.length > longestCookie ? undefined : cookieIn(text, url, now());
        if (cookie === undefined) continue;
        const key = `${cookie.name};${cookie.path}`;
        if (isOver(cookie)) cookies.delete(key);
        else if (cookies.size < mostCookies || cookies.has(key)) cookies.set(key, cookie);
      }
    },
    headerFor({ pathname, protocol }) {
      const sent = [...cookies.values()]
        .filter((cookie) => !isOver(cookie) && isWithin(pathname, cookie.path))
        .filter(({ secure }) => !secure || protocol === 'https:')
        .toSorted((one, other) => other.path.length - one.path.length);
      return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ');
    },
  };
}

/** One cookie of an answer; undefined where it is none, or not for the host that set it. */
function cookieIn(text: string, { hostname, pathname }: URL, now: number): Cookie | undefined {
  const [pair = '', ...parts] = text.split(';').map((part) => part.trim());
  const [, name, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(pair) ?? [];
  if (name === undefined || value === undefined) return undefined;
  const attributes = new Map(
    parts.map((part) => {
      const [attribute = '', ...rest] = part.split('=');
      return [attribute.trim().toLowerCase(), rest.join('=').trim()];
    }),
  );
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase();
  if (domain && hostname !== domain && !hostname.endsWith(`.${domain}`)) return undefined;
  const path = attributes.get('path');
  return {
    ...{ name, value },
    path: path?.startsWith('/') ? path : defaultPath(pathname),
    secure: attributes.has('secure'),
    expiresAt: expiryOf(attributes, now),
  };
}

/** The folder of what set a cookie (RFC 6265, 5.1.4). */
function defaultPath(pathname: string): string {
  return pathname.slice(0, pathname.lastIndexOf('/')) || '/';
}

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function expiryOf(attributes: ReadonlyMap<string, string>, now: number): number | undefined {
  const age = attributes.get('max-age');
  // How old it may become goes before when it ends.
  if (age !== undefined && /^-?\d+$/.test(age)) return now + Number(age) * 1000;
  const ends = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(ends) ? undefined : ends;
}
