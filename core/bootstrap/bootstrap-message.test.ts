import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientUri } from '../dm/client-uri.ts';
import { toFault } from '../errors.ts';
import { interior, leaf } from '../mo/node.ts';
import { composeBootstrapMessage, type DmAccount, parseBootstrapMessage } from './bootstrap-message.ts';

const account: DmAccount = {
  instance: 'bench',
  serverId: 'dm-bench',
  serverUri: 'http://127.0.0.1:8440/dm',
  name: 'DM Bench',
  permittedMoids: ['urn:oma:mo:oma-dm-devinfo:1.0', 'urn:oma:mo:example:1.0'],
  credentials: { userName: '352099001761408', password: 'geheim-geheim' },
};
const objects = [
  {
    clientUri: clientUri('urn:oma:mo:example:1.0', 'a1'),
    data: { name: 'Gateway', node: interior([['APN', leaf('m2m.example')]]) },
  },
];
const encode = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));

describe('a bootstrap message', () => {
  it('is compact JSON, and comes back as it went', () => {
    const octets = composeBootstrapMessage({ account, objects });
    expect(new TextDecoder().decode(octets)).toMatch(
      /^\[\{"ClientURI":"urn:oma:mo:oma-dm-dmacc:1\.2\/bench\/","MOData":/,
    );
    expect(parseBootstrapMessage(octets)).toEqual({ account, objects });
  });

  it('carries any text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (userName, password, name) => {
        const message = { account: { ...account, name, credentials: { userName, password } }, objects: [] };
        expect(parseBootstrapMessage(composeBootstrapMessage(message))).toEqual(message);
      }),
    );
  });

  const json = () => JSON.parse(new TextDecoder().decode(composeBootstrapMessage({ account, objects })));
  it.each([
    [new TextEncoder().encode('[{"Secret":"geheim-geheim"'), 'BOOTSTRAP_NOT_JSON', 'JSON'],
    [Uint8Array.of(0xff, 0xfe), 'BOOTSTRAP_NOT_JSON', 'JSON'],
    [encode([]), 'BOOTSTRAP_WRONG', 'empty'],
    [encode(json().slice(1)), 'BOOTSTRAP_WRONG', 'no DM Account'],
    [
      encode([{ ...json()[0], MOData: { DMAcc: { ...json()[0].MOData.DMAcc, SrvURI: 'ftp://x' } } }]),
      'BOOTSTRAP_WRONG',
      'SrvURI',
    ],
    [
      encode([{ ...json()[0], MOData: { DMAcc: { ...json()[0].MOData.DMAcc, Auth: {} } } }]),
      'BOOTSTRAP_WRONG',
      'Auth/Trsp',
    ],
    [encode([{ ...json()[0], MOData: { Other: {} } }]), 'BOOTSTRAP_WRONG', 'root'],
  ])('%#: that is wrong is refused, with no secret in the words', (octets, code, words) => {
    let fault = toFault(new Error('parsed'));
    try {
      parseBootstrapMessage(octets);
    } catch (error) {
      fault = toFault(error);
    }
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(words);
    expect(fault.message).not.toContain('geheim');
  });
});
