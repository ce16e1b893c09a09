import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Certificate, CertificatePrincipal } from 'electron';

function principal(lines: string): CertificatePrincipal {
  const values = (name: string): string[] =>
    lines
      .split('\n')
      .filter((line) => line.startsWith(`${name}=`))
      .map((line) => line.slice(name.length + 1));
  const first = (name: string): string => values(name)[0] ?? '';
  return {
    commonName: first('CN'),
    country: first('C'),
    locality: first('L'),
    state: first('ST'),
    organizations: values('O'),
    organizationUnits: values('OU'),
  };
}

/** A certificate as Electron describes it, without the chain above it, which nobody walks here. */
export function describeCertificate(certificate: X509Certificate): Omit<Certificate, 'issuerCert'> {
  const subject = principal(certificate.subject);
  const issuer = principal(certificate.issuer);
  const fingerprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64');
  return {
    data: certificate.toString(),
    fingerprint: `sha256/${fingerprint}`,
    subject,
    subjectName: subject.commonName,
    issuer,
    issuerName: issuer.commonName,
    serialNumber: certificate.serialNumber,
    validStart: certificate.validFromDate.getTime() / 1000,
    validExpiry: certificate.validToDate.getTime() / 1000,
  };
}

/**
 * The certificate that a server shows. Chromium's debugging protocol names the error but not the certificate, so
 * the host asks the server once more.
 */
export function fetchCertificate(url: string): Promise<X509Certificate> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      // It is only looked at here; the app decides whether Chromium goes on.
      rejectUnauthorized: false,
      ...(isIP(host) ? {} : { servername: host }),
    });
    socket.setTimeout(5000, () => socket.destroy(new Error(`no certificate from ${host} within 5 s`)));
    socket.on('error', reject);
    socket.on('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      socket.end();
      if (certificate) resolve(certificate);
      else reject(new Error(`${host} shows no certificate`));
    });
  });
}
