import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeAuthority, makeServerCertificate } from './make-certificates.ts';

describe('serial numbers of certificates', () => {
  it.each([0x00, 0x3f, 0x80, 0xff])(
    'are positive and 16 octets long where each octet drawn is %i',
    async (drawn) => {
      const making = {
        validity: { from: 0, to: 1000 },
        randomOctets: (count: number) => new Uint8Array(count).fill(drawn),
      };
      const authority = await makeAuthority('DM Bench', making);
      const server = await makeServerCertificate(authority, ['localhost'], making);
      for (const { certificatePem } of [authority, server])
        expect(new X509Certificate(certificatePem).serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    },
  );
});

describe('the time of certificates', () => {
  it.each([
    ['2049-12-31T23:59:59.000Z', '2050-01-01T00:00:00.000Z'],
    ['1999-12-31T23:59:59.000Z', '2036-02-29T12:00:00.000Z'],
  ])('from %s to %s comes back as it went (RFC 5280, 4.1.2.5: two forms of it)', async (from, to) => {
    const { certificatePem } = await makeAuthority('DM Bench', {
      validity: { from: Date.parse(from), to: Date.parse(to) },
      randomOctets: (count) => crypto.getRandomValues(new Uint8Array(count)),
    });
    const { validFromDate, validToDate } = new X509Certificate(certificatePem);
    expect([validFromDate.toISOString(), validToDate.toISOString()]).toEqual([from, to]);
  });
});
