import { type CodedError, codedError } from '../errors.ts';

/** Where notifications for a device are sent to: its listener over HTTP, or its port over UDP (both ours). */
export type NotificationAddress =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'udp'; readonly host: string; readonly port: number };

const longestAddress = 2048;
const udpAddress = /^udp:(?:\/\/)?(?:\[([\da-f:.]+)\]|([^\s:/?#@[\]\\]+)):(\d{1,5})\/?$/i;

/**
 * Reads the address that notifications are sent to: `http://…`, `https://…` or `udp://host:port` (`udp:host:port`
 * too).
 * @throws NOTIFICATION_ADDRESS_WRONG; never with a password in the text
 */
export function parseNotificationAddress(text: string): NotificationAddress {
  if (text.length > longestAddress) throw wrongAddress(`${text.slice(0, 40)}…`, 'it is too long');
  if (/^udp:/i.test(text)) return udpAddressOf(text);
  if (!/^https?:\/\//i.test(text)) throw wrongAddress(text, 'it begins with none of http, https and udp');
  if (!URL.canParse(text)) throw wrongAddress(text, 'its host or port cannot be read');
  const url = new URL(text);
  // The address is shown and recorded.
  if (url.username !== '' || url.password !== '')
    throw wrongAddress(text, 'it holds a user name or password');
  if (url.hash !== '') throw wrongAddress(text, 'it has a fragment');
  return { kind: 'http', url: url.href };
}

/** The one form of an address, which parses back to the same. */
export function printNotificationAddress(address: NotificationAddress): string {
  switch (address.kind) {
    case 'http':
      return address.url;
    case 'udp':
      return `udp://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
  }
}

function udpAddressOf(text: string): NotificationAddress {
  const [, ipv6, name, port] = udpAddress.exec(text) ?? [];
  const host = ipv6 ?? name;
  if (host === undefined) throw wrongAddress(text, 'it is not a host and a port');
  if (ipv6 !== undefined && !URL.canParse(`udp://[${ipv6}]/`))
    throw wrongAddress(text, 'its host cannot be read');
  if (Number(port) < 1 || Number(port) > 65_535)
    throw wrongAddress(text, 'its port is not one from 1 to 65535');
  return { kind: 'udp', host: host.toLowerCase(), port: Number(port) };
}

function wrongAddress(text: string, detail: string): CodedError {
  return codedError('NOTIFICATION_ADDRESS_WRONG', { address: text.replace(/\/\/.*@/s, '//…@'), detail });
}
