import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { readDdf } from './ddf.ts';
import {
  accessTypes,
  type NodeFormat,
  type NodeSchema,
  nodeFormats,
  type ObjectSchema,
  type Occurrence,
} from './object-schema.ts';
import { printDdf } from './print-ddf.ts';
import { description, node, schemaOf } from './test-ddf.ts';

const unit = fc.constantFrom(
  ...[
    'a',
    'B',
    '7',
    ' ',
    '&',
    '<',
    '>',
    '"',
    "'",
    ';',
    ']',
    ']]>',
    '<!--',
    '&amp;',
    'ü',
    '中',
    '😀',
    '-',
    '.',
  ],
);
const text = (units: fc.Arbitrary<string>, maxLength = 8) => fc.string({ unit: units, maxLength });
/** Text as it is read: without blanks around it, and one for each run of them. */
const prose = text(unit, 20)
  .map((value) => value.trim().replaceAll(/ +/g, ' '))
  .filter((value) => value !== '');
const raw = text(fc.oneof(unit, fc.constantFrom('\n', '\r', '\t', '\r\n')), 12);
const name = prose.filter((value) => !/^(\.\.?|\*|<[^<>/]*>)$|\//.test(value));
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const occurrence = fc.oneof(
  fc.constantFrom<Occurrence>({ least: 0 }, { least: 1 }),
  fc.record({ least: fc.constantFrom(0, 1), most: fc.integer({ min: 1, max: 999_999_999 }) }),
);

const leafNode = fc.record({
  name: fc.oneof(
    { weight: 5, arbitrary: name },
    { weight: 1, arbitrary: fc.constantFrom('Ext', 'Bearer', '') },
  ),
  format: fc.constantFrom<NodeFormat>(...nodeFormats),
  access: fc.subarray([...accessTypes]).map((all) => new Set(all)),
  occurrence,
  scope: fc.constantFrom<NodeSchema['scope']>('permanent', 'dynamic'),
  title: maybe(prose),
  description: maybe(prose),
  defaultValue: maybe(raw),
  value: maybe(raw),
  mime: maybe(prose.map((value) => `x/${value}`)),
  caseSensitive: maybe(fc.boolean()),
});
type Made = typeof leafNode extends fc.Arbitrary<infer Value> ? Value : never;
const { node: anyNode } = fc.letrec<{ node: NodeSchema }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    leafNode.map((made) => normal(made, [])),
    fc.tuple(leafNode, fc.array(tie('node'), { maxLength: 4 })).map(([made, below]) => normal(made, below)),
  ),
}));

/** A node as it is read: nothing that its format does not allow, and names that tell children apart. */
function normal({ format: wanted, ...made }: Made, below: readonly NodeSchema[]): NodeSchema {
  const names = new Set<string>();
  const children = below.filter(({ name: own }) => !names.has(own) && names.add(own));
  const format = children.length > 0 ? 'node' : wanted;
  const allowed = (value: string | undefined) =>
    format === 'node' || (value?.trim() === '' && !keepsBlanks(format, value)) ? undefined : value;
  return {
    ...withoutUndefined({ ...made, defaultValue: allowed(made.defaultValue), value: allowed(made.value) }),
    format,
    children,
    ...(format !== 'node'
      ? {}
      : made.name === 'Ext'
        ? { level: 'vendor' }
        : made.name === 'Bearer'
          ? { level: 'bearer' }
          : {}),
  };
}
/** Nothing but blanks is a value where the format has such a one. */
function keepsBlanks(format: NodeFormat, blanks: string): boolean {
  return format === 'chr' || format === 'xml' || (blanks === '' && ['b64', 'bin', 'null'].includes(format));
}
type Present<Value> = { [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key] } & {
  [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined>;
};
function withoutUndefined<Value extends object>(value: Value): Present<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Present<Value>;
}

const object: fc.Arbitrary<ObjectSchema> = fc
  .record({
    root: anyNode,
    moid: maybe(fc.constantFrom('urn:oma:mo:example:1.0', 'oma:mo:example:1.0', 'urn:x:a&b')),
    path: maybe(fc.constantFrom('.', './Vendor/Example', './A & B')),
    manufacturer: maybe(prose),
    model: maybe(prose),
    dtdVersion: fc.constantFrom('1.2', '1.3', '2 <x>'),
  })
  .map(({ root: { level, ...root }, ...rest }) => {
    const own = rest.path?.includes('Vendor') ? 'vendor' : level;
    const all = { ...rest, root: own === undefined ? root : { ...root, level: own } };
    return Object.fromEntries(
      Object.entries(all).filter(([, value]) => value !== undefined),
    ) as unknown as ObjectSchema;
  });

describe('a printed description', () => {
  it('is read back as the same schema, whatever is in it', () => {
    fc.assert(
      fc.property(object, (schema) => {
        const reading = readDdf(printDdf(schema), 'printed.xml');
        expect(reading).toMatchObject({ kind: 'schemas' });
        expect(reading.kind === 'schemas' && reading.schemas).toEqual([schema]);
      }),
      { numRuns: 500 },
    );
  });

  it('is XML that a person can read', () => {
    const schema = schemaOf(
      description(
        node('R', {
          properties: '<DFTitle>A &amp; B</DFTitle><DFType><DDFName>urn:a:b</DDFName></DFType>',
          value: '<Path>./x</Path>',
          inner: node('', { format: 'int', properties: '<Occurrence><ZeroOrN>3</ZeroOrN></Occurrence>' }),
        }),
      ),
    );
    expect(printDdf(schema).split('\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<MgmtTree>',
      '  <VerDTD>1.2</VerDTD>',
      '  <Node>',
      '    <NodeName>R</NodeName>',
      '    <Path>./x</Path>',
      '    <DFProperties>',
      '      <AccessType><Get/></AccessType>',
      '      <DFFormat><node/></DFFormat>',
      '      <Occurrence><One/></Occurrence>',
      '      <Scope><Dynamic/></Scope>',
      '      <DFTitle>A &amp; B</DFTitle>',
      '      <DFType><DDFName>urn:a:b</DDFName></DFType>',
      '    </DFProperties>',
      '    <Node>',
      '      <NodeName/>',
      '      <DFProperties>',
      '        <AccessType><Get/></AccessType>',
      '        <DFFormat><int/></DFFormat>',
      '        <Occurrence><ZeroOrN>3</ZeroOrN></Occurrence>',
      '        <Scope><Dynamic/></Scope>',
      '        <DFType><MIME/></DFType>',
      '      </DFProperties>',
      '    </Node>',
      '  </Node>',
      '</MgmtTree>',
      '',
    ]);
  });

  it.each(['\u0000', '\u001b', '\ufffe', '\ud800'])(
    'cannot hold the character %j, and says where it is',
    (character) => {
      const schema = schemaOf(description(node('R', { inner: node('A') })));
      const [child] = schema.root.children;
      const wrong = {
        ...schema,
        root: { ...schema.root, children: [{ ...child!, title: `x${character}` }] },
      };
      const print = () => printDdf(wrong);
      expect(print).toThrow('R/A');
      try {
        print();
      } catch (error) {
        expect(toFault(error).code).toBe('DDF_NOT_PRINTABLE');
      }
      expect(() => printDdf({ ...schema, manufacturer: character })).toThrow('MgmtTree');
    },
  );
});
