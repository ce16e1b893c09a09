import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../../core/api.ts';
import { laidOut, timelineOf } from './timeline.ts';

function entry(kind: TranscriptEntry['kind'], at: number, body: unknown, status?: number): TranscriptEntry {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind, at, text, ...(status === undefined ? {} : { status }) };
}

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
      false,
    );
    expect(items[0]).toMatchObject({ kind: 'package1', objects: 2, alerts: ['urn:oma:at:dm:2.0:X'] });
    expect(items[1]).toMatchObject({
      after: 10,
      commands: [
        { name: 'HGET', parameters: ['https://s/repository/site', 'urn:x/'], status: 200, outcome: 'ok' },
        { name: 'GET', status: 304, outcome: 'ok' },
        { name: 'EXEC', status: 202, outcome: 'pending' },
        { name: 'GET', status: 404, outcome: 'failed' },
      ],
    });
    expect(items[2]).toMatchObject({ kind: 'repository', request: 'GET /repository/site', status: 200 });
    expect(items[4]).toMatchObject({ commands: [{ name: 'END', outcome: 'none' }] });
  });

  it('claims no status that the device did not report', () => {
    const short = [entry('package2', 0, commands), entry('package3', 1, { Status: [{ sc: 200 }] })];
    const [first] = timelineOf(short, false);
    expect(first).toMatchObject({
      commands: [{ outcome: 'ok' }, { outcome: 'unreported' }, { outcome: 'unreported' }, {}],
    });
    const [alone] = timelineOf([entry('package2', 0, commands)], true);
    expect(alone).toMatchObject({ commands: [{ outcome: 'awaited' }, {}, {}, {}] });
    const [given] = timelineOf([entry('package2', 0, commands)], false);
    expect(given).toMatchObject({ commands: [{ outcome: 'unreported' }, {}, {}, {}] });
  });

  it('gives the answer to the last of two packages #2', () => {
    const items = timelineOf(
      [
        entry('package2', 0, { CMD: [['GET', 'a']] }),
        entry('package2', 5, { CMD: [['GET', 'a']] }),
        entry('package3', 9, { Status: [{ sc: 200 }] }),
      ],
      false,
    );
    expect(items[0]).toMatchObject({ commands: [{ outcome: 'unreported' }] });
    expect(items[1]).toMatchObject({ commands: [{ outcome: 'ok' }] });
  });

  it.each(['{', '[]', 'null', '"x"', ''])('says of %j that it cannot be read', (text) => {
    expect(timelineOf([entry('package3', 0, text)], false)[0]?.kind).toBe('unreadable');
    expect(
      timelineOf([entry('package2', 0, { CMD: [['GET', 'a']] }), entry('package3', 1, text)], false)[0],
    ).toMatchObject({ commands: [{ outcome: 'unreported' }] });
  });

  it.each([{ CMD: [1, null, {}] }, { CMD: 'x' }, { Status: [null, { sc: 'x' }] }, { Alert: [1] }])(
    'lives with the shape of %j',
    (body) => {
      for (const kind of ['package1', 'package2', 'package3'] as const)
        expect(timelineOf([entry(kind, 0, body)], false)).toHaveLength(1);
    },
  );

  it('lays out JSON and leaves the rest', () => {
    expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(laidOut('GET /x')).toBe('GET /x');
  });
});
