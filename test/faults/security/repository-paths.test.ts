import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleFile, startTestBench, type TestBench } from '../../support/bench.ts';
import { basicHeader, type Doors, doorsOf, type Headers } from '../../support/doors.ts';

const deviceId = 'IMEI:352099001761408';
const otherId = 'IMEI:352099001761770';
const encoded = encodeURIComponent(deviceId);

describe('the Data Repository of the running server', () => {
  let started: TestBench;
  let doors: Doors;
  beforeEach(async () => {
    started = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
    doors = doorsOf(started, deviceId, otherId);
  });
  afterEach(() => started.close());
  const show: Doors['show'] = (...shown) => doors.show(...shown);
  const expectNothingGiven = ({ head, body }: { readonly body: string; readonly head: string }) => {
    const { others } = doors.repository;
    for (const secret of [others.password, 'm2m.example', 'Gateway'])
      expect(head + body).not.toContain(secret);
  };

  it("gives no device what is another's, however its address is written", async () => {
    const { repository } = doors;
    const theirs = encodeURIComponent(otherId);
    const targets = [
      `/repository/${theirs}/site`,
      `/repository/${otherId}/site`,
      `/repository/${encoded}/../${theirs}/site`,
      `/repository/${encoded}/%2e%2e/${theirs}/site`,
      `/repository/${encoded}/.%2e/${theirs}/site`,
      `/repository/${encoded}%2f..%2f${theirs}/site`,
      `/repository/${encoded}%2F%2E%2E%2F${theirs}%2Fsite`,
      `/repository/${encoded}/..%2f${theirs}%2fsite`,
      `/repository/${encoded}/..%5c${theirs}%5csite`,
      `/repository/${encoded}/..\\${theirs}\\site`,
      `/repository/${encoded}/%c0%ae%c0%ae/${theirs}/site`,
      `/repository/${encoded}//${theirs}/site`,
      `/repository/./${theirs}/site`,
      `/repository/shared/../${theirs}/site`,
      `/repository//${theirs}/site`,
      `//repository/${theirs}/site`,
      `/REPOSITORY/${theirs}/site`,
      `http://127.0.0.1/repository/${theirs}/site`,
      `/repository/${theirs}/site?as=${encoded}`,
      `/repository/${theirs}/site#/repository/${encoded}/site`,
      `/repository/${theirs};${encoded}/site`,
      `/repository/${encoded}/%00/../../${theirs}/site`,
      `/repository/${encoded}/../../bench.sqlite`,
      `/repository/${encoded}/../../vault.key`,
      `/repository/${encoded}/%2e%2e%2f%2e%2e%2fvault.key`,
      `/repository/${encoded}//etc/passwd`,
      '/repository/../vault.key',
      '/../../../../etc/passwd',
    ];
    const key = readFileSync(path.join(started.dataFolder, 'vault.key'), 'utf8');
    for (const target of targets)
      for (const method of ['GET', 'HEAD', 'DELETE', 'PUT', 'POST']) {
        const body = method === 'PUT' || method === 'POST' ? 'x' : '';
        const headers: Headers = [
          ['omadm-devid', deviceId],
          ['authorization', basicHeader(repository.right)],
        ];
        const answer = await show(repository, headers, { method, target, body });
        expect(answer.status, `${method} ${target}`).toBeGreaterThanOrEqual(400);
        expectNothingGiven(answer);
        expect(answer.body).not.toContain(key.slice(0, 40));
      }
    // Encoded twice it is a name like others, and lies where the device's own lie.
    const twice = `/repository/${encoded}/%252e%252e/${theirs}/site`;
    const put = await show(
      repository,
      [
        ['omadm-devid', deviceId],
        ['authorization', basicHeader(repository.right)],
      ],
      { method: 'PUT', target: twice, body: 'x' },
    );
    expect(put.status).toBe(201);
    const { repository: kept } = started.bench;
    const uploaded = kept.list({ search: '', offset: 0, limit: 100 }).rows.filter((row) => row.uploaded);
    expect(uploaded).toMatchObject([{ owner: { deviceId }, name: `%2e%2e/${otherId}/site` }]);
    // What is theirs is there as it was.
    expect(kept.info({ kind: 'device', deviceId: otherId }, 'site')).toMatchObject({ uploaded: false });
  });

  it('follows no link that somebody put among the files of the Data Repository', async () => {
    const { repository } = doors;
    const headers: Headers = [
      ['omadm-devid', deviceId],
      ['authorization', basicHeader(repository.right)],
    ];
    const put = { method: 'PUT', target: `/repository/${encoded}/large`, body: 'x'.repeat(300_000) };
    expect((await show(repository, headers, put)).status).toBe(201);
    const folder = path.join(started.dataFolder, 'repository');
    const [file] = readdirSync(folder).map((name) => path.join(folder, name));
    const outside = path.join(started.dataFolder, 'outside');
    // As long as what was there: its length gives nothing away.
    writeFileSync(outside, 'geheim'.padEnd(300_000, '.'));
    rmSync(file!);
    symlinkSync(outside, file!);
    const get = { target: `/repository/${encoded}/large` };
    const answer = await show(repository, headers, get);
    expect(answer.status).toBe(500);
    expect(answer.body).toContain('REPOSITORY_DAMAGED');
    expect(answer.body).not.toContain('geheim');
    expect(answer.body).not.toContain(started.dataFolder);
    symlinkSync(outside, path.join(folder, 'link.body'));
    for (const name of ['link.body', path.basename(file!)])
      expect((await show(repository, headers, { target: `/repository/${encoded}/${name}` })).status).toBe(
        404,
      );
  });
});
