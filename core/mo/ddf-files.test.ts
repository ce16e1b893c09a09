import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDdf } from './ddf.ts';
import { levelAt } from './object-schema.ts';
import { printDdf } from './print-ddf.ts';
import { summarizeSchema } from './schema-summary.ts';

const root = path.join(import.meta.dirname, '../..');
/** Real descriptions; they lie beside the project, and the product does without them. */
const realFiles = path.join(root, '../shared/data/ddf');
const example = path.join(root, 'examples/ddf/example-gateway.ddf.xml');

const read = (file: string) => {
  const text = readFileSync(file, 'utf8');
  return { text, reading: readDdf(text, path.basename(file)) };
};

describe.skipIf(!existsSync(realFiles))('real device descriptions (skipped where there are none)', () => {
  /** Per root node: its path, and how many nodes on how many levels. Then the warnings. */
  it.each([
    ['ActiveSync.xml', ['./User/Vendor/MSFT 27 on 7'], ['DDF_OCCURRENCE_UNBOUNDED']],
    [
      'CertificateStore.xml',
      ['./Device/Vendor/MSFT 76 on 6'],
      ['DDF_PERMANENT_ACCESS', 'DDF_PERMANENT_ACCESS'],
    ],
    ['DMAcc.xml', ['./SyncML 36 on 7'], ['DDF_VALUE_FORMAT', 'DDF_VALUE_FORMAT', 'DDF_VALUE_FORMAT']],
    ['DMClient.xml', ['./User/Vendor/MSFT 15 on 5', './Device/Vendor/MSFT 94 on 5'], []],
    ['DevDetail.xml', ['. 36 on 4'], []],
    ['DevInfo.xml', ['. 8 on 3'], []],
    ['DeviceStatus.xml', ['./Vendor/MSFT 51 on 4'], ['DDF_VALUE_FORMAT']],
    ['Firewall.xml', ['./Vendor/MSFT 137 on 6'], ['DDF_VALUE_FORMAT', 'DDF_VALUE_FORMAT']],
    ['Reboot.xml', ['./Device/Vendor/MSFT 6 on 3'], []],
    ['RemoteWipe.xml', ['./Device/Vendor/MSFT 12 on 3'], []],
    ['WiFi.xml', ['./User/Vendor/MSFT 9 on 4', './Device/Vendor/MSFT 9 on 4'], []],
  ])('%s is read without a fault', (file, objects, warnings) => {
    const { text, reading } = read(path.join(realFiles, file));
    if (reading.kind === 'faults') throw new Error(JSON.stringify(reading.faults));
    const summaries = reading.schemas.map(summarizeSchema);
    expect(summaries.map((each) => `${each.path} ${each.nodes} on ${each.depth}`)).toEqual(objects);
    expect(reading.warnings.map(({ code }) => code)).toEqual(warnings);
    // No node is lost: the file has as many as were read.
    const written = text.replaceAll(/<!--.*?-->/gs, '').match(/<Node>/g)?.length;
    expect(summaries.reduce((sum, { nodes }) => sum + nodes, 0)).toBe(written);
  });

  it.each(existsSync(realFiles) ? readdirSync(realFiles).filter((file) => file.endsWith('.xml')) : [])(
    '%s is read back from what is printed of it',
    (file) => {
      const { reading } = read(path.join(realFiles, file));
      if (reading.kind === 'faults') throw new Error(JSON.stringify(reading.faults));
      for (const schema of reading.schemas) {
        const again = readDdf(printDdf(schema), file);
        expect(again.kind === 'schemas' && again.schemas).toEqual([schema]);
      }
    },
  );

  it('warn where a value contradicts its format, with the place', () => {
    const { reading } = read(path.join(realFiles, 'DeviceStatus.xml'));
    expect(reading.warnings.map(({ message, place }) => [message, place?.line, place?.column])).toEqual([
      [expect.stringContaining('as the format int asks'), expect.any(Number), expect.any(Number)],
    ]);
    const { line = 0, column = 0 } = reading.warnings[0]?.place ?? {};
    const { text } = read(path.join(realFiles, 'DeviceStatus.xml'));
    expect(
      text
        .replace('\uFEFF', '')
        .split(/\r?\n/)
        [line - 1]?.slice(column - 1),
    ).toMatch(/^<DefaultValue>/);
  });
});

describe('the example of a description', () => {
  const { reading } = read(example);
  const [schema] = reading.kind === 'schemas' ? reading.schemas : [];

  it('is read with no warning', () => {
    expect(reading).toMatchObject({ kind: 'schemas', warnings: [] });
  });

  it('has the three levels of an object schema', () => {
    expect(summarizeSchema(schema!)).toEqual({
      root: 'Gateway',
      moid: 'urn:oma:mo:example-gateway:1.1',
      nodes: 29,
      depth: 4,
      formats: { node: 11, chr: 9, int: 3, bool: 2, time: 1, date: 1, null: 1, bin: 1 },
      levels: { bearer: 7, vendor: 4 },
    });
    const level = (address: string) => levelAt(schema!.root, address.split('/'));
    expect(level('Connectivity/APN')).toBeUndefined();
    expect(level('Bearer/Cellular/APN')).toBe('bearer');
    expect(level('Ext/ExampleMetering/MeterBusBaud')).toBe('vendor');
  });

  it('is read back from what is printed of it', () => {
    const again = readDdf(printDdf(schema!), 'again.xml');
    expect(again).toEqual({ kind: 'schemas', schemas: [schema], warnings: [] });
  });
});
