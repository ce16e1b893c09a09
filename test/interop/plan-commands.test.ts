import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endRunning, examples, type RunningCli, runCli, startCli } from '../support/cli.ts';

const first = 'IMEI:352099001761408';
const other = 'IMEI:352099001762141';
const gateway = 'urn:oma:mo:example-gateway:1.0/gateway';
const profile = path.join(examples, 'gateway.profile.json');

/** Completion, plans and steps of them at the command line, with a server and a device of their own. */
describe('ClientURIs and plans at the command line', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cli-plans-'));
  const data = path.join(folder, 'data');
  const access = path.join(folder, 'access');
  const file = (name: string, content: unknown) => {
    const named = path.join(folder, name);
    writeFileSync(named, JSON.stringify(content));
    return named;
  };
  const queue = (...args: readonly string[]) => runCli('queue', ...args, '--data', data);
  const device = (...args: readonly string[]) =>
    runCli('device', '--data', path.join(folder, 'device'), '--sessions', '1', ...args);
  let server: RunningCli;
  beforeAll(async () => {
    server = startCli(
      ...['serve', '--data', data, '--port', '0', '--https-port', '0', '--bootstrap-access', access],
      ...['--profile', profile, '--devices', path.join(examples, 'devices-3.csv')],
    );
    await server.line((line) => line.event === 'listening');
    const name = readdirSync(access).find((each) => each.includes('408')) ?? '';
    const accessFile = path.join(access, name);
    const { url } = JSON.parse(readFileSync(accessFile, 'utf8')) as { url: string };
    const booted = await device(
      '--bootstrap',
      url,
      '--access',
      accessFile,
      '--model',
      'GW-200',
      '--firmware',
      '2.4.1',
    );
    expect(booted.code).toBe(0);
  });
  afterAll(endRunning);

  it('complete a ClientURI from what the device reported, and say what it is about', async () => {
    const { code, lines } = await queue('complete', `${gateway}/Site/`, '--device', first);
    expect(code).toBe(0);
    expect(lines.filter(({ event }) => event === 'candidate').map(({ text }) => text)).toContain(
      `${gateway}/Site/Name`,
    );
    const { lines: whole } = await queue('complete', `${gateway}/Site/Name`, '--device', first);
    expect(whole.at(-1)).toMatchObject({
      ...{ event: 'meaning', kind: 'nodes', there: 1 },
      nodes: [{ from: 'reported', value: { kind: 'reported' }, source: { at: expect.any(Number) } }],
    });
    const { lines: nobody } = await queue('complete', 'urn:oma:mo:nobody:1.0//', '--device', first);
    expect(nobody).toEqual([{ event: 'meaning', text: 'urn:oma:mo:nobody:1.0//', kind: 'nothing' }]);
    expect(await queue('complete', 'urn', '--device', 'IMEI:0')).toMatchObject({ code: 1 });
  });

  it('queue a plan, and end with 0 only when every device has reported that it is done', async () => {
    const commands = file('name.json', [
      { kind: 'place', target: `${gateway}/Site/Name`, data: { Name: 'CLI {{site}}' } },
      { kind: 'GET', targets: [`${gateway}/Site/Name`] },
    ]);
    const waiting = await queue('plan', '--commands', commands, '--device', first);
    expect(waiting).toMatchObject({ code: 1 });
    expect(waiting.lines[0]).toMatchObject({ event: 'device', device: first, outcome: 'queued' });
    expect(await device()).toMatchObject({ code: 0 });
    const plan = startCli(
      ...['queue', 'plan', profile, '--data', data, '--device', first, '--wait', '60'],
      ...['--step', 'Configure the site'],
    );
    expect(await device()).toMatchObject({ code: 0 });
    expect(await plan.exit).toBe(0);
    await plan.line((line) => line.event === 'device' && line.outcome === 'done' && line.device === first);
  });

  it('queue nothing where a device cannot run it, and leave it out only when that is said', async () => {
    const refused = await queue('plan', profile, '--device', first, '--device', 'IMEI:0');
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain('BULK_PLAN_REFUSED');
    expect(refused.lines).toMatchObject([{ device: 'IMEI:0', outcome: 'leftOut' }, { event: 'error' }]);
    const left = await queue('plan', profile, '--device', other, '--device', 'IMEI:0', '--leave-out');
    // One is done by nobody yet: the other waits for its next session.
    expect(left.code).toBe(1);
    expect(left.lines).toMatchObject([
      { device: 'IMEI:0', outcome: 'leftOut' },
      { device: other, outcome: 'queued' },
      { event: 'plan', total: 2, queued: 1, done: 0 },
    ]);
    expect(await queue('plan', '--device', first)).toMatchObject({ code: 2 });
    expect(await queue('plan', profile, '--plan', 'none', '--device', first)).toMatchObject({ code: 1 });
  });

  it('survive a restart of the server; a step is added while none runs', async () => {
    const commands = file('step.json', [{ kind: 'GET', targets: [`${gateway}/Site/Serial`] }]);
    const add = (...args: readonly string[]) =>
      runCli('profile', 'add-step', 'GW-200', '--file', commands, '--data', data, ...args);
    expect((await add()).errors).toContain('DATA_FOLDER_IN_USE');
    server.process.kill('SIGTERM');
    await server.exit;
    expect(await runCli('profile', 'import', profile, '--data', data)).toMatchObject({ code: 0 });
    expect((await add('--after', 'No such step')).errors).toContain('PLAN_STEP_UNKNOWN');
    const added = await add('--after', 'Identify the device', '--step', 'Serial', '--device', first);
    expect(added.code).toBe(0);
    expect(added.lines).toMatchObject([{ event: 'stepAdded', plan: 'sessionPlan', index: 1 }]);
    const bad = file('bad.json', [{ kind: 'SHOW', form: 'none', seconds: 60 }]);
    const refused = await runCli('profile', 'add-step', 'GW-200', '--file', bad, '--data', data);
    expect(refused.code).toBe(1);
    const { lines } = await runCli('profile', 'list', '--data', data);
    expect(lines).toMatchObject([{ name: 'GW-200', draft: true, versions: 1 }]);
    const audit = await runCli('audit', 'list', '--data', data);
    expect(JSON.stringify(audit.lines)).toContain('planStepAdded');
    expect(JSON.stringify(audit.lines)).toContain('planQueued');
    server = startCli('serve', '--data', data);
    await server.line((line) => line.event === 'listening');
    const { lines: still } = await queue('list', '--device', other);
    expect(still.length).toBeGreaterThan(0);
    expect(still).toMatchObject(still.map(() => ({ state: { kind: 'waiting' } })));
  });
});
