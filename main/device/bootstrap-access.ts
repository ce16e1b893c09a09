import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { codedError } from '../../core/errors.ts';
import { readTextFile } from '../files.ts';

/**
 * How a device fetches its bootstrap message (DM-3): what a person gives it as a small JSON file, whose members have
 * these names.
 */
export interface BootstrapAccess {
  /** The address of the bootstrap server; https only. */
  readonly url: string;
  readonly deviceId: string;
  readonly user: string;
  readonly password: string;
  /** The certificate (PEM) of the authority that the server's own one comes from. */
  readonly trustAnchor: string;
}

/** What stands in a header as it is: no blanks, no control characters, ASCII. */
const headerText = /^[\x21-\x7e]+$/;

const accessSchema = z.object({
  url: z.string().refine(isSecureAddress, 'an address that begins with https is expected'),
  deviceId: z.string().regex(headerText, 'a device id is expected, for example IMEI:352099001761408'),
  user: z.string().regex(/^[^:\p{Cc}]+$/u, 'a name without ":" is expected'),
  password: z.string().regex(/^\P{Cc}+$/u, 'a text without control characters is expected'),
  trustAnchor: z.string().refine(isCertificate, 'a certificate in PEM is expected'),
});

/**
 * Reads the file that says how to fetch a bootstrap message.
 * @throws FILE_UNREADABLE, FILE_NOT_UTF8, BOOTSTRAP_ACCESS_WRONG
 */
export async function readBootstrapAccess(file: string): Promise<BootstrapAccess> {
  const { name, text } = await readTextFile(file);
  return parseBootstrapAccess(text, name);
}

/**
 * @param file its name, for the error
 * @throws BOOTSTRAP_ACCESS_WRONG with the place; never with what the file holds
 */
export function parseBootstrapAccess(text: string, file: string): BootstrapAccess {
  const wrong = (detail: string) => codedError('BOOTSTRAP_ACCESS_WRONG', { file, detail });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own words would quote the file, and so the password.
    throw wrong('it is not valid JSON');
  }
  const parsed = accessSchema.safeParse(json);
  if (parsed.success) return Object.freeze(parsed.data);
  const [first] = parsed.error.issues;
  const place = first?.path.join('.') ?? '';
  throw wrong(`${place === '' ? '' : `${place}: `}${first?.message ?? 'it has another shape'}`);
}

function isSecureAddress(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

function isCertificate(text: string): boolean {
  try {
    return text.includes('-----BEGIN CERTIFICATE-----') && new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
