import { deviceUriPrefix } from '../dm/choices.ts';

/** The URI by which a client certificate names its device (Subject Alternative Name), from the DevID. */
export function deviceUri(deviceId: string): string {
  return deviceUriPrefix + encodeURIComponent(deviceId).replaceAll('%3A', ':');
}

/**
 * The device that a certificate names by the URIs of its Subject Alternative Name. A certificate that names two names
 * none, and so does one whose URI is written otherwise than `deviceUri` writes it: one device has one URI.
 */
export function deviceIdOfUris(uris: readonly string[]): string | undefined {
  const [uri, ...others] = uris.filter((each) => each.startsWith(deviceUriPrefix));
  if (uri === undefined || others.length > 0) return undefined;
  let deviceId: string;
  try {
    deviceId = decodeURIComponent(uri.slice(deviceUriPrefix.length));
  } catch {
    return undefined;
  }
  return deviceId !== '' && deviceUri(deviceId) === uri ? deviceId : undefined;
}
