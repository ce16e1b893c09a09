import { codedError } from '../../core/errors.ts';

/** The page of a UI interaction, and the origin that its window keeps to. */
export interface InteractionAddress {
  readonly url: string;
  readonly origin: string;
}

const maximumLabel = 60;

/**
 * Reads the address that SHOW gave a device. The fault never repeats it: whoever has the address has the form.
 * @param device the device's label, for the fault
 * @throws INTERACTION_WINDOW_ADDRESS
 */
export function interactionAddress(page: string, device: string): InteractionAddress {
  const wrong = (detail: string) => codedError('INTERACTION_WINDOW_ADDRESS', { device, detail });
  const url = URL.parse(page);
  if (url === null) throw wrong('it is not an absolute address');
  if (!isWeb(url)) throw wrong(`it is neither http nor https, but ${url.protocol}`);
  if (url.username !== '' || url.password !== '') throw wrong('it carries a user name or a password');
  return { url: url.href, origin: url.origin };
}

/** Whether a document at this address belongs to the interaction. */
export function isPageOf(origin: string, address: string): boolean {
  const url = URL.parse(address);
  return url !== null && isWeb(url) && url.origin === origin;
}

/** Whether a request belongs to the interaction: one to its origin, or one that never leaves the window. */
export function isRequestOf(origin: string, address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  switch (url.protocol) {
    case 'data:':
      return true;
    // Its own origin is written within it, and belongs to nobody else.
    case 'blob:':
      return url.origin === origin;
    case 'ws:':
    case 'wss:':
      return URL.parse(address.replace(/^ws/i, 'http'))?.origin === origin;
    default:
      return isWeb(url) && url.origin === origin;
  }
}

/** Whether this is the interaction's final page: one of its origin, whose path ends in `/end` (choice 12). */
export function isFinalPage(origin: string, address: string): boolean {
  return isPageOf(origin, address) && new URL(address).pathname.endsWith('/end');
}

/** What may be told of an address that was refused: its origin, or its scheme where it has none. */
export function originToTell(address: string): string {
  const url = URL.parse(address);
  if (url === null) return 'an address that cannot be read';
  return url.origin === 'null' ? url.protocol : url.origin;
}

/**
 * The title of an interaction's window: the device's label and the origin. The label is shortened and rid of
 * characters that show nothing or turn the direction of writing, so that the origin can always be read.
 */
export function interactionTitle(deviceLabel: string, origin: string): string {
  const written = deviceLabel
    .replaceAll(/\s/g, ' ')
    .replaceAll(/\p{C}/gu, '')
    .replaceAll(/\p{Z}+/gu, ' ');
  const characters = [...written.trim()];
  const label =
    characters.length > maximumLabel
      ? `${characters.slice(0, maximumLabel - 1).join('')}…`
      : characters.join('');
  return label === '' ? origin : `${label} — ${origin}`;
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}
