import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** What Electron asks a certificate verify procedure about, as far as it is looked at here. */
export interface CertificateQuestion {
  readonly hostname: string;
  /** The server's own certificate (PEM). */
  readonly certificatePem: string;
}

/** Whether the bench's own authority vouches for a server; `undecided` leaves it to what the machine trusts. */
export type CertificateVerdict = 'trusted' | 'undecided';

/** TLS Web Server Authentication (RFC 5280, 4.2.1.12). */
const serverAuthentication = '1.3.6.1.5.5.7.3.1';

/**
 * Decides about a server's certificate. Chromium tells only the gravest fault of a certificate, and an unknown
 * authority is graver than a wrong name or a wrong time: so all of it is looked at here, one signature long.
 * @param authorityPem the authority that has to have signed it: the bench's own, or the one right above a certificate
 * that was imported, whose way up was checked then
 * @param now milliseconds since 1970
 */
export function certificateVerdict(
  { hostname, certificatePem }: CertificateQuestion,
  authorityPem: string,
  now: number,
): CertificateVerdict {
  try {
    const certificate = new X509Certificate(certificatePem);
    const authority = new X509Certificate(authorityPem);
    const isTrusted =
      isValid(authority, now) &&
      isValid(certificate, now) &&
      !certificate.ca &&
      certificate.keyUsage?.includes(serverAuthentication) === true &&
      isFor(certificate, hostname) &&
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey);
    return isTrusted ? 'trusted' : 'undecided';
  } catch {
    // A certificate that cannot be read is nothing that the bench's authority vouches for.
    return 'undecided';
  }
}

function isValid({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now <= validToDate.getTime();
}

/** The names of Subject Alternative Name count; the common name never does (RFC 9525). */
function isFor(certificate: X509Certificate, hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0) return certificate.checkIP(host) !== undefined;
  return certificate.checkHost(host, { subject: 'never' }) !== undefined;
}
