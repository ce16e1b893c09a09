import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { examples, gatewayProfile, runCli, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder('card-cli');
const file = (name: string, content: string) => {
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
};
const message = file('message.json', '[{"MOID":"x","MOData":{"Secret":"s3cr3t"}}]');
const virtual = ['--station', 'virtual'];

/** On the built-in station, whose card is made anew each time. */
const card = async (...args: readonly string[]) => {
  const { code, lines, errors } = await runCli('card', ...args);
  const fault = lines.find((line) => line.event === 'error')?.code;
  return { code, fault, lines, errors };
};

describe('card, on the built-in station', () => {
  it('reads, and says what is there', async () => {
    const { code, lines } = await card('read', ...virtual, '--tries');
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({
      atrFacts: { understood: true, protocols: ['T=1'] },
      application: { channel: 0, by: 'aid' },
      files: expect.arrayContaining([expect.objectContaining({ file: 'EF.DIR 2F00', path: 'MF/2F00' })]),
      message: null,
      tries: { adm: { kind: 'left', tries: 3 }, pin: { kind: 'missing' } },
    });
  });

  it('writes, and reads back what it wrote', async () => {
    const { code, lines, errors } = await card('write', ...virtual, '--message', message);
    expect(code, errors).toBe(0);
    expect(lines.at(-1)).toMatchObject({ event: 'written', octets: readFileSync(message).length });
    expect(`${JSON.stringify(lines)}${errors}`).not.toContain('s3cr3t');
  });

  it('takes the layout of a profile', async () => {
    expect((await card('write', ...virtual, '--message', message, '--profile', gatewayProfile)).code).toBe(0);
  });

  it.each<[string, readonly string[]]>([
    ['USAGE', []],
    ['USAGE', ['write']],
    ['USAGE', ['verify', ...virtual]],
    ['USAGE', ['verify', ...virtual, '--sha256', 'abc']],
    ['USAGE', ['wait', ...virtual]],
    ['USAGE', ['wait', ...virtual, '--insert', '--remove']],
    ['USAGE', ['compare', ...virtual]],
    ['USAGE', ['copy', ...virtual]],
    ['USAGE', ['write', ...virtual, '--message', message, '--encoding', 'xml']],
    ['USAGE', ['simulate', '--fault', 'soon:pull']],
    ['USAGE', ['simulate', '--fault', '3:toString']],
    ['USAGE', ['read', ...virtual, '--adm', '4141414141414141']],
    ['READER_LOST', ['simulate', '--vpcd', '127.0.0.1:9']],
    ['CARD_NO_MESSAGE', ['verify', ...virtual, '--message', message]],
    ['CARD_MESSAGE_UNFIT', ['write', ...virtual, '--message', file('empty.json', '')]],
    ['CARD_MESSAGE_TOO_LARGE', ['write', ...virtual, '--message', file('large.json', 'x'.repeat(40_000))]],
    ['CARD_FILE_TOO_SMALL', ['write', ...virtual, '--message', file('larger.json', 'x'.repeat(5000))]],
    [
      'CARD_ATR_UNEXPECTED',
      ['write', ...virtual, '--message', message, '--layout', file('atr.json', '{"atrs":["3B00"]}')],
    ],
    ['CARD_LAYOUT_WRONG', ['read', ...virtual, '--layout', file('wrong.json', '{"encoding":"x"}')]],
    ['CARD_LAYOUT_WRONG', ['read', ...virtual, '--layout', file('no.json', '{')]],
    ['CARD_COPY_WRONG', ['compare', ...virtual, '--copy', file('copy.json', '{}')]],
    ['ADM_FILE_WRONG', ['read', ...virtual, '--adm-file', file('adm.txt', 'secret\n')]],
    ['PIN_FILE_WRONG', ['read', ...virtual, '--pin-file', file('pin.txt', '12\n')]],
    ['FILE_UNREADABLE', ['write', ...virtual, '--message', path.join(folder, 'missing')]],
    ['CARD_JOB_UNKNOWN', ['verify', ...virtual, '--data', path.join(folder, 'd'), '--device', 'IMEI:1']],
    [
      'CARD_JOB_UNKNOWN',
      [
        ...['verify', ...virtual, '--data', path.join(folder, 'd'), '--profile', gatewayProfile],
        ...['--devices', path.join(examples, 'devices-3.csv'), '--row', '1'],
      ],
    ],
    [
      'CARD_JOB_UNKNOWN',
      [
        ...['write', ...virtual, '--data', path.join(folder, 'd'), '--profile', gatewayProfile],
        ...['--devices', path.join(examples, 'devices-3.csv'), '--row', '4', '--port', '0'],
      ],
    ],
  ])('%s: card %j', async (fault, args) => {
    const end = await card(...args);
    expect(end).toMatchObject({ code: fault === 'USAGE' ? 2 : 1, fault });
    expect(end.errors).not.toMatch(/secret|4141414141414141|at .*\.ts/);
  });

  it('writes the card of a row for a device that the server then knows', async () => {
    const args = [
      ...['write', ...virtual, '--data', path.join(folder, 'rows'), '--profile', gatewayProfile],
      ...['--devices', path.join(examples, 'devices-3.csv'), '--row', '2', '--port', '0'],
    ];
    const first = await card(...args);
    expect(first.code, first.errors).toBe(0);
    expect(first.lines.at(-1)).toMatchObject({ event: 'written', device: 'IMEI:352099001761770' });
    const again = await card(...args);
    expect(again).toMatchObject({ code: 1, fault: 'CARD_ROW_FINISHED' });
  });
});
