import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { readProfile } from './profile.ts';
import { transportOf } from './profile-server.ts';
import { profileJson } from './test-profile.ts';

const server = (over: object) => ({ id: 'dm-bench', name: 'DM Bench', ...over });
const read = (over: object, inabilities = {}) =>
  readProfile(JSON.stringify(profileJson({ server: server(over) }), null, 1), 'p.json', inabilities);
const problems = (over: object, inabilities = {}) => {
  const reading = read(over, inabilities);
  return reading.kind === 'faults' ? reading.faults : [];
};

describe('the server of a profile', () => {
  it.each([
    [{}, 'http', 'http'],
    [{}, 'https', 'https'],
    [{ transport: 'http' }, 'https', 'http'],
    [{ transport: 'https' }, 'http', 'https'],
    [{ address: 'https://bench.example/dm' }, 'http', 'https'],
    [{ address: 'http://127.0.0.1:8080/dm' }, 'https', 'http'],
    [{ authentication: 'certificate' }, 'http', 'https'],
    [{ authentication: 'presharedKey' }, 'http', 'https'],
  ] as const)('%j is reached, where %s is usual, by %s', (over, usual, expected) => {
    const reading = read(over);
    if (reading.kind !== 'profile') throw new Error(reading.faults[0]?.message);
    expect(transportOf(reading.profile.server, usual)).toBe(expected);
  });

  it('is told by a password where nothing else is said', () => {
    expect(read({})).toMatchObject({ profile: { server: { authentication: 'password' } } });
  });

  it.each([
    [{ authentication: 'certificate', transport: 'http' }, 'server.transport', 'a client certificate'],
    [{ authentication: 'presharedKey', address: 'http://a.example' }, 'server.address', 'a pre-shared key'],
  ])('%j is refused: it needs https', (over, path, words) => {
    const [fault, ...others] = problems(over);
    expect(others).toEqual([]);
    expect(fault?.code).toBe('PROFILE_WRONG');
    expect(fault?.message).toContain(path);
    expect(fault?.message).toContain(`${words} is shown over https only`);
    expect(fault?.place?.line).toBeGreaterThan(1);
  });

  it('may be reached over http by others only where it says so', () => {
    const address = 'http://bench.example/dm';
    expect(problems({ address })[0]?.message).toContain('"transport": "http"');
    expect(problems({ address, transport: 'http' })).toEqual([]);
    for (const own of ['http://localhost:1/dm', 'http://127.0.0.1/dm', 'http://[::1]/dm'])
      expect(problems({ address: own })).toEqual([]);
  });

  it('cannot ask for pre-shared keys of a program that has none, at the place that asks', () => {
    const presharedKeys = faultOf('PRESHARED_KEYS_UNAVAILABLE', { library: 'BoringSSL of Electron' });
    const [fault] = problems({ authentication: 'presharedKey' }, { presharedKeys });
    expect(fault).toMatchObject({ code: 'PRESHARED_KEYS_UNAVAILABLE', place: { file: 'p.json' } });
    expect(fault?.place?.line).toBeGreaterThan(1);
    expect(problems({ authentication: 'certificate' }, { presharedKeys })).toEqual([]);
    expect(problems({ authentication: 'presharedKey' })).toEqual([]);
  });
});

describe('a plan that renews credentials', () => {
  it('needs devices that have a password', () => {
    const renewing = (over: object) => {
      const text = JSON.stringify(
        profileJson({
          server: server(over),
          permits: ['urn:oma:mo:oma-dm-dmacc:1.2'],
          configurations: {},
          sessionPlan: [{ step: 'Renew', commands: [{ command: 'HGET', credentials: 'renew' }] }],
        }),
      );
      const reading = readProfile(text, 'p.json');
      return reading.kind === 'faults' ? reading.faults.map(({ message }) => message) : [];
    };
    expect(renewing({})).toEqual([]);
    expect(renewing({ authentication: 'certificate' })).toEqual([
      expect.stringContaining('only a password is renewed so'),
    ]);
  });
});
