import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../main/cli/run.ts';
import { examples, gatewayProfile, temporaryFolder } from '../support/cli.ts';
import { commandLines } from '../support/command-lines.ts';

const devices = path.join(examples, 'devices-3.csv');
let folder: string;
let batch: string;
let json: string;
let csv: string;
let key: string;

/** Runs a command in this process. */
const run = (...args: readonly string[]) => commandLines(() => runCommandLine(args));
const codesOf = async (...args: readonly string[]) => {
  const { code, lines } = await run(...args);
  const findings = lines.filter(({ event }) => event === 'finding' || event === 'error');
  expect(code).toBe(findings.length === 0 ? 0 : 1);
  return findings.map(({ line, code: name }) => (line === undefined ? String(name) : `${name} ${line}`));
};
const changed = (file: string, change: (text: string) => string) => {
  const other = path.join(temporaryFolder('report'), path.basename(file));
  const text = readFileSync(file, 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(other, change(text));
  return other;
};

beforeAll(async () => {
  folder = temporaryFolder('audit-report');
  json = path.join(folder, 'report.json');
  csv = path.join(folder, 'report.csv');
  key = path.join(folder, 'key.pem');
  const provisioned = await run(
    ...['provision', '--data', folder, '--profile', gatewayProfile, '--devices', devices],
    ...['--report', json, '--port', '0'],
  );
  expect(provisioned.code).toBe(0);
  batch = JSON.parse(readFileSync(json, 'utf8')).batch;
  await run('report', csv, '--data', folder, '--batch', batch);
  const [shown] = (await run('audit', 'key', '--data', folder)).lines;
  writeFileSync(key, String(shown?.pem));
}, 60_000);

describe('the report of a batch', () => {
  it('is proven by the audit log of its data folder, as JSON and as CSV', async () => {
    expect(await codesOf('report', 'verify', json, '--data', folder)).toEqual([]);
    expect(await codesOf('report', 'verify', csv, '--data', folder)).toEqual([]);
    expect(await codesOf('report', 'verify', csv, '--data', folder, '--key', key)).toEqual([]);
  });

  it('is written again to the octet, whatever else was recorded meanwhile', async () => {
    const again = path.join(temporaryFolder('report'), 'again.json');
    await run('report', again, '--data', folder, '--batch', batch);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(json, 'utf8'));
  });

  it('names the entry of each row, and those of the batch', () => {
    const { rows, proof } = JSON.parse(readFileSync(json, 'utf8'));
    expect(rows).toHaveLength(3);
    for (const { audit } of rows) expect(audit.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(proof.first).toBeLessThan(rows[0].audit.sequence);
    expect(proof.last).toBeGreaterThan(rows[2].audit.sequence);
    const cells = parse(readFileSync(csv), { bom: true, columns: true }) as Record<string, string>[];
    expect(cells.map((row) => row['audit entry'])).toEqual(
      rows.map(({ audit }: { audit: { sequence: number } }) => String(audit.sequence)),
    );
    expect(new Set(cells.map((row) => row['proof signature'])).size).toBe(1);
  });

  it('is proven by an export of its batch, or of everything, with nothing but the public key', async () => {
    const whole = path.join(temporaryFolder('export'), 'audit.jsonl');
    const own = path.join(temporaryFolder('export'), 'batch.jsonl');
    await run('audit', 'export', '--data', folder, '--file', whole);
    await run('audit', 'export', '--data', folder, '--file', own, '--batch', batch);
    for (const file of [whole, own]) {
      expect(await codesOf('audit', 'verify', '--file', file, '--key', key)).toEqual([]);
      expect(await codesOf('report', 'verify', json, '--audit', file, '--key', key)).toEqual([]);
      const other = changed(file, (text) => text.replace('"line":3', '"line":4'));
      const found = await codesOf('audit', 'verify', '--file', other, '--key', key);
      expect(found).toContain('AUDIT_EXPORT_CHANGED');
      expect(found).toContain('AUDIT_ENTRY_CHANGED');
      const cut = changed(file, (text) => `${text.split('\n').slice(0, -2).join('\n')}\n`);
      expect(await codesOf('audit', 'verify', '--file', cut, '--key', key)).toEqual(['AUDIT_EXPORT_WRONG']);
      const less = changed(file, (text) => text.split('\n').toSpliced(5, 1).join('\n'));
      expect(await codesOf('audit', 'verify', '--file', less, '--key', key)).toContain(
        'AUDIT_EXPORT_CHANGED',
      );
    }
    const since = path.join(temporaryFolder('export'), 'since.jsonl');
    const entries = readFileSync(whole, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { at } = entries.find((line) => line.sequence === 9).entry;
    await run('audit', 'export', '--data', folder, '--file', since, '--since', new Date(at).toISOString());
    const first = readFileSync(since, 'utf8')
      .split('\n')
      .map((line) => line && JSON.parse(line));
    expect(first.find((line) => line.kind === 'entry').entry.at).toBe(at);
    expect(await codesOf('audit', 'verify', '--file', since, '--key', key)).toEqual([]);
  });

  it('is found changed, in any line and in its proof', async () => {
    const verify = (file: string) => codesOf('report', 'verify', file, '--data', folder);
    const iccid = JSON.parse(readFileSync(json, 'utf8')).rows[1].card.iccid;
    expect(await verify(changed(json, (text) => text.replaceAll(iccid, `${iccid.slice(0, -1)}9`)))).toEqual([
      'AUDIT_REPORT_CHANGED',
    ]);
    expect(await verify(changed(csv, (text) => text.replaceAll(iccid, '1234')))).toEqual([
      'AUDIT_REPORT_CHANGED',
    ]);
    expect(await verify(changed(csv, (text) => text.split('\r\n').toSpliced(2, 1).join('\r\n')))).toEqual([
      'AUDIT_REPORT_CHANGED',
    ]);
    expect(await verify(changed(json, (text) => text.replace('"last": 2', '"last": 1')))).toEqual([
      'AUDIT_REPORT_CHANGED',
    ]);
    // A member that stands twice reads otherwise to a person than to a program.
    expect(
      await verify(
        changed(json, (text) => text.replace('"state": "done"', '"state": "failed",\n      "state": "done"')),
      ),
    ).toEqual(['AUDIT_REPORT_WRONG']);
    expect(await verify(changed(json, (text) => text.replace(/,\n {2}"proof": \{[^}]*\}/, '')))).toEqual([
      'AUDIT_REPORT_NOT_SIGNED',
    ]);
    expect(await verify(changed(json, () => '{}'))).toEqual(['AUDIT_REPORT_WRONG']);
  });

  it('is of another bench where its key is', async () => {
    const other = temporaryFolder('audit-other');
    await run('provision', '--data', other, '--profile', gatewayProfile, '--devices', devices, '--port', '0');
    expect(await codesOf('report', 'verify', json, '--data', other)).toEqual(['AUDIT_REPORT_KEY_UNKNOWN']);
  }, 60_000);

  it('says so where somebody changed what was said in a session, and not where a line came later', async () => {
    const tampered = temporaryFolder('audit-transcript');
    const report = path.join(tampered, 'report.json');
    await run(
      ...['provision', '--data', tampered, '--profile', gatewayProfile, '--devices', devices],
      ...['--report', report, '--port', '0'],
    );
    const [row] = JSON.parse(readFileSync(report, 'utf8')).rows;
    const file = new DatabaseSync(path.join(tampered, 'bench.sqlite'));
    const line = file.prepare("INSERT INTO transcript VALUES (?, 99, 0, 'note', 'later', NULL)");
    line.run(row.session.id);
    expect(await codesOf('report', 'verify', report, '--data', tampered)).toEqual([]);
    file.prepare("UPDATE transcript SET text = '{}' WHERE session_id = ? AND number = 1").run(row.session.id);
    file.close();
    expect(await codesOf('report', 'verify', report, '--data', tampered)).toEqual([
      'AUDIT_TRANSCRIPT_DIFFERS',
    ]);
  }, 60_000);

  it('says so where somebody changed the rows before it was written again', async () => {
    const tampered = temporaryFolder('audit-rows');
    const first = path.join(tampered, 'first.json');
    await run(
      ...['provision', '--data', tampered, '--profile', gatewayProfile, '--devices', devices],
      ...['--report', first, '--port', '0'],
    );
    const id = JSON.parse(readFileSync(first, 'utf8')).batch;
    const file = new DatabaseSync(path.join(tampered, 'bench.sqlite'));
    const [iccid] = file
      .prepare("SELECT state_json ->> '$.card.iccid' AS iccid FROM job WHERE line = 2")
      .all();
    file
      .prepare('UPDATE job SET state_json = replace(state_json, ?, ?) WHERE line = 2')
      .run(String(iccid?.iccid), '8944500000000799999');
    file.exec(
      "UPDATE job SET label = 'BX-OTHER', variables = json_set(variables, '$.site', 'x') WHERE line = 3",
    );
    file.exec(`UPDATE job SET state = 'waiting', state_json = '{"kind":"waiting"}' WHERE line = 4`);
    file.close();
    const second = path.join(tampered, 'second.json');
    const third = path.join(tampered, 'third.csv');
    for (const each of [second, third]) await run('report', each, '--data', tampered, '--batch', id);
    expect(await codesOf('report', 'verify', second, '--data', tampered)).toEqual([
      'AUDIT_ROWS_DIFFER',
      'AUDIT_LINE_DIFFERS 2',
      'AUDIT_LINE_DIFFERS 3',
      'AUDIT_LINE_DIFFERS 4',
    ]);
    expect(await codesOf('report', 'verify', third, '--data', tampered)).toEqual([
      'AUDIT_LINE_DIFFERS 2',
      'AUDIT_LINE_DIFFERS 3',
      'AUDIT_LINE_DIFFERS 4',
    ]);
    // The one that was written before is as true as it was.
    expect(await codesOf('report', 'verify', first, '--data', tampered)).toEqual([]);
  }, 60_000);
});
