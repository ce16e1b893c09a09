import { CodedError, codedError, faultOf } from '../../core/errors.ts';
import { textOf } from '../../core/provisioning/device-list.ts';
import type { SchemaFile } from './schema-library.ts';

/** Octets; the largest real descriptions have a few hundred thousand. */
export const largestSchemaFile = 16 * 1024 * 1024;
const mostRedirects = 3;
const longestWait = 20_000;

export interface FetchOptions {
  readonly limit?: number;
  /** Milliseconds for all of it. */
  readonly wait?: number;
}

/**
 * Fetches a description from an address that a device named. Only http and https are taken, also where the answer
 * leads elsewhere, and no more than so many octets. Nothing but the file is asked for: no credentials, no cookies.
 * @throws SCHEMA_ADDRESS_REFUSED, SCHEMA_NOT_FETCHED, SCHEMA_TOO_LARGE, FILE_NOT_UTF8
 */
export async function fetchSchema(
  address: string,
  { limit = largestSchemaFile, wait = longestWait }: FetchOptions = {},
): Promise<SchemaFile> {
  let url = checkedAddress(address, address);
  const signal = AbortSignal.timeout(wait);
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const response = await fetch(url, {
        ...{ redirect: 'manual', credentials: 'omit', signal },
        headers: { accept: 'application/xml, text/xml, */*;q=0.5' },
      });
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        url = checkedAddress(location, address, url);
        continue;
      }
      if (!response.ok) {
        await response.body?.cancel();
        throw codedError('SCHEMA_NOT_FETCHED', { address, detail: `the answer is ${response.status}` });
      }
      const name = decodedName(url);
      return { name, text: textOf(await read(response, address, limit), name) };
    }
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError(faultOf('SCHEMA_NOT_FETCHED', { address, detail: reasonOf(error) }), {
      cause: error,
    });
  }
  throw codedError('SCHEMA_NOT_FETCHED', { address, detail: 'it leads from one address to the next' });
}

function checkedAddress(text: string, named: string, base?: URL): URL {
  const refused = (detail: string) => codedError('SCHEMA_ADDRESS_REFUSED', { address: named, detail });
  if (!URL.canParse(text, base)) throw refused('it is no address');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(`${url.protocol} is not fetched`);
  if (url.username !== '' || url.password !== '') throw refused('there are credentials in it');
  return url;
}

async function read(response: Response, address: string, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let octets = 0;
  for await (const part of response.body ?? []) {
    octets += part.length;
    // Leaving the loop gives the connection up.
    if (octets > limit) throw codedError('SCHEMA_TOO_LARGE', { address, limit });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function decodedName({ pathname, host }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || host;
  } catch {
    return last;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'there was no answer in time';
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
