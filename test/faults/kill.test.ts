import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { data, endRunning, gatewayProfile, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { chanceOf } from '../support/mutate.ts';

const kills = 20;
const devices = path.join(data, 'devices-200.csv');

describe('provision, killed again and again', () => {
  afterEach(endRunning);

  it(`ends with every row done once, whatever the moment of ${kills} kills`, {
    timeout: 180_000,
  }, async () => {
    const folder = temporaryFolder('kill');
    const args = ['--data', folder, '--profile', gatewayProfile, '--devices', devices, '--resume'];
    const chance = chanceOf(20261123);
    const issued = new Map<string, string>();
    let doneAtKill = 0;
    for (let kill = 0; kill < kills; kill++) {
      const run = startCli('provision', ...args);
      const lines = 1 + chance.below(45);
      await Promise.race([run.line(() => run.lines.length >= lines), run.exit]);
      await delay(chance.next() * 12);
      run.process.kill('SIGKILL');
      expect(await run.exit, run.errors()).toBe('SIGKILL');
      const store = new DatabaseSync(path.join(folder, 'bench.sqlite'));
      expect(store.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      for (const row of store
        .prepare('SELECT device_id, user_name, hex(password_sealed) AS sealed FROM device')
        .all()) {
        const credentials = `${row.user_name} ${row.sealed}`;
        expect(issued.get(String(row.device_id)) ?? credentials).toBe(credentials);
        issued.set(String(row.device_id), credentials);
      }
      const { n } = store.prepare("SELECT count(*) AS n FROM job WHERE state = 'done'").get()!;
      expect(Number(n)).toBeGreaterThanOrEqual(doneAtKill);
      doneAtKill = Number(n);
      store.close();
    }
    expect(doneAtKill).toBeLessThan(200);

    const last = await runCli('provision', ...args);
    expect(last.code, last.errors).toBe(0);
    expect(last.lines.at(-1)).toMatchObject({ event: 'end', rows: 200, done: 200, failed: 0, left: 0 });

    const store = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true });
    const count = (sql: string) => Number(store.prepare(sql).get()?.n);
    expect(count('SELECT count(*) AS n FROM batch')).toBe(1);
    expect(count('SELECT count(*) AS n FROM job')).toBe(200);
    expect(count("SELECT count(*) AS n FROM job_event WHERE event = 'finish'")).toBe(200);
    expect(count("SELECT count(DISTINCT job_id) AS n FROM job_event WHERE event = 'finish'")).toBe(200);
    expect(count('SELECT count(*) AS n FROM device')).toBe(200);
    expect(count('SELECT count(DISTINCT user_name) AS n FROM device')).toBe(200);
    expect(count('SELECT count(*) AS n FROM repository_resource')).toBe(200);
    expect(count("SELECT count(*) AS n FROM session WHERE state = 'open'")).toBe(0);
    // The session that a job names is that device's, and ended well.
    expect(
      count(`SELECT count(*) AS n FROM job j JOIN session s ON s.session_id = j.state_json ->> '$.session'
        WHERE s.device_id = j.device_id AND s.job_id = j.job_id AND s.state = 'fulfilled' AND s.commands_done = 3`),
    ).toBe(200);
    for (const row of store
      .prepare('SELECT device_id, user_name, hex(password_sealed) AS sealed FROM device')
      .all())
      expect(issued.get(String(row.device_id)) ?? `${row.user_name} ${row.sealed}`).toBe(
        `${row.user_name} ${row.sealed}`,
      );
    // What the device reported is what the repository holds for it.
    for (const row of store
      .prepare(
        `SELECT r.body, i.root_name, i.root_json FROM repository_resource r
         JOIN reported_instance i ON i.device_id = r.device_id AND i.moid = 'urn:oma:mo:example-gateway:1.0'`,
      )
      .all()) {
      const [{ MOData }] = JSON.parse(Buffer.from(row.body as Uint8Array).toString('utf8'));
      expect({ [String(row.root_name)]: JSON.parse(String(row.root_json)) }).toEqual(MOData);
    }
    store.close();
  });
});
