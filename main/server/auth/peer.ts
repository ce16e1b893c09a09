import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { ExtendedKeyUsage } from '@peculiar/x509';
import { deviceIdOfUris } from '../../../core/certificates/device-uri.ts';
import { codedError } from '../../../core/errors.ts';
import { type CertificateFacts, readCertificateOctets } from '../../vault/read-certificates.ts';
import type { PeerIdentity } from './peer-identity.ts';

export interface PeerOptions {
  /** The fingerprints of the authorities that clients' certificates may come from now. */
  readonly authorities: () => ReadonlySet<string>;
  readonly isRevoked: (authority: string, serial: string) => boolean;
  /** The device whose pre-shared key a connection was made with. */
  readonly deviceOfKey: (socket: Socket) => string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Who the other end of a connection is. Ask at each request: a certificate may have ended or been revoked since.
 * @returns undefined where the connection proves nothing: whoever is there has to show something else
 * @throws PEER_CERTIFICATE_…: a certificate that is worth nothing is refused, whatever is shown with it
 */
export type PeerOf = (socket: Socket) => PeerIdentity | undefined;

/** What a handshake showed, which does not change while the connection lasts. */
interface ShownCertificate {
  readonly facts: CertificateFacts;
  /** Fingerprints of the certificate and of those above it, as far as they are known. */
  readonly path: readonly string[];
  /** What was wrong with its path, by OpenSSL's name for it; what time does to it is looked at each time. */
  readonly pathFault?: string;
}

/** So many certificates above one another are looked at. */
const mostAbove = 10;

/** What is found again by a later look, with the time and words of its own. */
const foundLater = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'INVALID_PURPOSE'];

/** Reads who connections belong to, from their client certificates and pre-shared keys. */
export function createPeerReader(options: PeerOptions): PeerOf {
  const shown = new WeakMap<Socket, ShownCertificate | 'none'>();
  return (socket) => {
    if (!(socket instanceof TLSSocket)) return undefined;
    let certificate = shown.get(socket);
    if (certificate === undefined) {
      certificate = certificateOf(socket) ?? 'none';
      shown.set(socket, certificate);
    }
    if (certificate !== 'none') return identityOf(certificate, options);
    const deviceId = options.deviceOfKey(socket);
    return deviceId === undefined ? undefined : { kind: 'presharedKey', deviceId };
  };
}

/** That a client has the key to what it shows, the handshake has proved; whether it counts is to be found out. */
function certificateOf(socket: TLSSocket): ShownCertificate | undefined {
  const first = socket.getPeerCertificate(true);
  if (first?.raw === undefined) return undefined;
  const facts = readCertificateOctets(new Uint8Array(first.raw));
  if (facts === undefined)
    throw codedError('PEER_CERTIFICATE_OTHER_AUTHORITY', {
      ...{ serial: first.serialNumber ?? '', issuer: 'nobody known', detail: 'it cannot be read' },
    });
  const path = pathOf(first);
  // Node's types say Error; it is the name of what is wrong.
  const wrong: unknown = socket.authorizationError;
  return { facts, path, ...(socket.authorized ? {} : { pathFault: String(wrong ?? 'unknown') }) };
}

/** From a certificate up as far as each is signed by the next: the library puts them together by their names. */
function pathOf(first: DetailedPeerCertificate): readonly string[] {
  const path: string[] = [];
  let below: X509Certificate | undefined;
  for (let at = first; at?.raw !== undefined && path.length < mostAbove; at = at.issuerCertificate) {
    const here = new X509Certificate(at.raw);
    const fingerprint = here.fingerprint256.replaceAll(':', '').toLowerCase();
    if (path.includes(fingerprint) || (below && !below.verify(here.publicKey))) break;
    path.push(fingerprint);
    below = here;
  }
  return path;
}

/** @throws PEER_CERTIFICATE_… */
function identityOf({ facts, path, pathFault }: ShownCertificate, options: PeerOptions): PeerIdentity {
  const { serial, validity, purposes = [], uris } = facts;
  const otherAuthority = (detail: string) =>
    codedError('PEER_CERTIFICATE_OTHER_AUTHORITY', { serial, issuer: facts.issuer, detail });
  if (pathFault !== undefined && !foundLater.includes(pathFault)) throw otherAuthority(pathFault);
  const accepted = options.authorities();
  const authority = path.slice(1).find((each) => accepted.has(each));
  if (authority === undefined) throw otherAuthority('not one of those accepted');
  const now = options.now();
  const text = (time: number) => new Date(time).toISOString();
  // Of a certificate that is in its own time, one above it is not.
  if (now > validity.to || (pathFault === 'CERT_HAS_EXPIRED' && now >= validity.from))
    throw codedError('PEER_CERTIFICATE_EXPIRED', { serial, to: text(validity.to) });
  if (now < validity.from || pathFault === 'CERT_NOT_YET_VALID')
    throw codedError('PEER_CERTIFICATE_NOT_YET_VALID', { serial, from: text(validity.from) });
  if (pathFault === 'INVALID_PURPOSE' || !purposes.includes(ExtendedKeyUsage.clientAuth))
    throw codedError('PEER_CERTIFICATE_PURPOSE', { serial });
  if (options.isRevoked(authority, serial)) throw codedError('PEER_CERTIFICATE_REVOKED', { serial });
  const deviceId = deviceIdOfUris(uris);
  if (deviceId === undefined) throw codedError('PEER_CERTIFICATE_NAMES_NO_DEVICE', { serial });
  return { kind: 'certificate', deviceId, serial };
}
