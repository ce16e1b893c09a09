import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeBootstrapMessage } from './bootstrap-message.ts';
import { isSecretPath, maskedMessage } from './masked-message.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('a masked bootstrap message', () => {
  const secret = fc.string({ minLength: 4, unit: fc.constantFrom(...'abcdefgh') }).map((text) => `§${text}§`);
  it('shows no secret, whatever it is, and everything else', () => {
    fc.assert(
      fc.property(secret, secret, (password, notificationSecret) => {
        const octets = composeBootstrapMessage({
          accounts: [
            {
              instance: 'bench',
              serverId: 'dm-bench',
              serverUri: 'https://h/dm',
              name: 'DM Bench',
              permittedMoids: ['urn:oma:mo:x:1.0'],
              credentials: { kind: 'password', userName: 'dm-user', password },
              notification: { data: 'ZGF0YQ==', secret: notificationSecret },
            },
          ],
          objects: [],
        });
        const text = maskedMessage(octets) ?? '';
        expect(text).not.toContain(password);
        expect(text).not.toContain(notificationSecret);
        expect(text).toContain('•'.repeat([...password].length));
        for (const shown of ['dm-user', 'https://h/dm', 'urn:oma:mo:x:1.0']) expect(text).toContain(shown);
      }),
    );
  });

  it('gives nothing of what it cannot read', () => {
    expect(maskedMessage(encode('{"Secret":"abc'))).toBeUndefined();
    expect(maskedMessage(Uint8Array.of(0xff, 0xfe))).toBeUndefined();
  });

  it.each([
    [['DMAcc', 'Auth', 'Trsp', 'Secret'], true],
    [['DMAcc', 'Auth', 'Trsp', 'Data'], false],
    [['DMAcc', 'Auth', 'Noti', 'Data'], true],
    [['DMAcc', 'Auth', 'Bootstrap', 'ClientSecretKey'], true],
    [['DMAcc', 'SrvURI'], false],
    [['Gateway', 'Wlan', 'Passphrase'], true],
    [['Gateway', 'Wlan', 'PresharedKey'], true],
    [['Gateway', 'Connectivity', 'APN'], false],
  ])('%j is a secret: %s', (path, expected) => {
    expect(isSecretPath(path)).toBe(expected);
  });
});
