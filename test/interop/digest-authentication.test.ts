import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../core/dm/choices.ts';
import { issueBootstrap } from '../../main/server/bootstrap/bootstrap-host.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';

const run = promisify(execFile);
const hasCurl = (() => {
  try {
    return /^Features:.*\bSSL\b/m.test(execFileSync('curl', ['--version'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
})();
const deviceId = 'IMEI:352099001761408';
const package1 = '{"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}';

describe.skipIf(!hasCurl)('HTTP Digest by curl (skipped where there is no curl)', () => {
  let started: TestBench;
  beforeEach(async () => {
    started = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
  });
  afterEach(() => started.close());

  /** What curl got: all heads, with those of the challenges, and the last body. */
  const curl = async (user: string, password: string, ...options: readonly string[]) => {
    // Not among the arguments, where everybody could read it.
    const config = path.join(started.dataFolder, 'curl.config');
    const authority = path.join(started.dataFolder, 'curl-ca.pem');
    writeFileSync(config, `user = "${user}:${password}"\n`, { mode: 0o600 });
    writeFileSync(authority, started.bench.server.authorityPem);
    const { stdout, stderr } = await run('curl', [
      ...['--silent', '--show-error', '--include', '--digest', '--config', config],
      ...['--cacert', authority, '--header', `OMADM-DevID: ${deviceId}`, ...options],
    ]);
    const statuses = [...stdout.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
    // With --verbose: what went over the line, without what curl says beside it.
    const sent = stderr.split('\n').filter((line) => line.startsWith('> '));
    return { statuses, stdout, sent: sent.join('\n') };
  };
  const account = () => {
    const { userName, passwordSealed } = started.bench.store.devices.get(deviceId)!;
    return [userName, started.bench.vault.open(passwordSealed)] as const;
  };
  const packageOf = (uri: string) => [
    ...['--header', `Content-Type: ${mediaTypes.package1}`, '--data', package1, uri],
  ];

  it.each(['http', 'https'] as const)('opens a session over %s, and is proved to', async (scheme) => {
    const { statuses, stdout } = await curl(...account(), ...packageOf(started.bench.server[scheme].dm));
    expect(statuses).toEqual([401, 200]);
    expect(stdout).toMatch(/^authentication-info: rspauth="[0-9a-f]{64}"/im);
    expect(stdout).toContain('"CMD"');
  });

  it('shows the digest of its name, which tells nobody who it is', async () => {
    const [userName, password] = account();
    const { sent } = await curl(userName, password, '--verbose', ...packageOf(started.bench.server.http.dm));
    expect(sent).toMatch(/^> Authorization: Digest username="[0-9a-f]{64}".*userhash=true/m);
    expect(sent).not.toContain(userName);
  });

  it('puts into the Data Repository what it asked about before it sent it', async () => {
    const file = path.join(started.dataFolder, 'large');
    writeFileSync(file, 'x'.repeat(500_000));
    const uri = `${started.bench.server.http.repository}/${encodeURIComponent(deviceId)}/large`;
    const { statuses } = await curl(
      ...account(),
      '--upload-file',
      file,
      '--header',
      'Expect: 100-continue',
      uri,
    );
    expect(statuses.filter((status) => status !== 100)).toEqual([401, 201]);
    expect(started.bench.repository.info({ kind: 'device', deviceId }, 'large')).toMatchObject({
      size: 500_000,
    });
  });

  it('fetches the bootstrap message once more', async () => {
    const { store, vault, server } = started.bench;
    const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
    const message = started.messages.get(deviceId)!;
    const issued = issueBootstrap({ store, vault, now: Date.now, randomOctets }, deviceId, message);
    const { statuses, stdout } = await curl(issued.userName, issued.password, server.https.bootstrap);
    expect(statuses).toEqual([401, 200]);
    expect(stdout.endsWith(new TextDecoder().decode(message))).toBe(true);
  });

  it('gets nothing with a wrong password', async () => {
    const [userName] = account();
    const { statuses, stdout } = await curl(userName, 'guess', ...packageOf(started.bench.server.http.dm));
    expect(statuses.every((status) => status === 401)).toBe(true);
    expect(stdout).not.toContain('CMD');
  });
});
