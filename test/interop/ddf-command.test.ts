import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { data, endRunning, examples, runCli, temporaryFolder } from '../support/cli.ts';

const example = path.join(examples, 'ddf/example-gateway.ddf.xml');
const realFiles = path.join(data, 'ddf');

afterEach(endRunning);

describe('ddf check', () => {
  const folder = temporaryFolder('ddf');
  const file = (name: string, content: string | Uint8Array) => {
    const whole = path.join(folder, name);
    writeFileSync(whole, content);
    return whole;
  };
  const faulty = () =>
    file(
      'faulty.xml',
      '<MgmtTree>\n<VerDTD>1.2</VerDTD>\n<Node>\n<NodeName>A/B</NodeName>\n</Node>\n</MgmtTree>\n',
    );

  it('says what is in a description: one line of JSON on standard output, words on standard error', async () => {
    const { code, lines, errors } = await runCli('ddf', 'check', example);
    expect(code).toBe(0);
    expect(lines).toEqual([
      {
        event: 'checked',
        file: example,
        errors: 0,
        warnings: 0,
        objects: [
          {
            root: 'Gateway',
            moid: 'urn:oma:mo:example-gateway:1.1',
            nodes: 29,
            depth: 4,
            formats: { node: 11, chr: 9, int: 3, bool: 2, time: 1, date: 1, null: 1, bin: 1 },
            levels: { bearer: 7, vendor: 4 },
          },
        ],
        problems: [],
      },
    ]);
    expect(errors).toBe(
      `${example}: Gateway, urn:oma:mo:example-gateway:1.1: 29 nodes on 4 levels ` +
        '(11 node, 9 chr, 3 int, 2 bool, 1 time, 1 date, 1 null, 1 bin), 7 of bearers, 4 of the vendor\n',
    );
  });

  it('tells every fault with its line and column, and goes on with the next file', async () => {
    const missing = path.join(folder, 'missing.xml');
    const latin = file('latin.xml', Buffer.from('<MgmtTree><!-- \xfc --></MgmtTree>', 'latin1'));
    const { code, lines, errors } = await runCli('ddf', 'check', faulty(), missing, latin, example);
    expect(code).toBe(1);
    expect(lines.map((line) => [line.event, line.file, line.errors])).toEqual([
      ['checked', faulty(), 2],
      ['checked', missing, 1],
      ['checked', latin, 1],
      ['checked', example, 0],
    ]);
    expect(lines[0]?.problems).toEqual([
      {
        severity: 'error',
        code: 'DDF_ELEMENT_MISSING',
        message: '<Node> has no <DFProperties>.',
        remedy: expect.any(String),
        place: { file: faulty(), line: 3, column: 1 },
      },
      expect.objectContaining({ code: 'DDF_NAME_WRONG', place: { file: faulty(), line: 4, column: 1 } }),
    ]);
    expect(lines[1]?.problems).toMatchObject([{ severity: 'error', code: 'FILE_UNREADABLE' }]);
    expect(lines[2]?.problems).toMatchObject([{ severity: 'error', code: 'FILE_NOT_UTF8' }]);
    expect(errors).toContain(`${faulty()}:3:1: <Node> has no <DFProperties>.\n`);
    expect(errors).not.toMatch(/\n\s+at /);
  });

  it.skipIf(!existsSync(realFiles))(
    'reads every real description (skipped where there are none), and warns of what is odd in them',
    async () => {
      const files = readdirSync(realFiles)
        .filter((name) => name.endsWith('.xml'))
        .map((name) => path.join(realFiles, name));
      const { code, lines, errors } = await runCli('ddf', 'check', ...files);
      expect(code).toBe(0);
      expect(lines.map((line) => line.file)).toEqual(files);
      const warned = lines
        .filter(({ warnings }) => warnings !== 0)
        .map((line) => path.basename(String(line.file)));
      expect(warned).toEqual([
        'ActiveSync.xml',
        'CertificateStore.xml',
        'DMAcc.xml',
        'DeviceStatus.xml',
        'Firewall.xml',
      ]);
      expect(errors).toMatch(/^warning: \S+ActiveSync\.xml:\d+:\d+: /m);
    },
  );

  it.each([[['ddf']], [['ddf', 'check']], [['ddf', 'print', example]]])(
    'is told how with %j',
    async (args) => {
      const { code, lines, errors } = await runCli(...args);
      expect(code).toBe(2);
      expect(lines).toMatchObject([{ event: 'error', code: 'USAGE' }]);
      expect(errors).toContain('ddf check needs at least one file');
    },
  );
});
