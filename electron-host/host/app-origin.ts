import { NotProvidedError } from './refuse.ts';

// `.invalid` is reserved (RFC 2606): no request for such a host can leave the machine, even if one slipped past.
const RESERVED_SUFFIX = '.electron-host.invalid';

const privilegedSchemes = new Set<string>();

/** Makes URLs of a standard scheme map to its reserved https origin. */
export function addScheme(scheme: string): void {
  // The scheme becomes a host label.
  if (!/^[a-z][a-z0-9-]*$/.test(scheme)) throw new NotProvidedError(`the scheme '${scheme}'`);
  privilegedSchemes.add(scheme);
}

/** Whether URLs of this scheme map to a reserved https origin. */
export function hasScheme(scheme: string): boolean {
  return privilegedSchemes.has(scheme);
}

/** The URL under which Chromium knows a URL of the app: `app://host/path` → `https://host.app.electron-host.invalid/path`. */
export function toChromiumUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url);
  const scheme = match?.[1]?.toLowerCase();
  const host = match?.[2]?.toLowerCase();
  if (!match || !scheme || !privilegedSchemes.has(scheme)) return url;
  if (!host || !/^[a-z0-9.-]+$/.test(host)) throw new TypeError(`Invalid URL '${url}'`);
  const rest = match[3] ?? '';
  return `https://${host}.${scheme}${RESERVED_SUFFIX}${rest.startsWith('/') ? '' : '/'}${rest}`;
}

/** The URL under which the app knows a URL of Chromium: the inverse of `toChromiumUrl`. */
export function toAppUrl(url: string): string {
  const match = /^https:\/\/([a-z0-9.-]+)\.([a-z][a-z0-9-]*)\.electron-host\.invalid(?=[/?#]|$)(.*)$/is.exec(
    url,
  );
  const [, host, scheme, rest] = match ?? [];
  if (!host || !scheme || !privilegedSchemes.has(scheme)) return url;
  return `${scheme}://${host}${rest ?? ''}`;
}

/** The origin of a URL as Electron gives it; standard schemes have one, which Node's URL does not know. */
export function originOf(url: string): string {
  const match = /^([a-z][a-z0-9-]*):\/\/([^/?#]*)/i.exec(url);
  if (match?.[1] && privilegedSchemes.has(match[1])) return `${match[1]}://${match[2] ?? ''}`;
  return URL.canParse(url) ? new URL(url).origin : 'null';
}

/** The Fetch pattern that matches every request to a mapped origin. */
export const APP_URL_PATTERN = `https://*${RESERVED_SUFFIX}/*`;
