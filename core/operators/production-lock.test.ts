import { describe, expect, it } from 'vitest';
import type { SessionDetail } from '../api.ts';
import type { CardView } from '../api-cards.ts';
import { faultOf } from '../errors.ts';
import { type Report, reportOf } from '../provisioning/report.ts';
import { holdsSecrets, masks, withoutQuotedValues } from './production-lock.ts';

const secret = 'geheim';
const differs = faultOf('SESSION_VALUE_DIFFERS', {
  path: 'Net/WifiPSK',
  reported: secret,
  expected: `${secret}2`,
  step: 'check',
});
const missing = faultOf('SESSION_VALUE_MISSING', { path: 'Net/WifiPSK', expected: secret, step: 'check' });

const session: SessionDetail = {
  sessionId: 's',
  deviceId: 'IMEI:1',
  label: 'L1',
  openedAt: 1,
  state: 'failed',
  fault: differs,
  commandsDone: 1,
  packages: 2,
  transcript: [
    { at: 1, kind: 'package1', text: '{"Alert":[]}' },
    {
      at: 2,
      kind: 'package3',
      text: JSON.stringify({
        Status: [
          { sc: 200, Data: [{ ClientURI: 'urn:x:gw:1.0/gw/Net/WifiPSK', MOData: { WifiPSK: secret } }] },
        ],
      }),
    },
    { at: 3, kind: 'refused', text: `{"broken": "${secret}"`, status: 400 },
    { at: 4, kind: 'note', text: `The step "check" was left out: ${missing.message}` },
    { at: 5, kind: 'note', text: 'The step "check" was left out: nothing to do.' },
    { at: 6, kind: 'repository', text: 'GET /repository/x', status: 200 },
  ],
  interactions: [
    {
      interactionId: 'i',
      title: 'Site',
      pages: 1,
      state: 'completed',
      begunAt: 1,
      expiresAt: 2,
      answers: [{ label: 'Key of the door', text: secret }],
    },
  ],
};

const card: CardView = {
  station: 'Left',
  readAt: 1,
  card: {
    atr: '3B00',
    atrFacts: { understood: true, protocols: ['T=1'], extendedLength: false, channels: 1 },
    iccid: '8944',
    applications: [],
    files: [],
    entries: [{ kind: 'other', description: 'data', octets: '67656865696D' }],
    problems: [{ code: 'CARD_CONTENT_UNREADABLE', message: 'x', octets: '67656865696D' }],
  },
  message: {
    octets: 6,
    sha256: 'aa',
    room: 100,
    text: '{"Name":"geheim"}',
    accounts: [],
    objects: [{ clientUri: 'urn:x:gw:1.0/gw/', rootName: 'Gw', root: { Name: secret } }],
  },
  tries: { adm: { kind: 'left', tries: 3 }, pin: { kind: 'missing' } },
  holder: { kind: 'nobody' },
};

describe('while production data is locked', () => {
  it('a session keeps its course and loses its secrets', () => {
    const shown = masks.session(withoutQuotedValues(session));
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(shown.fault?.code).toBe('SESSION_VALUE_DIFFERS');
    expect(shown.fault?.remedy).toBe(differs.remedy);
    expect(shown.transcript.map(({ at, kind, status }) => ({ at, kind, status }))).toEqual(
      session.transcript.map(({ at, kind, status }) => ({ at, kind, status })),
    );
    expect(shown.transcript[0]).toEqual(session.transcript[0]);
    expect(shown.transcript[4]).toEqual(session.transcript[4]);
    expect(shown.transcript[5]).toEqual(session.transcript[5]);
  });

  it.each(['card', 'writeCard', 'eraseCard', 'unlockCard'] as const)(
    '%s says which message it is, and not what is in it',
    (name) => {
      const shown = masks[name](card);
      expect(JSON.stringify(shown)).not.toContain(secret);
      expect(JSON.stringify(shown)).not.toContain('67656865696D');
      expect(shown.message).toMatchObject({ octets: 6, sha256: 'aa' });
      expect(shown.card.iccid).toBe('8944');
      const { message: _, ...empty } = card;
      expect(masks[name](empty).message).toBeUndefined();
    },
  );

  it('how a list was read keeps its columns, and what is the same in every row unless it is a secret', () => {
    const constant = (value: string) => ({ kind: 'constant', value }) as const;
    const mapping = {
      apn: constant('m2m.example'),
      wifiPassword: constant(secret),
      imei: { kind: 'column', column: 'IMEI-No.' },
    } as const;
    const list = { name: 'list.csv', reading: { heading: 'firstLine', mapping } } as const;
    const seen = masks.batchList(list);
    expect(JSON.stringify(seen)).not.toContain(secret);
    expect(seen.reading?.mapping).toMatchObject({ apn: mapping.apn, imei: mapping.imei });
    expect(masks.batchList({ name: 'list.csv' })).toEqual({ name: 'list.csv' });
  });

  it('no fault says what a device reported, wherever it stands', () => {
    const activity = { kind: 'failed', fault: missing, takeCardOut: false };
    const shown = withoutQuotedValues({
      stations: [{ name: 'Left', activity }],
      other: [1, 'two', null, true],
    });
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(shown.other).toEqual([1, 'two', null, true]);
    const plain = { fault: faultOf('CARD_PULLED', {}) };
    expect(withoutQuotedValues(plain)).toEqual(plain);
  });

  it('a report that holds secrets is told from one that holds none', () => {
    const source = {
      line: 1,
      deviceId: 'IMEI:1',
      label: 'L1',
      variables: { site: 'Hall 1' },
      state: { kind: 'waiting' },
      attempts: 0,
      reported: {},
    } as const;
    const head = { batchId: 'b', name: 'b', profile: { name: 'p', version: 1 }, list: 'l', createdAt: 1 };
    const report = (change: object): Report => reportOf(head, [{ ...source, ...change }]);
    expect(holdsSecrets(report({}))).toBe(false);
    expect(holdsSecrets(report({ reported: { 'urn:x:gw:1.0/gw/': { Gw: { Name: 'site' } } } }))).toBe(false);
    expect(holdsSecrets(report({ variables: { wifi_psk: secret } }))).toBe(true);
    expect(
      holdsSecrets(
        report({
          state: {
            kind: 'done',
            card: { atr: '3B00' },
            message: { digest: 'aa', octets: 1 },
            station: 'Left',
          },
          reported: { 'urn:x:gw:1.0/gw/': { Gw: { WifiPSK: secret } } },
        }),
      ),
    ).toBe(true);
    expect(holdsSecrets(report({ state: { kind: 'failed', fault: missing } }))).toBe(true);
  });
});
