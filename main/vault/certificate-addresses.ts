import { isIP } from 'node:net';
import { codedError } from '../../core/errors.ts';

/** What a server certificate is always for, whatever else it is for: this machine, to itself. */
export const ownAddresses: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** Addresses that mean "every one of this machine": nothing that a device could reach it by. */
const unspecified: readonly string[] = ['0.0.0.0', '::'];

/** Windows lets a machine be named with an underscore, so it is let through where RFC 1123 has none. */
const dnsName = /^(?=.{1,253}$)(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\.)*(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/**
 * A name or an IP address as a device comes to it from the address of a server: names in lower case and in ASCII,
 * IP addresses in their shortest form, without brackets. So two of them are the same where their texts are.
 * @throws CERTIFICATE_ADDRESS_WRONG
 */
export function canonicalAddress(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  const host = isIP(bare) === 6 ? `[${bare}]` : bare;
  // What would end the host within an address, or change its meaning, is no part of a name.
  const found = /[/\\?#@%\s]/.test(host) ? undefined : URL.parse(`https://${host}`);
  const text = found?.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const usable = text !== undefined && found?.port === '' && (isIP(text) !== 0 || dnsName.test(text));
  if (!usable || unspecified.includes(text)) throw codedError('CERTIFICATE_ADDRESS_WRONG', { address });
  return text;
}

/** The addresses of a server certificate: those given and those of every one, each once, in a fixed order. */
export function certificateAddresses(given: readonly string[]): readonly string[] {
  return [...new Set([...ownAddresses, ...given.map(canonicalAddress)])];
}
