// Every door that takes JSON, asked with the same hostile values: read as what they are, or refused with a coded
// error; nothing is changed that was not addressed, and whoever is there meanwhile is served.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requests } from '../../../core/api-requests.ts';
import { parseBootstrapMessage } from '../../../core/bootstrap/bootstrap-message.ts';
import { parseCardCopy } from '../../../core/card/card-copy.ts';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { parseDeviceState } from '../../../core/dm/client/device-state-text.ts';
import { parsePackage1, parsePackage2, parsePackage3 } from '../../../core/dm/packages.ts';
import { CodedError } from '../../../core/errors.ts';
import { parseUploadedObjects } from '../../../core/mo/uploaded-objects.ts';
import { readText } from '../../../core/order/test-lists.ts';
import { readProfile } from '../../../core/provisioning/profile.ts';
import { answerCall, type Reception } from '../../../main/api/answer-call.ts';
import { controlFileName, controlRequests } from '../../../main/control/control-calls.ts';
import { parseBootstrapAccess } from '../../../main/device/bootstrap-access.ts';
import { exampleFile, startTestBench, type TestBench } from '../../support/bench.ts';

const devInfo = 'urn:oma:mo:oma-dm-devinfo:1.0';
const deviceId = 'IMEI:352099001761408';

const nested = (depth: number, open = '[', close = ']') => `${open.repeat(depth)}1${close.repeat(depth)}`;

/** Values that stand in for a value of a document, each as JSON text. */
const hostile: Readonly<Record<string, string>> = {
  'a prototype': '{"__proto__":{"polluted":"yes"},"x":1}',
  'a constructor': '{"constructor":{"prototype":{"polluted":"yes"}}}',
  'a prototype within': '{"a":{"b":{"__proto__":{"polluted":"yes"}}}}',
  'methods of objects': '{"toString":1,"valueOf":2,"hasOwnProperty":3,"toJSON":4,"then":5,"length":-1}',
  'the same member twice': '{"a":1,"a":{"polluted":"yes"},"a":2}',
  'deep arrays': nested(100_000),
  'deep objects': nested(50_000, '{"a":', '}'),
  'a long array': `[${'0,'.repeat(200_000)}0]`,
  'many members': `{${Array.from({ length: 20_000 }, (_, index) => `"m${index}":0`).join(',')}}`,
  'a long name': `{"${'n'.repeat(500_000)}":1}`,
  'a long text': `"${'t'.repeat(500_000)}"`,
  'a number too large': '1e999',
  'a number too small': '-1e999',
  'many digits': '9'.repeat(5_000),
  'half a character': '"\\ud800"',
  'half a character in a name': '{"\\udfff":1}',
  'a null octet': '"a\\u0000b"',
  'turns of the writing direction': '"\\u202egnp.exe"',
  nothing: 'null',
  'an empty name': '{"":1}',
};

/** Whole texts that are none. */
const broken: readonly string[] = [
  '',
  '\u0000',
  '{',
  '[1,]',
  '{"a":1}{"b":2}',
  "{'a':1}",
  '{a:1}',
  '// comment\n{}',
  'NaN',
  'Infinity',
  '"\u0001"',
  '\uFEFF{',
  '['.repeat(300_000),
  '{"a":'.repeat(100_000),
];

/** Nothing that every object has was changed. */
function expectUnpolluted(): void {
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(Reflect.get([], 'polluted')).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Reflect.get(Object, 'polluted')).toBeUndefined();
}

/** Reads, or refuses with a coded error that is not the last resort. */
function readsOrRefuses(read: () => unknown, what: string): 'read' | 'refused' {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof CodedError && error.fault.code !== 'INTERNAL') return 'refused';
    throw new Error(`not for ${what}`, { cause: error });
  } finally {
    expectUnpolluted();
  }
}

/** Documents of each kind, with a place for a value. */
const documents = {
  package1: [
    (value: string) => `{"MOS":${value}}`,
    (value: string) => `{"MOS":[{"MOID":${value}}]}`,
    (value: string) => `{"Alert":[{"AlertType":"urn:x:y","Data":${value}}]}`,
    (value: string) => `{"__proto__":${value},"MOS":[],"more":${value}}`,
    (value: string) => value,
  ],
  package2: [
    (value: string) => `{"CMD":${value}}`,
    (value: string) => `{"CMD":[["GET",${value}]]}`,
    (value: string) => `{"CMD":[["HGET","https://h/a",${value}]]}`,
    (value: string) => value,
  ],
  package3: [
    (value: string) => `{"Status":[{"sc":${value}}]}`,
    (value: string) => `{"Status":[{"sc":200,"Data":${value}}]}`,
    (value: string) =>
      `{"Status":[{"sc":200,"Data":[{"ClientURI":"${devInfo}//","MOData":{"DevInfo":${value}}}]}]}`,
    (value: string) => `{"Status":[{"sc":200,"ClientURI":"${devInfo}//","MOData":${value}}]}`,
    (value: string) => value,
  ],
  objects: [
    (value: string) => `[{"ClientURI":"${devInfo}//","MOData":{"DevInfo":{"DevID":${value}}}}]`,
    (value: string) => `[{"ClientURI":"${devInfo}//","MOData":${value}}]`,
    (value: string) => `[{"ClientURI":${value},"MOData":{"DevInfo":1}}]`,
    (value: string) => `[{"ClientURI":"${devInfo}//","DDF":${value},"CV":${value},"MOData":{"DevInfo":1}}]`,
    (value: string) => value,
  ],
  profile: (() => {
    const text = exampleFile('gateway.profile.json').text;
    const withMember = (value: string) => text.replace('{', `{"more":${value},`);
    const asServer = (value: string) => text.replace(/"server": \{[^}]*\}/, `"server": ${value}`);
    const asData = (value: string) => text.replace('"RoamingAllowed": false', `"RoamingAllowed": ${value}`);
    const asColumns = (value: string) => text.replace('"imei": {', `"__proto__": ${value}, "imei": {`);
    return [withMember, asServer, asData, asColumns, (value: string) => value];
  })(),
  state: [
    (value: string) => `{"version":1,"kinds":${value},"subscriptions":[],"defaults":{}}`,
    (value: string) =>
      `{"version":1,"kinds":[{"moid":"${devInfo}","rootName":"DevInfo","instances":[["main",{"DevInfo":${value}}]]}],"subscriptions":[],"defaults":${value}}`,
    (value: string) => `{"version":1,"kinds":[],"subscriptions":[],"defaults":{"__proto__":${value}}}`,
    (value: string) => value,
  ],
} as const;

const readers: Readonly<Record<string, readonly [read: (text: string) => unknown, keyof typeof documents]>> =
  {
    'package #1': [parsePackage1, 'package1'],
    'package #2': [parsePackage2, 'package2'],
    'package #3': [parsePackage3, 'package3'],
    'uploaded objects': [(text) => parseUploadedObjects(new TextEncoder().encode(text)), 'objects'],
    'a bootstrap message': [(text) => parseBootstrapMessage(new TextEncoder().encode(text)), 'objects'],
    'a device state': [(text) => parseDeviceState(text, 'state.json'), 'state'],
    'a card copy': [(text) => parseCardCopy(text, 'card.json'), 'state'],
    'a bootstrap access': [(text) => parseBootstrapAccess(text, 'access.json'), 'state'],
  };

describe.each(Object.entries(readers))('%s', (_name, [read, kind]) => {
  it.each(Object.entries(hostile))('with %s is read or refused', (what, value) => {
    for (const document of documents[kind]) readsOrRefuses(() => read(document(value)), what);
  });

  it('that is no JSON is refused', () => {
    for (const text of broken)
      expect(
        readsOrRefuses(() => read(text), text.slice(0, 20)),
        text.slice(0, 20),
      ).toBe('refused');
  });
});

describe('a profile', () => {
  it.each(Object.entries(hostile))(
    'with %s is read, or its faults are told with their place',
    (_what, value) => {
      for (const document of documents.profile) {
        const reading = readProfile(document(value), 'p.json');
        if (reading.kind === 'faults')
          for (const { place } of reading.faults) expect(place?.file).toBe('p.json');
        expectUnpolluted();
      }
    },
  );

  it('that is no JSON is refused', () => {
    for (const text of broken) expect(readProfile(text, 'p.json').kind).toBe('faults');
  });
});

describe('a device list', () => {
  it('may name its columns and values as it likes', () => {
    const reading = readProfile(exampleFile('gateway.profile.json').text, 'p.json');
    if (reading.kind !== 'profile') throw new Error('the example is a profile');
    const heading = exampleFile('devices-3.csv').text.split('\n')[0];
    for (const text of [
      `${heading},__proto__,constructor\n${exampleFile('devices-3.csv').text.split('\n')[1]},x,y\n`,
      `__proto__\nx\n`,
      `${heading},imei\n`,
      `${heading}\n${'"'.repeat(10_001)}`,
      `${heading}\n${','.repeat(100_000)}\n`,
      `${heading}\n=cmd|' /C calc'!A0,@x,+1,-1,a,b,c\n`,
      '\u0000'.repeat(1_000),
    ]) {
      const { problems } = readText(text, reading.profile);
      for (const { fault } of problems) expect(fault.code).not.toBe('INTERNAL');
      expectUnpolluted();
    }
  });
});

describe("the window's calls", () => {
  it('are refused with every hostile request, whatever they are called', async () => {
    const asked: string[] = [];
    const reception = {
      handlers: new Proxy({}, { get: (_, name) => () => void asked.push(String(name)) }),
      guard: { admit: () => {}, veil: (_: string, answer: unknown) => answer },
    } as unknown as Reception;
    const reported: unknown[] = [];
    for (const value of Object.values(hostile)) {
      const request: unknown = JSON.parse(value);
      for (const name of Object.keys(requests))
        await answerCall(reception, name, request, (error) => reported.push(error));
    }
    for (const name of ['__proto__', 'constructor', 'toString', '', 7, null, {}, ['overview']])
      expect(await answerCall(reception, name, {}, (error) => reported.push(error))).toMatchObject({
        kind: 'fault',
      });
    expect(reported).toEqual([]);
    // What takes nothing can be asked with anything: what came was not looked at, and is not handed on.
    expect(asked.every((name) => Object.hasOwn(requests, name))).toBe(true);
    expectUnpolluted();
  });
});

describe('the running bench', () => {
  let started: TestBench;
  beforeAll(async () => {
    started = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
  });
  afterAll(() => started.close());

  let sessions = 0;
  /** A device that does nothing wrong begins a session, each another one. */
  const stillServes = async () => {
    sessions += 1;
    const alert = { AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt', Mark: String(sessions) };
    const answer = await started.post(deviceId, JSON.stringify({ MOS: [], Alert: [alert] }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toHaveProperty('CMD');
  };

  it.each(Object.entries(hostile))('takes packages with %s for what they are', async (_what, value) => {
    for (const [kind, list] of [
      [1, documents.package1],
      [3, documents.package3],
    ] as const)
      for (const document of list) {
        const answer = await started.post(deviceId, document(value), kind);
        expect([200, 400, 409, 413]).toContain(answer.status);
        const body = await answer.text();
        expect(body).not.toContain('INTERNAL');
      }
    expectUnpolluted();
    await stillServes();
  });

  it('refuses packages that are no JSON, without repeating them', async () => {
    for (const text of [...broken, '{"Secret": "hunter2-hunter2" x}', '{"a": hunter2-hunter2}']) {
      const answer = await started.post(deviceId, text);
      expect(answer.status).toBe(400);
      expect(await answer.text()).not.toContain('hunter2');
    }
    expect(JSON.stringify(started.events)).not.toContain('hunter2');
    await stillServes();
  });

  it.each(Object.entries(hostile))(
    'keeps an upload with %s, and shows nothing of it that did not come',
    async (_what, value) => {
      const { repository } = started.bench.server.http;
      const before = started.bench.store.objects.ofDevice(deviceId).length;
      for (const document of documents.objects) {
        const answer = await fetch(`${repository}/${encodeURIComponent(deviceId)}/objects`, {
          method: 'PUT',
          body: document(value),
          headers: {
            'content-type': mediaTypes.serializedMo,
            'omadm-devid': deviceId,
            authorization: started.authorization(deviceId),
          },
        });
        expect([201, 204, 413]).toContain(answer.status);
      }
      for (const { moid, instance } of started.bench.store.objects.ofDevice(deviceId)) {
        const kept = started.bench.store.objects.get(deviceId, moid, instance);
        expect(JSON.stringify(kept)).not.toMatch(/"DevID":null|\ufffd/);
      }
      expect(started.bench.store.objects.ofDevice(deviceId).length).toBeLessThanOrEqual(before + 1);
      for (const event of started.events)
        if (event.kind === 'refused') expect(event.fault.code).not.toBe('INTERNAL');
      expectUnpolluted();
      await stillServes();
    },
  );

  it('answers calls from outside with faults, and nobody without the token', async () => {
    const { port, token } = JSON.parse(
      readFileSync(path.join(started.dataFolder, controlFileName), 'utf8'),
    ) as { port: number; token: string };
    const ask = (call: string, body: string, shown = token) =>
      fetch(`http://127.0.0.1:${port}/${call}`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${shown}` },
      });
    for (const call of [
      ...Object.keys(controlRequests),
      '__proto__',
      'constructor',
      '%5f%5fproto__',
      '../notify',
    ])
      for (const [what, value] of Object.entries(hostile)) {
        if (value.length > 60_000) continue;
        const answer = await ask(call, value);
        const { fault } = (await answer.json()) as { fault?: { code: string } };
        expect(fault?.code, `${call} with ${what}`).toBe('USAGE');
      }
    for (const text of ['', '{', 'x'.repeat(100)])
      expect((await (await ask('sessions', text)).json()) as object).toMatchObject({
        fault: { code: 'USAGE' },
      });
    for (const shown of ['', token.slice(1), `${token}x`, token.toUpperCase()])
      expect((await ask('sessions', '{}', shown)).status).toBe(401);
    // One that is larger is not read to its end.
    await ask('sessions', 'x'.repeat(1_000_000)).then(
      async (answer) => expect(await answer.json()).toMatchObject({ fault: { code: 'USAGE' } }),
      (error) => expect(error).toBeInstanceOf(TypeError),
    );
    expectUnpolluted();
    await stillServes();
  });
});
