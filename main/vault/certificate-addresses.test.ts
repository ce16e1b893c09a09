import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { canonicalAddress, certificateAddresses } from './certificate-addresses.ts';

describe('an address of a certificate', () => {
  it.each([
    ['bench.example', 'bench.example'],
    ['Bench.Example.', 'bench.example'],
    ['LAB_01', 'lab_01'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['192.0.2.7', '192.0.2.7'],
    ['127.1', '127.0.0.1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['::ffff:192.0.2.7', '::ffff:c000:207'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('%s is carried as %s', (address, carried) => {
    expect(canonicalAddress(address)).toBe(carried);
  });

  it.each([
    '',
    ' ',
    'a b',
    '*.example',
    'a..b',
    '-a.example',
    'a-.example',
    '.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(126)}ab`,
    '256.1.1.1',
    '1.2.3.4.5',
    '0.0.0.0',
    '::',
    'fe80::1%eth0',
    '[bench.example]x',
    'bench.example:8443',
    'https://bench.example',
    'bench.example/dm',
    'user@bench.example',
    'a%41',
    'a\nb',
  ])('%j is none', (address) => {
    let fault = toFault(new Error('accepted'));
    try {
      canonicalAddress(address);
    } catch (error) {
      fault = toFault(error);
    }
    expect(fault.code).toBe('CERTIFICATE_ADDRESS_WRONG');
    expect(fault.message).toContain(`"${address}"`);
  });

  it('stays as it is once it is canonical, whatever was given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), (given) => {
        fc.pre(!/^[0:.]+$/.test(given));
        const once = canonicalAddress(given);
        expect(canonicalAddress(once)).toBe(once);
      }),
    );
  });

  it('stands beside those of this machine, once', () => {
    expect(certificateAddresses(['Bench.example', 'bench.example', '127.0.0.1'])).toEqual([
      'localhost',
      '127.0.0.1',
      '::1',
      'bench.example',
    ]);
  });
});
