import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../core/octets.ts';
import type { Report } from '../../core/provisioning/report.ts';
import { virtualAdmKey } from '../../main/card/virtual/uicc.ts';
import { endRunning, examples, gatewayProfile, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { bootstrapByOpensc } from '../support/opensc.ts';
import { hasVirtualReaders, insertCard, startPcscd, virtualReaders } from '../support/pcscd.ts';

const devices3 = path.join(examples, 'devices-3.csv');
const station = virtualReaders[0].name;

describe.skipIf(!hasVirtualReaders)('provisioning through PC/SC (pcscd and vpcd are for Linux)', () => {
  let pcscd: Awaited<ReturnType<typeof startPcscd>>;
  const folder = temporaryFolder('pcsc');
  const admFile = path.join(folder, 'adm.txt');

  beforeAll(async () => {
    writeFileSync(admFile, `${toHex(virtualAdmKey)}\n`);
    writeFileSync(
      path.join(folder, 'one.csv'),
      readFileSync(devices3, 'utf8').split('\n').slice(0, 2).join('\n'),
    );
    pcscd = await startPcscd();
  });
  afterEach(endRunning);
  afterAll(() => pcscd?.stop());

  const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');

  it('three cards are written, read back and booted from, and OpenSC reads what the report names', async () => {
    const report = path.join(folder, 'report.json');
    const run = startCli(
      'provision',
      '--data',
      path.join(folder, 'data'),
      '--profile',
      gatewayProfile,
      '--devices',
      devices3,
      '--station',
      station,
      '--adm-file',
      admFile,
      '--report',
      report,
    );
    const read: string[] = [];
    for (let row = 0; row < 3; row++) {
      await run.line((line) => line.event === 'station' && line.kind === 'waitingForCard');
      const card = await insertCard(0, '--iccid', `894450000000070000${row}`);
      await run.line(
        (line) =>
          line.event === 'station' && line.kind === 'done' && (line.job as { line: number }).line === row + 2,
      );
      // The last card is let go of when the command ends; the others stay connected until they are out.
      if (row === 2) await run.exit;
      read.push(sha256(await bootstrapByOpensc(station)));
      await card.pull();
    }
    expect(await run.exit).toBe(0);
    const { rows, totals } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    expect(totals).toEqual({ rows: 3, done: 3, failed: 0, left: 0 });
    expect(rows.map((row) => row.card?.sha256)).toEqual(read);
    expect(rows.map((row) => row.session?.state)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(rows[0]?.reported).toMatchObject({
      'urn:oma:mo:oma-dm-devinfo:1.0/main/': { DevInfo: { DevID: 'IMEI:352099001761408', FwV: '2.4.1' } },
    });
  });

  it('a card that was written is known, verified by hand, and not written again', async () => {
    const card = await insertCard(0);
    const args = [
      '--profile',
      gatewayProfile,
      '--devices',
      path.join(folder, 'one.csv'),
      '--station',
      station,
      '--adm-file',
      admFile,
      '--card-wait',
      '3',
    ];
    const first = await runCli('provision', '--data', path.join(folder, 'first'), ...args);
    expect(first.code).toBe(0);
    const message = path.join(folder, 'message.json');
    const read = await runCli('card', 'read', '--station', station, '--out', message);
    expect(read.lines[0]).toMatchObject({
      event: 'card',
      message: { sha256: sha256(readFileSync(message)) },
    });
    expect((await runCli('card', 'verify', '--message', message)).code).toBe(0);
    writeFileSync(message, '[]');
    const differs = await runCli('card', 'verify', '--message', message);
    expect(differs).toMatchObject({ code: 1 });
    expect(differs.errors).toContain('CARD_READ_BACK_DIFFERS');
    const second = await runCli('provision', '--data', path.join(folder, 'second'), ...args);
    expect(second.code).toBe(1);
    expect(second.lines.find((line) => line.kind === 'failed')).toMatchObject({
      fault: { code: 'CARD_HOLDS_ANOTHER' },
    });
    const overwritten = await runCli(
      'provision',
      '--data',
      path.join(folder, 'second'),
      '--resume',
      '--overwrite',
      ...args,
    );
    expect(overwritten.code).toBe(0);
    await card.pull();
  });

  it('the simulated device does not boot from an empty card', async () => {
    const card = await insertCard(0);
    const empty = await runCli('device', '--bootstrap', `card:${station}`, '--dev-id', 'IMEI:1');
    expect(empty).toMatchObject({ code: 1 });
    expect(empty.errors).toContain('CARD_NO_MESSAGE');
    await card.pull();
  });

  it('a card that is pulled while it is written goes back to its row, and is written when it is in again', async () => {
    const data = path.join(folder, 'pulled');
    const run = startCli(
      'provision',
      '--data',
      data,
      '--profile',
      gatewayProfile,
      '--devices',
      path.join(folder, 'one.csv'),
      '--station',
      station,
      '--adm-file',
      admFile,
    );
    const card = await insertCard(0);
    await run.line((line) => line.kind === 'working' && line.step === 'write');
    await card.pull();
    expect(await run.line((line) => line.kind === 'failed')).toMatchObject({
      fault: { code: 'CARD_PULLED' },
    });
    const again = await insertCard(0);
    expect(await run.line((line) => line.kind === 'done')).toMatchObject({ job: { line: 2 } });
    expect(await run.exit).toBe(0);
    await again.pull();
  });

  it.each([
    [['--plain'], 'CARD_NOT_PKCS15', admFile],
    [[], 'CARD_ADM_NEEDED', undefined],
  ])('a card %j ends with %s, and nothing written', async (options, code, keys) => {
    const card = await insertCard(0, ...options);
    const run = await runCli(
      'provision',
      '--data',
      path.join(folder, code),
      '--profile',
      gatewayProfile,
      '--devices',
      path.join(folder, 'one.csv'),
      '--station',
      station,
      '--card-wait',
      '1',
      ...(keys ? ['--adm-file', keys] : []),
    );
    expect(run.code).toBe(1);
    expect(run.lines.find((line) => line.kind === 'failed')).toMatchObject({ fault: { code } });
    await card.pull();
  });

  it('without a card says so', async () => {
    expect((await runCli('card', 'read', '--station', station)).errors).toContain('CARD_ABSENT');
    const run = await runCli(
      'provision',
      '--data',
      path.join(folder, 'absent'),
      '--profile',
      gatewayProfile,
      '--devices',
      devices3,
      '--station',
      station,
      '--card-wait',
      '1',
    );
    expect(run.code).toBe(1);
    expect(run.errors).toContain('CARD_ABSENT');
  });

  it('pcscd stopped and started again while a card is waited for: shown, and work goes on', async ({
    skip,
  }) => {
    if (!pcscd.own) return skip('this machine runs a pcscd of its own, which is not ours to stop');
    const run = startCli(
      'provision',
      '--data',
      path.join(folder, 'restarted'),
      '--profile',
      gatewayProfile,
      '--devices',
      path.join(folder, 'one.csv'),
      '--station',
      station,
      '--adm-file',
      admFile,
    );
    await run.line((line) => line.kind === 'waitingForCard');
    await pcscd.stop();
    expect(await run.line((line) => line.kind === 'lost')).toMatchObject({
      fault: { code: 'PCSC_NOT_RUNNING' },
    });
    expect((await runCli('card', 'read', '--station', station)).errors).toContain('PCSC_NOT_RUNNING');
    pcscd = await startPcscd();
    const card = await insertCard(0);
    await run.line((line) => line.kind === 'done');
    expect(await run.exit).toBe(0);
    await card.pull();
  });
});
