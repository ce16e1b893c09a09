import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

const noncePlaceholder = '__CSP_NONCE__';

/** What the workstation's pages may load: their own files, and nothing from anywhere else. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What our page could ask a person or the machine for, and never does; Chromium need not even be asked. */
const permissionsPolicy = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * Answers a request for one of the renderer's files. The page gets a nonce of its own at each load, for the style
 * elements that the component library makes.
 * @param folder where the built renderer is
 */
export async function answerAppRequest(folder: string, url: string): Promise<Response> {
  const { pathname } = new URL(url);
  const file = fileOf(folder, pathname);
  const mediaType = file && mediaTypes[path.extname(file)];
  if (file === undefined || mediaType === undefined) return new Response('Not found', { status: 404 });
  let octets: Buffer;
  try {
    octets = await readFile(file);
  } catch {
    // Whatever the reason, the page can only be told that the file is not to be had.
    return new Response('Not found', { status: 404 });
  }
  const headers = { 'content-type': mediaType, 'x-content-type-options': 'nosniff' };
  if (path.extname(file) !== '.html') return new Response(new Uint8Array(octets), { headers });
  const nonce = randomBytes(18).toString('base64url');
  return new Response(octets.toString('utf8').replaceAll(noncePlaceholder, nonce), {
    headers: {
      ...headers,
      'content-security-policy': contentSecurityPolicy(nonce),
      'permissions-policy': permissionsPolicy,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  });
}

/** The file of a path within the folder; undefined for whatever would lead out of it. */
function fileOf(folder: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0')) return undefined;
  const file = path.normalize(path.join(folder, decoded === '/' ? 'index.html' : decoded));
  return file.startsWith(folder + path.sep) ? file : undefined;
}
