import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../../core/api.ts';
import { alertsOf, beginningOf } from './alerts.ts';
import { partsOf } from './command-parts.ts';
import { laidOut } from './package-json.ts';
import { outcomeOf, timelineOf } from './timeline.ts';

function entry(kind: TranscriptEntry['kind'], at: number, body: unknown, status?: number): TranscriptEntry {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind, at, text, ...(status === undefined ? {} : { status }) };
}

const deviceId = 'IMEI:352099001761770';
const ended = { open: false, deviceId };
const stillOpen = { open: true, deviceId };

const commands = {
  CMD: [
    ['HGET', 'https://s/repository/site', 'urn:x/'],
    ['GET', 'urn:x//'],
    ['EXEC', 'urn:y/1/Go'],
    ['GET', 'urn:z//'],
  ],
};

describe('the timeline of a session', () => {
  it('pairs each command with its status by its place', () => {
    const items = timelineOf(
      [
        entry('package1', 1000, { MOS: [{}, {}], Alert: [{ AlertType: 'urn:oma:at:dm:2.0:X' }] }),
        entry('package2', 1010, commands),
        entry('repository', 1020, 'GET /repository/site', 200),
        entry('package3', 1040, { Status: [{ sc: 200 }, { sc: 304 }, { sc: 202 }, { sc: 404 }] }),
        entry('package2', 1050, { CMD: [['END']] }),
      ],
      ended,
    );
    expect(items[0]).toMatchObject({ kind: 'package1', objects: 2, alerts: [{ short: 'dm:2.0:X' }] });
    expect(items[1]).toMatchObject({
      after: 10,
      commands: [
        {
          name: 'HGET',
          parts: [{ short: 'repository/site' }, { short: 'urn:x/', join: 'to' }],
          status: 200,
          outcome: 'ok',
        },
        { name: 'GET', status: 304, outcome: 'ok' },
        { name: 'EXEC', status: 202, outcome: 'pending' },
        { name: 'GET', status: 404, outcome: 'failed' },
      ],
    });
    expect(items[2]).toMatchObject({
      kind: 'repository',
      method: 'GET',
      resource: '/repository/site',
      upload: false,
      status: 200,
    });
    expect(items[4]).toMatchObject({ commands: [{ name: 'END', outcome: 'none' }] });
  });

  it('claims no status that the device did not report', () => {
    const short = [entry('package2', 0, commands), entry('package3', 1, { Status: [{ sc: 200 }] })];
    const [first] = timelineOf(short, ended);
    expect(first).toMatchObject({
      commands: [{ outcome: 'ok' }, { outcome: 'unreported' }, { outcome: 'unreported' }, {}],
    });
    const [alone] = timelineOf([entry('package2', 0, commands)], stillOpen);
    expect(alone).toMatchObject({ commands: [{ outcome: 'awaited' }, {}, {}, {}] });
    const [given] = timelineOf([entry('package2', 0, commands)], ended);
    expect(given).toMatchObject({ commands: [{ outcome: 'unreported' }, {}, {}, {}] });
  });

  it('gives the answer to the last of two packages #2', () => {
    const items = timelineOf(
      [
        entry('package2', 0, { CMD: [['GET', 'a']] }),
        entry('package2', 5, { CMD: [['GET', 'a']] }),
        entry('package3', 9, { Status: [{ sc: 200 }] }),
      ],
      ended,
    );
    expect(items[0]).toMatchObject({ commands: [{ outcome: 'unreported' }] });
    expect(items[1]).toMatchObject({ commands: [{ outcome: 'ok' }] });
  });

  it.each(['{', '[]', 'null', '"x"', ''])('says of %j that it cannot be read', (text) => {
    expect(timelineOf([entry('package3', 0, text)], ended)[0]?.kind).toBe('unreadable');
    expect(
      timelineOf([entry('package2', 0, { CMD: [['GET', 'a']] }), entry('package3', 1, text)], ended)[0],
    ).toMatchObject({ commands: [{ outcome: 'unreported' }] });
  });

  it.each([{ CMD: [1, null, {}] }, { CMD: 'x' }, { Status: [null, { sc: 'x' }] }, { Alert: [1] }])(
    'lives with the shape of %j',
    (body) => {
      for (const kind of ['package1', 'package2', 'package3'] as const)
        expect(timelineOf([entry(kind, 0, body)], ended)).toHaveLength(1);
    },
  );

  it('never takes a command that was only begun for one that is done', () => {
    expect([200, 202, 204, 304, 400, 501].map(outcomeOf)).toEqual([
      'ok',
      'pending',
      'ok',
      'ok',
      'failed',
      'failed',
    ]);
    const [round] = timelineOf(
      [
        entry('package2', 0, { CMD: [['EXEC', 'urn:oma:mo:oma-fumo:1.0/f1/Download', 'https://b/dm']] }),
        entry('package3', 1, { Status: [{ sc: 202 }] }),
      ],
      ended,
    );
    expect(round).toMatchObject({
      commands: [
        {
          name: 'EXEC',
          parts: [{ short: 'oma-fumo:1.0/f1/Download' }, { short: 'b/dm', join: 'reportsTo' }],
          outcome: 'pending',
        },
      ],
    });
  });

  it('has uploads, refused packages and what the plan says in their place', () => {
    const items = timelineOf(
      [
        entry('package1', 0, {}),
        entry('repository', 5, 'PUT /repository/IMEI%3A352099001761770/sub/apn', 201),
        entry('refused', 6, 'The package is not valid JSON.', 400),
        entry('note', 7, 'The step "Update" was left out: GET answered 404.'),
        entry('repository', 8, 'strange'),
      ],
      ended,
    );
    expect(items.slice(1)).toMatchObject([
      { kind: 'repository', method: 'PUT', upload: true, status: 201 },
      { kind: 'refused', words: 'The package is not valid JSON.', status: 400 },
      { kind: 'note', words: 'The step "Update" was left out: GET answered 404.' },
      { kind: 'repository', method: '', resource: 'strange', upload: false },
    ]);
  });

  it('pairs across what stands between a package #2 and its answer', () => {
    const items = timelineOf(
      [
        entry('package2', 0, { CMD: [['GET', 'urn:a//']] }),
        entry('refused', 1, 'x', 400),
        entry('note', 2, 'y'),
        entry('package3', 3, { Status: [{ sc: 200, Data: [{ MOData: { A: 1 } }] }] }),
      ],
      stillOpen,
    );
    expect(items[0]).toMatchObject({
      commands: [{ outcome: 'ok', answer: { sc: 200, Data: [{ MOData: { A: 1 } }] } }],
    });
  });

  it('lays out JSON and leaves the rest', () => {
    expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(laidOut('GET /x')).toBe('GET /x');
  });
});

describe('the parts of a command', () => {
  const repository = 'https://bench.local/repository/IMEI%3A352099001761770/up';
  const words = (name: string, ...parameters: string[]) =>
    partsOf(name, parameters, deviceId).map(({ join, short }) => (join ? `${join} ${short}` : short));

  it.each([
    ['HPUT', [repository, 'urn:oma:mo:a:1.0//X', 'urn:oma:mo:a:1.0//Y']],
    ['HPOST', [repository, 'urn:oma:mo:a:1.0//X', 'urn:oma:mo:a:1.0//Y']],
  ])('%s goes from the nodes to the repository', (name, parameters) => {
    expect(words(name, ...parameters)).toEqual(['a:1.0//X', 'a:1.0//Y', 'to repository/…/up']);
  });

  it('are in the order in which the data goes, whatever the order in the package', () => {
    expect(words('HGET', repository)).toEqual(['repository/…/up']);
    expect(words('HGET', 'urn:oma:mo:a:1.0/i/', repository)).toEqual(['repository/…/up', 'to a:1.0/i/']);
    expect(words('SUB', repository, 'urn:oma:mo:a:1.0//')).toEqual(['a:1.0//', 'to repository/…/up']);
    expect(words('DEFAULT', repository, 'urn:oma:mo:a:1.0')).toEqual(['a:1.0', 'from repository/…/up']);
    expect(words('EXEC', 'urn:oma:mo:a:1.0//Go')).toEqual(['a:1.0//Go']);
    expect(words('SHOW', 'https://bench.local/interaction/7/')).toEqual(['bench.local/interaction/7/']);
    expect(words('CONT', 'https://other.example/dm')).toEqual(['other.example/dm']);
    expect(words('DELETE', 'urn:oma:mo:a:1.0/i/')).toEqual(['a:1.0/i/']);
    expect(words('UNSUB', 'urn:oma:mo:a:1.0//')).toEqual(['a:1.0//']);
    expect(words('END')).toEqual([]);
    expect(words('VENDOR', 'x', 'urn:oma:mo:a:1.0//')).toEqual(['x', 'a:1.0//']);
  });

  it('keep the whole of what they shorten', () => {
    const uri = 'urn:oma:mo:a:1.0/(x)/V?nv=(x)/ID:GPS&cv=9f';
    expect(partsOf('GET', [uri], deviceId)).toEqual([
      {
        kind: 'node',
        whole: uri,
        short: 'a:1.0/(x)/V',
        conditions: ['(x)/ID = GPS'],
        unlessUnchanged: true,
      },
    ]);
  });
});

describe('the alerts of a package', () => {
  it('say why the session exists apart from what else is told', () => {
    const began = (type: string, data?: object) =>
      beginningOf({ Alert: [{ AlertType: type, ...(data ? { Data: data } : {}) }] });
    expect(began('urn:oma:at:dm:2.0:ClientInitiatedMgmt')).toEqual({ kind: 'device' });
    expect(began('urn:oma:at:dm:2.0:BootstrapComplete')).toEqual({ kind: 'bootstrap' });
    expect(began('urn:oma:at:dm:2.0:ServerInitiatedMgmt', { NotificationID: 4711 })).toEqual({
      kind: 'notification',
      notificationId: 4711,
    });
    expect(began('urn:oma:at:dm:2.0:ServerInitiatedMgmt', { NotificationID: '1' })).toEqual({
      kind: 'notification',
    });
    expect(beginningOf({ Alert: [1, {}] })).toEqual({ kind: 'other' });
    expect(beginningOf({})).toEqual({ kind: 'other' });
  });

  it.each([
    ['informational', 200, 'ok'],
    ['informational', 1299, 'ok'],
    ['critical', 402, 'bad'],
    // Whatever the mark is, a result that is no success is none.
    ['informational', 410, 'bad'],
    ['fatal', undefined, 'bad'],
    ['Warning', undefined, 'warn'],
    ['harmless', undefined, 'plain'],
    ['strange', undefined, 'plain'],
  ])('marked %s with result %s are %s', (mark, code, tone) => {
    const alert = {
      AlertType: 'urn:oma:at:fumo:1.0:OperationComplete',
      SourceURI: 'urn:oma:mo:oma-fumo:1.0/f1/Download',
      Mark: mark,
      ...(code === undefined ? {} : { Data: { ResultCode: code } }),
    };
    const first = { AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' };
    expect(alertsOf({ Alert: [first, alert, null, { AlertType: 1 }] })).toEqual([
      {
        type: alert.AlertType,
        short: 'fumo:1.0:OperationComplete',
        source: alert.SourceURI,
        mark,
        ...(code === undefined ? {} : { resultCode: code }),
        tone,
        json: alert,
      },
    ]);
  });
});
