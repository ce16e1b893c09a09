import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codedError } from '../../core/errors.ts';
import { type ControlHandlers, controlFileName } from './control-calls.ts';
import { askBench } from './control-client.ts';
import { type ControlServer, startControl } from './control-server.ts';

const token = 'a-token-that-nobody-can-guess';
const unused = () => {
  throw new Error('nobody asks for this here');
};

describe('what the command line asks of a bench', () => {
  let folder: string;
  let control: ControlServer | undefined;
  let asked: unknown[];
  const handlers: ControlHandlers = {
    notify: unused,
    notification: unused,
    notificationHex(request) {
      asked.push(request);
      return { hex: '00', octets: 1 };
    },
    completeUri: unused,
    queuePlan: unused,
    planStart: unused,
    cancelPlanStart: unused,
    planRunDevices: unused,
    cancelPlanRun: unused,
    checkQueued: unused,
    queueCommands: unused,
    queuedCommands: unused,
    cancelQueued: unused,
    sessions: unused,
    session: ({ sessionId }) => {
      throw codedError('DEVICE_UNKNOWN', { device: sessionId });
    },
    resources: () => ({ total: 0, rows: [] }),
    addResource: unused,
    deleteResource: () => ({ kind: 'deleted' }),
    figures: unused,
    writeDocument: unused,
    exportAudit: unused,
    certificates: unused,
    clientCertificates: unused,
    issueCertificate: unused,
    revokeCertificate: unused,
    importCertificate: unused,
    useOwnCertificate: unused,
    exportCertificate: unused,
    alerts: unused,
    alert: unused,
    acknowledgeAlerts: unused,
    alertRules: unused,
    saveAlertRules: unused,
    startUpdate: unused,
    updates: unused,
    update: unused,
    abortUpdate: unused,
    retryUpdate: unused,
    rows: unused,
    decideRows: unused,
    changeRow: unused,
    addRows: unused,
  };
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'control-'));
    asked = [];
    control = await startControl(folder, token, handlers);
  });
  afterEach(async () => {
    await control?.close();
    rmSync(folder, { recursive: true });
  });
  const file = () => path.join(folder, controlFileName);
  const port = () => (JSON.parse(readFileSync(file(), 'utf8')) as { port: number }).port;
  const post = (name: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port()}/${name}`, { method: 'POST', body, headers });

  it('is answered, over a file that its owner alone may read, and that goes with the bench', async () => {
    const request = { deviceId: 'IMEI:1', requestMos: true };
    expect(await askBench(folder, 'notificationHex', request)).toEqual({ hex: '00', octets: 1 });
    expect(asked).toEqual([request]);
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
    await control?.close();
    control = undefined;
    expect(() => statSync(file())).toThrow(/ENOENT/);
    await expect(askBench(folder, 'resources', { offset: 0, limit: 1 })).rejects.toMatchObject({
      fault: { code: 'BENCH_NOT_RUNNING' },
    });
  });

  it('fails with the fault that the bench tells', async () => {
    await expect(askBench(folder, 'session', { sessionId: 's1' })).rejects.toMatchObject({
      fault: { code: 'DEVICE_UNKNOWN', message: expect.stringContaining('s1') },
    });
  });

  it.each([
    ['no token', 'resources', '{"offset":0,"limit":1}', {}, 401],
    [
      'another token',
      'resources',
      '{"offset":0,"limit":1}',
      { authorization: `Bearer ${'x'.repeat(token.length)}` },
      401,
    ],
    ['another scheme', 'resources', '{"offset":0,"limit":1}', { authorization: `Basic ${token}` }, 401],
  ])('refuses %s', async (_what, name, body, headers, status) => {
    const answer = await post(name, body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain(token);
  });

  it.each([
    ['a call that there is not', 'toString', '{}'],
    ['a request of another shape', 'resources', '{"offset":-1,"limit":1}'],
    ['what is not JSON', 'resources', '{'],
    ['more than any request has', 'resources', `{"offset":0,"limit":1,"x":"${'x'.repeat(100_000)}"}`],
  ])('refuses %s, and goes on', async (_what, name, body) => {
    const answer = await post(name, body, { authorization: `Bearer ${token}` });
    expect(answer.ok).toBe(false);
    expect(await answer.json()).toHaveProperty('fault.code', 'USAGE');
    expect(await askBench(folder, 'resources', { offset: 0, limit: 1 })).toEqual({ total: 0, rows: [] });
  });

  it('takes another program on the port for no bench', async () => {
    const { createServer } = await import('node:http');
    const other = createServer((_request, response) => void response.end('{"hello":1}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port: otherPort } = other.address() as { port: number };
    writeFileSync(file(), JSON.stringify({ port: otherPort, token }));
    await expect(askBench(folder, 'resources', { offset: 0, limit: 1 })).rejects.toMatchObject({
      fault: { code: 'BENCH_NOT_RUNNING' },
    });
    other.close();
    other.closeAllConnections();
  });
});
