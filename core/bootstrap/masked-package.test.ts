import { describe, expect, it } from 'vitest';
import { maskedPackage, withoutAccountSecrets } from './masked-package.ts';

const account = 'urn:oma:mo:oma-dm-dmacc:1.2/bench';
const gateway = 'urn:oma:mo:example-gateway:1.0/gateway';

function masked(pack: object): string {
  return maskedPackage(JSON.stringify(pack));
}

describe('a DM package for people who may not see secrets', () => {
  it.each([
    ['of a whole object', `${account}/`, { DMAcc: { SrvID: 'bench', Auth: { Trsp: { Secret: 'geheim' } } } }],
    ['of a node in it', `${account}/Auth/Trsp`, { Trsp: { Secret: 'geheim' } }],
    ['of one value', `${account}/Auth/Noti/Secret`, { Secret: 'geheim' }],
    ['of a value whose name tells nothing', `${account}/Auth/Noti/Data`, { Data: 'geheim' }],
    ['of a vendor', `${gateway}/Connectivity/APN/Password`, { Password: 'geheim' }],
    ['of a vendor, inside', `${gateway}/`, { Gateway: { Net: { WifiPSK: 'geheim', Name: 'site' } } }],
  ])('has no secret %s', (_what, clientUri, data) => {
    const status = { Status: [{ sc: 200, Data: [{ ClientURI: clientUri, MOData: data }] }] };
    expect(masked(status)).not.toContain('geheim');
    expect(masked(status)).toContain('••••••');
    // Clients in the field put both beside the status.
    expect(masked({ Status: [{ sc: 200, ClientURI: clientUri, MOData: data }] })).not.toContain('geheim');
  });

  it('says everything else as it was', () => {
    const pack = {
      Status: [
        { sc: 200, Data: [{ ClientURI: `${gateway}/`, MOData: { Gateway: { Net: { Name: 'site' } } } }] },
        { sc: 404, URI: [`${gateway}/Net/Missing`] },
      ],
      Alert: [{ AlertType: 'urn:oma:at:generic:1.0', SourceURI: `${gateway}/Net/Name`, Data: 'moved' }],
    };
    expect(JSON.parse(masked(pack))).toEqual(pack);
    const commands = { CMD: [['GET', `${gateway}/Net/Name`], ['END']] };
    expect(JSON.parse(masked(commands))).toEqual(commands);
  });

  it('has no secret that an alert tells', () => {
    const alert = (data: unknown) => ({
      Alert: [{ AlertType: 'x', SourceURI: `${gateway}/Net/WifiPSK`, Data: data }],
    });
    expect(masked(alert('geheim'))).not.toContain('geheim');
    expect(masked(alert({ old: { password: 'geheim' } }))).not.toContain('geheim');
  });

  it('says nothing of what is not JSON', () => {
    expect(maskedPackage('{"Secret":"geheim"')).toBe('•'.repeat(18));
    expect(maskedPackage('')).toBe('');
  });
});

describe('a text before anything is done with it', () => {
  const report = (clientUri: string, data: object) =>
    JSON.stringify({ Status: [{ sc: 200, Data: [{ ClientURI: clientUri, MOData: data }] }] });

  it.each([
    report(`${account}/`, { DMAcc: { Auth: { Trsp: { Data: 'user', Secret: 'geheim' } } } }),
    report(`${account}/Auth/Trsp/Secret`, { Secret: 'geheim' }),
    report(`${account}/Auth/Noti`, { Noti: { Secret: 'geheim' } }),
    report('urn:vendor:account:1.0/x/', { DMAcc: { Auth: { Bootstrap: { ClientSecretKey: 'geheim' } } } }),
    JSON.stringify([
      { ClientURI: `${account}/`, MOData: { DMAcc: { Auth: { Trsp: { Secret: 'geheim' } } } } },
    ]),
    `{"Alert":[{"AlertType":"a","SourceURI":"${account}/Auth/Trsp/Secret","Data":"geheim"}]}`,
    `{"Status":[{"sc":200,"ClientURI":"${account}/Auth/Trsp","MOData":{"Trsp":{"Secret":"geheim","Secret":null}}}]}`,
    `[{"ClientURI":"${account}/","MOData":{"\\u0044MAcc":{"\\u0041uth":{"Trsp":{"Secret":"geheim"}}}}}]`,
  ])('has nothing that anybody proves themselves with: %#', (text) => {
    expect(withoutAccountSecrets(text)).not.toContain('geheim');
    expect(JSON.parse(withoutAccountSecrets(text))).toBeDefined();
  });

  it('is as it came where it tells of no account, or is not JSON', () => {
    for (const text of [
      ' { "MOS" : [ ] } ',
      report(`${gateway}/`, { Gateway: { Password: 'the device is to report it' } }),
      `{"MOS":[{"MOID":"${account}"}]  }`,
      '{"DMAcc":{"Auth":',
      `{"DMAcc":{"Auth":1e999}}`,
    ])
      expect(withoutAccountSecrets(text)).toBe(text);
  });

  it('keeps the name of the user, and how it proves itself', () => {
    const text = report(`${account}/`, { DMAcc: { Auth: { Trsp: { Data: 'user' }, Noti: { Type: 1 } } } });
    expect(withoutAccountSecrets(text)).toBe(text);
  });
});
