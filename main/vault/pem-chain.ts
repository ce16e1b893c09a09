import { type CertificateFacts, readCertificate } from './read-certificates.ts';

const certificateBlock = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** The certificates of a chain (PEM), the first one first; undefined where one of them cannot be read. */
export function readChain(pem: string): readonly [CertificateFacts, ...CertificateFacts[]] | undefined {
  const facts: CertificateFacts[] = [];
  for (const [block] of pem.matchAll(certificateBlock)) {
    const each = readCertificate(block);
    if (each === undefined) return undefined;
    facts.push(each);
  }
  const [first, ...others] = facts;
  return first && [first, ...others];
}

/** A chain as PEM. */
export function printChain(chain: readonly CertificateFacts[]): string {
  return chain.map(({ pem }) => pem).join('');
}
