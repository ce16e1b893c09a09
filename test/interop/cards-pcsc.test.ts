import { execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../core/octets.ts';
import { virtualAdmKey } from '../../main/card/virtual/uicc.ts';
import { endRunning, examples, gatewayProfile, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { hasVirtualReaders, insertCard, startPcscd, virtualReaders } from '../support/pcscd.ts';

const [{ name: station }, { name: otherStation }] = virtualReaders;

describe.skipIf(!hasVirtualReaders)('cards by hand through PC/SC (pcscd and vpcd are for Linux)', () => {
  let pcscd: Awaited<ReturnType<typeof startPcscd>>;
  const folder = temporaryFolder('cards');
  const file = (name: string, content: string) => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const adm = ['--adm-file', file('adm.txt', `${toHex(virtualAdmKey)}\n`)];
  const openscConf = file('opensc.conf', 'app default { enable_default_driver = true; }\n');
  const text = JSON.stringify([{ MOID: 'urn:oma:mo:example:1.0', MOData: { A: 'x'.repeat(200) } }]);
  const message = file('message.json', text);
  const other = file('other.json', text.replaceAll('x', 'y'));

  const files = { message: { size: 400 } };

  beforeAll(async () => {
    pcscd = await startPcscd();
  });
  afterEach(endRunning);
  afterAll(() => pcscd?.stop());

  /** A card with a small file: each command takes as long as with a slow real card. */
  const insert = (...options: readonly string[]) => insertCard(0, '--message-file', '400', ...options);
  const opensc = (...args: readonly string[]) =>
    execFileSync('pkcs15-tool', ['--reader', station, ...args], {
      env: { ...process.env, OPENSC_CONF: openscConf, OPENSC_DRIVER: 'default' },
    }).toString();
  const card = (action: string, ...args: readonly string[]) =>
    runCli('card', action, '--station', station, ...args);
  const codeOf = ({ lines }: Awaited<ReturnType<typeof runCli>>) =>
    lines.find((line) => line.event === 'error')?.code ?? 'none';

  it.each([
    ['prepared', [], {}],
    ['prepared, T=0', ['--t0'], {}],
    ['prepared, opaqueDO alone', [], { encoding: 'opaque' }],
    ['blank', ['--blank'], { create: 'missing', files }],
    [
      'blank, T=0, compact access',
      ['--blank', '--t0'],
      { create: 'missing', files, access: { format: 'compact' } },
    ],
  ])('OpenSC lists and reads a card that was %s', async (_name, options, layout) => {
    const inserted = await insert(...options);
    const laidOut = ['--layout', file('layout.json', JSON.stringify(layout))];
    const written = await card('write', '--message', message, ...adm, ...laidOut);
    expect(written.code, written.errors).toBe(0);
    expect(written.lines.at(-1)).toMatchObject({ event: 'written', octets: text.length });
    expect(opensc('--list-data-objects')).toMatch(/applicationOID: +2\.23\.43\.7\.1/);
    expect(opensc('--read-data-object', '2.23.43.7.1', '--raw')).toContain(text);
    await inserted.pull();
  });

  it('a card that can only be reached on a logical channel, with a PIN, is written and read', async () => {
    const inserted = await insert('--logical', '--pin');
    const layout = ['--layout', file('layout.json', JSON.stringify({ private: true }))];
    const pins = ['--pin-file', file('pins.txt', '1234\n')];
    expect(codeOf(await card('write', '--message', message, ...adm, ...layout))).toBe('CARD_PIN_NEEDED');
    expect((await card('write', '--message', message, ...adm, ...layout, ...pins)).code).toBe(0);
    const read = await card('read', '--tries', ...layout, ...pins);
    expect(read.lines[0]).toMatchObject({
      application: { channel: 1, by: 'aid' },
      message: { octets: text.length },
      tries: { adm: { kind: 'left', tries: 3 } },
    });
    await inserted.pull();
  });

  it('is written, verified, written over by leave only, copied, compared and erased', {
    timeout: 60_000,
  }, async () => {
    const inserted = await insert();
    expect((await card('write', '--message', message, ...adm)).code).toBe(0);
    const again = await card('write', '--message', message, ...adm);
    expect(again.lines.at(-1)).toMatchObject({ event: 'written', updates: 0 });
    const verified = await card('verify', '--message', message);
    expect(verified.lines[0]).toMatchObject({ same: true, asLaidOut: true });
    const { sha256 } = verified.lines[0] as unknown as { sha256: string };
    expect(sha256).toHaveLength(64);
    expect((await card('verify', '--message', message, '--encoding', 'oid')).lines[0]).toMatchObject({
      same: true,
      asLaidOut: false,
    });
    expect(codeOf(await card('verify', '--sha256', '0'.repeat(64)))).toBe('CARD_DIFFERS');
    const copy = path.join(folder, 'copy.json');
    expect((await card('copy', '--out', copy)).code).toBe(0);
    expect(statSync(copy).mode & 0o077).toBe(0);
    expect((await card('compare', '--copy', copy)).lines[0]).toMatchObject({ same: true });

    expect(codeOf(await card('write', '--message', other, ...adm))).toBe('CARD_HOLDS_ANOTHER');
    expect((await card('write', '--message', other, ...adm, '--overwrite')).code).toBe(0);
    const differs = await card('compare', '--copy', copy);
    expect(codeOf(differs)).toBe('CARD_NOT_AS_COPIED');
    expect(differs.lines[0]).toMatchObject({ differences: [{ path: 'PKCS#15/6431' }] });
    expect(`${JSON.stringify(differs.lines)}${differs.errors}`).not.toContain('yyy');

    expect(codeOf(await card('erase', ...adm))).toBe('CARD_HOLDS_ANOTHER');
    expect((await card('erase', '--overwrite', ...adm)).code).toBe(0);
    expect((await card('read')).lines[0]).toMatchObject({ event: 'card', message: null });
    expect((await card('erase', ...adm)).lines.at(-1)).toMatchObject({ event: 'erased', updates: 0 });
    await inserted.pull();
  });

  it('its key comes from a file or from the environment, and is in no output', async () => {
    const inserted = await insert();
    const without = await card('write', '--message', message);
    expect(codeOf(without)).toBe('CARD_ADM_NEEDED');
    const wrong = await card(
      'write',
      '--message',
      message,
      '--adm-file',
      file('wrong.txt', '3132333435363738\n'),
    );
    expect(codeOf(wrong)).toBe('CARD_ADM_REFUSED');
    expect(wrong.errors).toContain('tries left: 2');
    process.env.DM_BENCH_ADM = toHex(virtualAdmKey);
    try {
      const written = await card('write', '--message', message);
      expect(written.code, written.errors).toBe(0);
      for (const { lines, errors } of [without, wrong, written])
        expect(`${JSON.stringify(lines)}${errors}`).not.toMatch(
          /3132333435363738|41444D2D54455354|12345678/i,
        );
    } finally {
      delete process.env.DM_BENCH_ADM;
    }
    await inserted.pull();
  });

  it.each([
    ['pulled', '25:pull', 'CARD_PULLED', 'unknown'],
    ['torn', '19:torn:50', 'CARD_PULLED', 'unknown'],
    ['with a write dropped', '18:dropped', 'CARD_READ_BACK_DIFFERS', 'withoutMessage'],
    ['with memory that fails', '18:status:6581', 'CARD_MEMORY_FAILURE', 'withoutMessage'],
  ])('%s in the middle, it says what the card is now', async (_name, fault, code, state) => {
    const inserted = await insert('--fault', fault);
    const failed = await card('write', '--message', message, ...adm);
    expect(failed.code).toBe(1);
    expect(failed.lines.find((line) => line.event === 'error')).toMatchObject({ code, card: state });
    await inserted.pull();
  });

  it('the card of one row, for a device that the server then knows', async () => {
    const inserted = await insertCard(0, '--iccid', '8944500000000700001');
    const row = [
      ...['--data', path.join(folder, 'data'), '--profile', gatewayProfile],
      ...['--devices', path.join(examples, 'devices-3.csv'), '--row', '2'],
    ];
    const written = await card('write', ...row, ...adm);
    expect(written.code, written.errors).toBe(0);
    expect(written.lines.at(-1)).toMatchObject({ event: 'written', card: { iccid: '8944500000000700001' } });
    const { device } = written.lines.at(-1) as unknown as { device: string };
    expect((await card('verify', ...row)).lines[0]).toMatchObject({ same: true });
    expect((await card('verify', '--data', path.join(folder, 'data'), '--device', device)).code).toBe(0);
    // The card of another row is not this one.
    const third = row.with(-1, '3');
    expect(codeOf(await card('verify', ...third))).toBe('CARD_NOT_WRITTEN');
    const refused = await card('write', ...third, ...adm);
    expect(codeOf(refused)).toBe('CARD_HOLDS_ANOTHER');
    expect(refused.errors).toContain(device);
    expect(codeOf(await card('write', ...third, ...adm, '--overwrite'))).toBe('CARD_HOLDS_ANOTHER');
    expect((await card('write', ...third, ...adm, '--overwrite-device', device)).code).toBe(0);
    await inserted.pull();
  });

  it('two readers are told apart by the names that people give them', async () => {
    const data = ['--data', path.join(folder, 'named')];
    expect((await runCli('readers', 'name', station, 'Left bench', ...data)).code).toBe(0);
    const taken = await runCli('readers', 'name', otherStation, 'Left bench', ...data);
    expect(codeOf(taken)).toBe('READER_NAME_TAKEN');
    const { lines } = await runCli('readers', ...data);
    expect(lines).toContainEqual(expect.objectContaining({ name: 'Left bench', system: station }));
    expect(lines).toContainEqual(expect.objectContaining({ name: otherStation }));
    const waiting = startCli('card', 'wait', '--station', 'Left bench', '--insert', ...data);
    await waiting.line((line) => line.event === 'waiting');
    const inserted = await insert();
    expect(await waiting.exit).toBe(0);
    const removal = startCli('card', 'wait', '--station', station, '--remove', '--timeout', '20');
    await removal.line((line) => line.event === 'waiting');
    expect((await runCli('card', 'read', '--station', 'Left bench', ...data)).code).toBe(0);
    await inserted.pull();
    expect(await removal.exit).toBe(0);
    const vain = await runCli('card', 'wait', '--station', station, '--insert', '--timeout', '1');
    expect(codeOf(vain)).toBe('CARD_WAITED_IN_VAIN');
  });
});
