import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import bwip from 'bwip-js/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBench } from '../../main/bench.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { runCommandLine } from '../../main/cli/run.ts';
import { attachedRecord } from '../../main/reports/attached-record.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { examples, gatewayProfile, temporaryFolder } from '../support/cli.ts';
import { commandLines } from '../support/command-lines.ts';
import { doneBatch } from '../support/done-batch.ts';
import { readPdf } from '../support/pdf-reading.ts';

const devices = path.join(examples, 'devices-3.csv');
let folder: string;
let batch: string;
let pdf: string;

const run = (...args: readonly string[]) => commandLines(() => runCommandLine(args));
const write = async (name: string, ...args: readonly string[]) => {
  const file = path.join(temporaryFolder('documents'), name);
  const result = await run('report', file, '--data', folder, '--batch', batch, ...args);
  return { file, ...result };
};
const labels = async (...args: readonly string[]) => {
  const file = path.join(temporaryFolder('labels'), 'labels.pdf');
  const result = await run('report', 'labels', file, '--data', folder, '--batch', batch, ...args);
  return { file, ...result };
};
const codeOf = ({ lines }: { readonly lines: readonly Record<string, unknown>[] }) =>
  lines.find(({ event }) => event === 'error')?.code;

beforeAll(async () => {
  folder = temporaryFolder('report-documents');
  pdf = path.join(folder, 'report.pdf');
  const provisioned = await run(
    ...['provision', '--data', folder, '--profile', gatewayProfile, '--devices', devices],
    ...['--report', pdf, '--port', '0'],
  );
  expect(provisioned.code).toBe(0);
  batch = String(provisioned.lines.find(({ event }) => event === 'batch')?.batch);
}, 60_000);

describe('the report as a PDF', () => {
  it('says who, where and when, and each device with what was read back', () => {
    const { pages } = readPdf(readFileSync(pdf));
    const record = JSON.parse(attachedRecord(readFileSync(pdf), 'report.pdf'));
    const [first = '', table = ''] = pages;
    expect(pages).toHaveLength(2);
    for (const word of ['devices-3', 'GW-200, version 1', 'Virtual station', 'Acceptance', 'Signature'])
      expect(first).toContain(word);
    expect(first).toContain('held by the simulated device, not by the devices themselves');
    const inGroups = (digest: string) => digest.match(/.{8}/g)!.join(' ');
    for (const digest of [record.proof.content, record.proof.key, record.proof.head])
      expect(first).toContain(inGroups(digest));
    for (const page of pages) expect(page).toContain(inGroups(record.proof.content));
    expect(table).toContain('Page 2 of 2');
    for (const { label, device, card, by } of record.rows) {
      expect(table).toContain(label);
      expect(table).toContain(device);
      expect(table.replaceAll(/\s/g, '')).toContain(card.sha256);
      expect(table).toContain(`${by[0].user} (command line)`);
    }
  });

  it('has a title, a language, a structure and an outline, and nothing that runs or leads elsewhere', () => {
    const { structure } = readPdf(readFileSync(pdf));
    for (const member of [
      '/Lang (en)',
      '/Marked true',
      '/DisplayDocTitle true',
      '/S /Table',
      '/S /TH',
      '/S /H1',
      '/PageMode /UseOutlines',
      '/AFRelationship /Source',
    ])
      expect(structure).toContain(member);
    for (const member of ['/JavaScript', '/JS', '/URI', '/Launch', '/Annots', '/OpenAction'])
      expect(structure).not.toContain(`${member} `);
  });

  it('is the same to the octet a second time, and in another place of the world', async () => {
    expect(readFileSync((await write('again.pdf')).file)).toEqual(readFileSync(pdf));
    const elsewhere = path.join(temporaryFolder('documents'), 'elsewhere.pdf');
    execFileSync(
      process.execPath,
      [path.join('main', 'cli.ts'), 'report', elsewhere, '--data', folder, '--batch', batch],
      { env: { ...process.env, TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
    );
    expect(readFileSync(elsewhere)).toEqual(readFileSync(pdf));
  });

  it('is proven by the record attached, with its pages', async () => {
    for (const args of [[], ['--details'], ['--paper', 'letter', '--details']]) {
      const { file } = await write('proven.pdf', ...args);
      const { code, lines } = await run('report', 'verify', file, '--data', folder);
      expect(code).toBe(0);
      expect(lines.at(-1)).toMatchObject({ holds: true, proven: 'the attached record', pages: 'same' });
    }
    const record = attachedRecord(readFileSync(pdf), 'report.pdf');
    expect(readFileSync((await write('plain.json')).file, 'utf8')).toBe(record);
  });

  it('is found out where a page was changed, and where the record was', async () => {
    const verify = async (octets: Buffer) => {
      const file = path.join(temporaryFolder('changed'), 'report.pdf');
      writeFileSync(file, octets);
      const { code, lines } = await run('report', 'verify', file, '--data', folder);
      return [code, ...lines.flatMap((line) => (line.code === undefined ? [] : [line.code]))];
    };
    const octets = readFileSync(pdf);
    const page = Buffer.from(octets);
    page[octets.indexOf('/MediaBox [0 0 5') + '/MediaBox [0 0 '.length] = 0x34;
    expect(await verify(page)).toEqual([1, 'AUDIT_REPORT_PAGES']);
    expect(await verify(Buffer.concat([octets, Buffer.from('\n%%EOF\n')]))).toEqual([
      1,
      'AUDIT_REPORT_PAGES',
    ]);
    const record = Buffer.from(octets);
    const at = octets.indexOf('stream\n', octets.indexOf('/Type /EmbeddedFile')) + 60;
    record[at] = record[at]! ^ 0x10;
    expect(await verify(record)).toEqual([1, 'AUDIT_REPORT_WRONG']);
    const twice = Buffer.concat([octets, Buffer.from('1 0 obj\n<<\n/Type /EmbeddedFile\n>>\nendobj\n')]);
    expect(await verify(twice)).toEqual([1, 'AUDIT_REPORT_WRONG']);
    expect(await verify(Buffer.from('%PDF-1.7\n'))).toEqual([1, 'AUDIT_REPORT_WRONG']);
    expect(await verify(Buffer.from('{}'))).toEqual([1, 'AUDIT_REPORT_WRONG']);
  });

  it('is not there where it cannot be written, and neither is a draft of it', async () => {
    const place = temporaryFolder('unwritable');
    const file = path.join(place, 'report.pdf');
    mkdirSync(file);
    writeFileSync(path.join(file, 'inside'), '');
    const folderInItsPlace = await run('report', file, '--data', folder, '--batch', batch);
    expect(codeOf(folderInItsPlace)).toBe('FILE_NOT_WRITTEN');
    expect(readdirSync(place)).toEqual(['report.pdf']);
    const nowhere = await run('report', path.join(place, 'no', 'r.pdf'), '--data', folder, '--batch', batch);
    expect(codeOf(nowhere)).toBe('FILE_NOT_WRITTEN');
    const { lines } = await run('audit', 'list', '--data', folder);
    expect(JSON.stringify(lines)).toContain('fileNotWritten');
  });

  it.skipIf(!existsSync('/dev/full'))('says so where the disk is full', async () => {
    const { createWriteStream } = await import('node:fs');
    const { writeReportDocument } = await import('../../main/reports/report-document.ts');
    const record = attachedRecord(readFileSync(pdf), 'report.pdf');
    const { proof, ...report } = JSON.parse(record);
    const stream = createWriteStream('/dev/full');
    await expect(
      writeReportDocument({ report, proof, record, paper: 'a4', details: false }, stream, () => {}),
    ).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('of a batch that is not there is none', async () => {
    const file = path.join(temporaryFolder('documents'), 'none.pdf');
    expect(codeOf(await run('report', file, '--data', folder, '--batch', 'nonsense'))).toBe('BATCH_UNKNOWN');
    expect(existsSync(file)).toBe(false);
  });
});

describe('a document that somebody waits for', () => {
  it('tells how far it is, keeps nobody else waiting, and leaves nothing when it is given up', async () => {
    const dataFolder = temporaryFolder('cancelled');
    const bench = await startBench({ dataFolder, pace: fullSpeed, keeper: keyFileKeeper, port: 0 });
    try {
      const batchId = doneBatch(bench, 1500, (index) => index % 50 === 7);
      const place = temporaryFolder('given-up');
      const file = path.join(place, 'report.pdf');
      const work = { kind: 'report', batchId, format: 'pdf', paper: 'a4', details: true } as const;
      const begun = new AbortController();
      const told: number[] = [];
      const given = bench.reports.write(file, work, {
        signal: begun.signal,
        progress({ done, total }) {
          told.push(done / total);
          begun.abort();
        },
      });
      await expect(given).rejects.toMatchObject({ fault: { code: 'STOPPED' } });
      expect(told[0]).toBeLessThan(1);
      expect(readdirSync(place)).toEqual([]);
      const atOnce = bench.reports.write(file, work, { signal: AbortSignal.abort() });
      await expect(atOnce).rejects.toMatchObject({ fault: { code: 'STOPPED' } });
      expect(readdirSync(place)).toEqual([]);
      expect(await bench.reports.write(file, work)).toBeGreaterThan(100);
      const { pages } = readPdf(readFileSync(file));
      expect(pages[0]).toContain('CARD_PULLED');
      expect(pages[1]).toContain('What to do:');
      expect(pages.at(-1)).toContain(`Page ${pages.length} of ${pages.length}`);
      // Of those that are not done there is a label only where it is asked for, and it says so.
      const sheet = path.join(place, 'labels.pdf');
      expect(await bench.reports.write(sheet, { kind: 'labels', batchId, skip: 0, all: false })).toBe(1470);
      expect(readPdf(readFileSync(sheet)).pages.join()).not.toContain('NOT DONE');
      expect(await bench.reports.write(sheet, { kind: 'labels', batchId, skip: 0, all: true })).toBe(1500);
      const words = readPdf(readFileSync(sheet))
        .pages.join('\n')
        .match(/NOT DONE: failed/g);
      expect(words).toHaveLength(30);
    } finally {
      await bench.close();
    }
  }, 60_000);
});

describe('labels', () => {
  it('carry what the profile says, and a barcode that reads as the device', async () => {
    const { file, code, lines } = await labels();
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ event: 'labels', labels: 3 });
    const { pages, drawings } = readPdf(readFileSync(file));
    expect(pages[0]).toContain('BX04100-C');
    expect(pages[0]).not.toContain('NOT DONE');
    const [modules] = bwip.raw({ bcid: 'code128', text: 'IMEI:352099001761408', parse: false });
    const { sbs } = modules as { sbs: number[] };
    const bars = [...drawings[0]!.matchAll(/rg ([\d.]+) [\d.]+ ([\d.]+) [\d.]+ re f/g)]
      .slice(0, Math.ceil(sbs.length / 2))
      .map(([, x, width]) => ({ x: Number(x), width: Number(width) }));
    const module = bars[0]!.width / sbs[0]!;
    const read = bars.flatMap(({ x, width }, index) => {
      const next = bars[index + 1];
      const bar = Math.round(width / module);
      return next ? [bar, Math.round((next.x - x - width) / module)] : [bar];
    });
    expect(read).toEqual([...sbs]);
  });

  it('are the same to the octet, on every size', async () => {
    for (const size of ['a4-3x8', 'letter-3x10', '62x29', '100x50']) {
      const [one, other] = [await labels('--sheet', size), await labels('--sheet', size)];
      expect(readFileSync(one.file)).toEqual(readFileSync(other.file));
    }
    expect(readPdf(readFileSync((await labels('--sheet', '62x29')).file)).pages).toHaveLength(3);
  });

  it('pass over places that are used, and go on on the next sheet', async () => {
    expect(readPdf(readFileSync((await labels('--skip', '22')).file)).pages).toHaveLength(2);
    const tooFar = await labels('--skip', '24');
    expect(codeOf(tooFar)).toBe('LABEL_SKIP_TOO_FAR');
    expect(existsSync(tooFar.file)).toBe(false);
  });

  it('say why none was made', async () => {
    expect(codeOf(await labels('--sheet', '20x10'))).toBe('LABEL_TOO_SMALL');
    expect(codeOf(await labels('--sheet', '30x20'))).toBe('LABEL_BARCODE_NARROW');
    expect(codeOf(await labels('--line', '99'))).toBe('LABEL_ROW_UNKNOWN');
    expect(codeOf(await labels('--sheet', 'huge'))).toBe('USAGE');
  });
});
