import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../core/dm/choices.ts';
import type { Bench } from '../../main/bench-services.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';

const deviceId = 'IMEI:352099001761408';
const otherId = 'IMEI:352099001761770';
const package1 = '{"Alert":[{"AlertType":"urn:oma:at:dm:2.0:BootstrapComplete"}]}';
const identified =
  '{"Status":[{"sc":200,"Data":[{"ClientURI":"urn:oma:mo:oma-dm-devinfo:1.0//","MOData":{"DevInfo":{"DevID":"IMEI:352099001761408","Mod":"GW-200","FwV":"2.4.1"}}}]}],"Alert":null}';

describe('the DM server over HTTP', () => {
  let started: TestBench;
  let bench: Bench;

  beforeEach(async () => {
    started = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
    ({ bench } = started);
  });
  afterEach(() => started.close());

  const authorization = (device: string) => started.authorization(device);
  const post = (body: string, over: Record<string, string> = {}, kind: 1 | 3 = 1) =>
    started.post(deviceId, body, kind, over);
  const transcript = () => {
    const [session] = bench.store.sessions.ofDevice(deviceId);
    return bench.store.sessions.transcript(session?.sessionId ?? '');
  };
  const commands = async (answer: Response) =>
    JSON.parse(await answer.text()).CMD.map(([name]: [string]) => name);

  it('opens a session, keeps what the device reports, and goes on by the plan', async () => {
    const first = await post(package1);
    expect(first.headers.get('content-type')).toContain(mediaTypes.package2);
    expect(await commands(first)).toEqual(['GET']);
    expect(await commands(await post(identified, {}, 3))).toEqual(['HGET', 'GET']);
    expect(bench.store.objects.ofDevice(deviceId)).toMatchObject([
      { rootName: 'DevInfo', root: { Mod: 'GW-200' } },
    ]);
    expect(bench.server.openSessions()).toBe(1);
    const end = await post('{"Status":[{"sc":404},{"sc":200}]}', {}, 3);
    expect(await commands(end)).toEqual(['END']);
    expect(started.events.at(-1)).toMatchObject({
      kind: 'sessionEnded',
      outcome: 'failed',
      fault: { code: 'SESSION_COMMAND_FAILED' },
    });
  });

  it('answers a package that comes twice the same, and runs it once', async () => {
    await post(package1);
    const [answer, again] = [await post(identified, {}, 3), await post(identified, {}, 3)];
    expect(await again.text()).toBe(await answer.text());
    expect(transcript().map((entry) => entry.kind)).toEqual(['package1', 'package2', 'package3', 'package2']);
    const end = '{"Status":[]}';
    expect(await commands(await post(end, {}, 3))).toEqual(['END']);
    expect(await commands(await post(end, {}, 3))).toEqual(['END']);
  });

  it('ends an older session of the device when a new one begins', async () => {
    await post(package1);
    await post(identified, {}, 3);
    expect((await post(package1)).status).toBe(200);
    expect(
      bench.store.sessions.ofDevice(deviceId).map((session) => session.fault?.code ?? session.state),
    ).toEqual(['open', 'SESSION_REPLACED']);
  });

  it.each([
    ['no credentials', { authorization: '' }, 401],
    ['nonsense for credentials', { authorization: 'Basic !' }, 401],
    ['another scheme', { authorization: 'Bearer x' }, 401],
    ['wrong credentials', { authorization: `Basic ${btoa('dm-x:y')}` }, 401],
    ["another device's name", { 'omadm-devid': otherId }, 401],
    ['an unknown device', { 'omadm-devid': 'IMEI:1' }, 401],
    ['another media type', { 'content-type': 'text/xml' }, 415],
    ['an Accept that leaves nothing', { accept: 'application/xml' }, 406],
  ])('refuses %s', async (_what, headers, status) => {
    const answer = await post(package1, headers);
    expect(answer.status).toBe(status);
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Digest .*, Basic /);
    if (status === 415) expect(answer.headers.get('omadm-accept')).toContain(mediaTypes.package1);
    expect(bench.store.sessions.ofDevice(deviceId)).toEqual([]);
  });

  it.each([
    ['what is not JSON', '{', 1, 400],
    ['another shape', '{"Alert":[{"Data":1}]}', 1, 400],
    ['a #3 out of order', identified, 3, 409],
    ['more than a megabyte', `{"x":"${'x'.repeat(1_100_000)}"}`, 1, 413],
  ] as const)('refuses %s, with no session touched', async (_what, body, kind, status) => {
    expect((await post(body, {}, kind)).status).toBe(status);
    expect(bench.store.sessions.ofDevice(deviceId)).toEqual([]);
  });

  it.each([
    ['what is not JSON', '{', {}, 3, 400],
    ['another media type', identified, { 'content-type': 'text/xml' }, 3, 415],
    ['an Accept that leaves nothing', identified, { accept: 'application/xml' }, 3, 406],
    ['more than a megabyte', `{"x":"${'x'.repeat(1_100_000)}"}`, {}, 3, 413],
  ] as const)(
    'tells in the open session of %s, which goes on',
    async (_what, body, headers, kind, status) => {
      await post(package1);
      expect((await post(body, headers, kind)).status).toBe(status);
      await started.event('refused');
      expect(await commands(await post(identified, {}, 3))).toEqual(['HGET', 'GET']);
      expect(transcript().map((entry) => [entry.kind, entry.status])).toEqual([
        ['package1', undefined],
        ['package2', 200],
        ['refused', status],
        ['package3', undefined],
        ['package2', 200],
      ]);
    },
  );

  it('holds one session a device: two #1 at once leave one open, and both are answered', async () => {
    const second = '{"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}';
    const answers = await Promise.all([post(package1), post(second)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(bench.server.openSessions()).toBe(1);
    expect(bench.store.sessions.ofDevice(deviceId).map(({ state }) => state)).toEqual(['open', 'abandoned']);
  });

  it('tells a client in which formats it takes uploads', async () => {
    expect((await post(package1)).headers.get('omadm-accept')).toContain(mediaTypes.serializedMo);
  });

  it('gives a device its own resources, and nobody else', async () => {
    const get = (device: string, as: string, headers: Record<string, string> = {}) =>
      fetch(`${bench.server.http.repository}/${encodeURIComponent(device)}/site`, {
        headers: { authorization: authorization(as), ...headers },
      });
    const answer = await get(deviceId, deviceId);
    expect(await answer.json()).toMatchObject([{ MOData: { Gateway: { Site: { Name: 'Köln "Nord"' } } } }]);
    const etag = answer.headers.get('etag') ?? '';
    expect((await get(deviceId, deviceId, { 'if-none-match': etag })).status).toBe(304);
    expect((await get(deviceId, otherId)).status).toBe(401);
    const none = await fetch(`${bench.server.http.repository}/${encodeURIComponent(deviceId)}/none`, {
      headers: { authorization: authorization(deviceId) },
    });
    expect(none.status).toBe(404);
    expect((await fetch(`${bench.server.http.repository}/../bench.sqlite`)).status).toBe(404);
  });
});
