import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProtocolHandler } from '../modules/protocol.ts';

// What Chromium takes a file's ending for.
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xml': 'text/xml',
};

async function fetchFile(url: string): Promise<Response> {
  const path = fileURLToPath(url);
  let content: Buffer<ArrayBuffer>;
  try {
    content = await readFile(path);
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new Error(missing ? 'net::ERR_FILE_NOT_FOUND' : 'net::ERR_FAILED', { cause });
  }
  const type = CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
  return new Response(content, { headers: { 'content-type': type } });
}

/** Fetches as Electron's network does: files, the app's own schemes, and http through Node. */
export async function fetchResource(
  input: string | URL | Request,
  init: (RequestInit & { bypassCustomProtocolHandlers?: boolean }) | undefined,
  handlers: ReadonlyMap<string, ProtocolHandler>,
): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input);
  const scheme = url.slice(0, url.indexOf(':'));
  if (scheme === 'file') return fetchFile(url);
  const { bypassCustomProtocolHandlers = false, ...requestInit } = init ?? {};
  const handler = bypassCustomProtocolHandlers ? undefined : handlers.get(scheme);
  if (handler) return handler(new Request(input, requestInit));
  return fetch(input, requestInit);
}
