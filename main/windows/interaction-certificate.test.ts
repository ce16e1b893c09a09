import { randomBytes, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type KeyedCertificate, makeAuthority, makeServerCertificate } from '../vault/make-certificates.ts';
import { certificateVerdict } from './interaction-certificate.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 25, 12);
const randomOctets = (count: number) => new Uint8Array(randomBytes(count));
const validity = { from: now - day, to: now + day };
const making = { validity, randomOctets };
const addresses = ['bench.local', '127.0.0.1', '::1'];

let authority: KeyedCertificate;
let server: KeyedCertificate;
beforeAll(async () => {
  authority = await makeAuthority('DM Bench 0001', making);
  server = await makeServerCertificate(authority, addresses, making);
});

const verdict = (certificatePem: string, hostname = 'bench.local', at = now) =>
  certificateVerdict({ hostname, certificatePem }, authority.certificatePem, at);

describe("what the bench's authority vouches for", () => {
  it.each(['bench.local', 'BENCH.local', '127.0.0.1', '::1', '[::1]'])('is trusted as %s', (hostname) => {
    expect(verdict(server.certificatePem, hostname)).toBe('trusted');
  });

  it.each(['other.local', 'a.bench.local', '127.0.0.2', '', 'DM Bench server'])(
    'is not trusted as "%s"',
    (hostname) => {
      expect(verdict(server.certificatePem, hostname)).toBe('undecided');
    },
  );

  it('is trusted as long as it is valid', () => {
    expect(verdict(server.certificatePem, 'bench.local', now - day)).toBe('trusted');
    expect(verdict(server.certificatePem, 'bench.local', now + day)).toBe('trusted');
    expect(verdict(server.certificatePem, 'bench.local', now - day - 1000)).toBe('undecided');
    expect(verdict(server.certificatePem, 'bench.local', now + day + 1000)).toBe('undecided');
  });

  it('is trusted no longer than the authority', async () => {
    const longer = { ...making, validity: { ...validity, to: now + 9 * day } };
    const lasting = await makeServerCertificate(authority, addresses, longer);
    expect(verdict(lasting.certificatePem)).toBe('trusted');
    expect(verdict(lasting.certificatePem, 'bench.local', now + 2 * day)).toBe('undecided');
  });
});

describe('what it does not vouch for', () => {
  it('an authority of the same name', async () => {
    const twin = await makeAuthority('DM Bench 0001', making);
    const forged = await makeServerCertificate(twin, addresses, making);
    expect(new X509Certificate(forged.certificatePem).issuer).toBe('CN=DM Bench 0001');
    expect(verdict(forged.certificatePem)).toBe('undecided');
  });

  it('another authority, and itself as a server', async () => {
    const other = await makeAuthority('DM Bench 0002', making);
    expect(verdict((await makeServerCertificate(other, addresses, making)).certificatePem)).toBe('undecided');
    expect(verdict(authority.certificatePem)).toBe('undecided');
  });

  it('a certificate below one of its servers', async () => {
    const below = await makeServerCertificate(server, addresses, making);
    expect(verdict(below.certificatePem)).toBe('undecided');
  });

  it.each(['', 'nothing', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
    'what is no certificate: %j',
    (pem) => {
      expect(verdict(pem)).toBe('undecided');
      expect(
        certificateVerdict({ hostname: 'bench.local', certificatePem: server.certificatePem }, pem, now),
      ).toBe('undecided');
    },
  );
});
