import { X509Certificate } from 'node:crypto';
import { parseEntry } from '../../core/audit/entry.ts';
import { sha256 } from '../digest.ts';
import type { AuditReading } from '../store/audit-reading.ts';
import type { Audit } from './audit-log.ts';

/** So many of the newest certificates are looked through for this one. */
const most = 200;

/**
 * Records the certificate that devices are told to trust, where it is another than the one that was recorded last: it is
 * made, or imported, before there is an audit log to tell of it.
 */
export function recordAuthority(audit: Audit, reading: AuditReading, authorityPem: string): void {
  const certificate = new X509Certificate(authorityPem);
  const digest = sha256(certificate.raw);
  const { rows } = reading.page({ kinds: ['certificateIssued'], search: '', offset: 0, limit: most });
  const last = rows
    .map(({ text }) => parseEntry(text)?.act)
    .find((act) => act?.kind === 'certificateIssued' && act.use === 'authority');
  if (last?.kind === 'certificateIssued' && last.sha256 === digest) return;
  audit.record({
    kind: 'certificateIssued',
    use: 'authority',
    sha256: digest,
    notAfter: certificate.validToDate.getTime(),
  });
}
