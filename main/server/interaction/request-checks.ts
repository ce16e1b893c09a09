import type { FastifyRequest } from 'fastify';
import { codedError } from '../../../core/errors.ts';
import { interactionLimits } from '../../../core/interaction/limits.ts';

/**
 * What every answer says: nothing is loaded but the stylesheet, nothing runs, nobody frames it or keeps it, and its
 * address is told to no other site. `same-origin` and not `no-referrer`: under that a browser posts its own forms
 * with `Origin: null` (Fetch, 3.2), and they could not be told from those of others.
 */
export const strictHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': [
    ...['accelerometer', 'autoplay', 'camera', 'clipboard-read', 'clipboard-write', 'display-capture'],
    ...['encrypted-media', 'fullscreen', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'local-fonts'],
    ...['magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture', 'publickey-credentials-get'],
    ...['screen-wake-lock', 'serial', 'storage-access', 'usb', 'xr-spatial-tracking'],
  ]
    .map((feature) => `${feature}=()`)
    .join(', '),
};

/**
 * Refuses a request for another host than this listener's: a name that somebody made to lead here would make a
 * stranger's page one of the same origin (DNS rebinding).
 * @returns the origin that the request was sent to
 * @throws INTERACTION_HOST
 */
export function checkedOrigin(request: FastifyRequest, origins: readonly string[]): string {
  const origin = URL.parse(`${request.protocol}://${request.headers.host ?? ''}`)?.origin;
  if (origin === undefined || !origins.includes(origin))
    throw codedError('INTERACTION_HOST', { host: JSON.stringify(request.headers.host ?? '').slice(0, 200) });
  return origin;
}

/**
 * Refuses a post that a page of another site began. A browser that says nothing of where a post comes from is left
 * to the cookie and the form's token.
 * @throws INTERACTION_CROSS_SITE
 */
export function checkOwnPost({ headers }: FastifyRequest, own: string): void {
  const { origin } = headers;
  if (origin !== undefined && origin !== own)
    throw codedError('INTERACTION_CROSS_SITE', {
      detail: `its origin is ${JSON.stringify(origin).slice(0, 200)}`,
    });
  const site = headers['sec-fetch-site'];
  // "none": the person did it, by reloading what a post had answered.
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw codedError('INTERACTION_CROSS_SITE', { detail: `it is ${JSON.stringify(site).slice(0, 200)}` });
}

/** Refuses a post of which it is known before it is read that it is not taken. @throws INTERACTION_… */
export function checkLength({ headers }: FastifyRequest): void {
  const length = headers['content-length'];
  // Chunks have no end that is known; every browser says how long a form is.
  if (length === undefined) throw codedError('INTERACTION_LENGTH_MISSING', {});
  const isForm = (headers['content-type'] ?? '').toLowerCase().startsWith('multipart/form-data');
  const limit = isForm ? interactionLimits.post : interactionLimits.texts;
  if (Number(length) > limit) throw codedError('INTERACTION_TOO_LARGE', { limit });
}
