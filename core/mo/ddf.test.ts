import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDdf } from './ddf.ts';
import { devInfo } from './standard/dev-info.ts';
import { description, faultsIn, node, problemsOf, rootOf, schemaOf } from './test-ddf.ts';

const clean = { faults: [], warnings: [] };
const noted = (tree: string) => {
  const text = description(tree);
  expect(problemsOf(text)).toEqual(clean);
  return rootOf(tree);
};

describe('a device description', () => {
  it('says of each node what it is', () => {
    const tree = node('Gateway', {
      properties: `<Description>
          Where it
          stands. </Description><DFTitle>Site</DFTitle><Occurrence><ZeroOrOne/></Occurrence><Scope><Permanent/></Scope>
          <DFType><DDFName>urn:oma:mo:example-gateway:1.0</DDFName></DFType>`,
      value: '<Path>./DevDetail</Path>',
      inner: node('Level', {
        format: 'int',
        properties:
          '<DefaultValue>2</DefaultValue><DFType><MIME>text/plain</MIME></DFType><CaseSense><CIS/></CaseSense>',
        value: '<Value>3</Value>',
      }),
    });
    const text = description(tree, '<VerDTD>1.3</VerDTD><Man>Example</Man><Mod>GW-200</Mod>');
    expect(problemsOf(text)).toEqual(clean);
    expect(schemaOf(text)).toEqual({
      moid: 'urn:oma:mo:example-gateway:1.0',
      path: './DevDetail',
      manufacturer: 'Example',
      model: 'GW-200',
      dtdVersion: '1.3',
      root: {
        name: 'Gateway',
        format: 'node',
        access: new Set(['Get']),
        occurrence: { least: 0, most: 1 },
        scope: 'permanent',
        title: 'Site',
        description: 'Where it stands.',
        children: [
          {
            name: 'Level',
            format: 'int',
            access: new Set(['Get']),
            occurrence: { least: 1, most: 1 },
            scope: 'dynamic',
            children: [],
            defaultValue: '2',
            value: '3',
            mime: 'text/plain',
            caseSensitive: false,
          },
        ],
      },
    });
  });

  it.each([
    ['<One/>', { least: 1, most: 1 }],
    ['<ZeroOrOne/>', { least: 0, most: 1 }],
    ['<ZeroOrMore/>', { least: 0 }],
    ['<OneOrMore/>', { least: 1 }],
    ['<ZeroOrN>5</ZeroOrN>', { least: 0, most: 5 }],
    ['<OneOrN> 12 </OneOrN>', { least: 1, most: 12 }],
  ])('with the occurrence %s', (element, occurrence) => {
    const properties = `<Occurrence>${element}</Occurrence>`;
    expect(noted(node('R', { inner: node('', { properties }) })).children[0]?.occurrence).toEqual(occurrence);
  });

  it.each(['b64', 'bin', 'bool', 'chr', 'date', 'float', 'int', 'null', 'time', 'xml', 'node'])(
    'with the format %s',
    (format) => {
      expect(noted(node('A', { format })).format).toBe(format);
    },
  );

  it('keeps every access type that it names', () => {
    const every = '<Add/><Copy/><Delete/><Exec/><Get/><Replace/>';
    const tree = node('A').replace('<Get/>', every);
    expect([...noted(tree).access]).toEqual(['Add', 'Copy', 'Delete', 'Exec', 'Get', 'Replace']);
    expect(noted(node('A').replace('<Get/>', '')).access.size).toBe(0);
  });

  it.each([
    ['a byte order mark', `\uFEFF${description(node('A'))}`],
    ['a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${description(node('A'))}`],
    [
      'another encoding in the declaration',
      `<?xml version="1.0" encoding="UTF-16"?>${description(node('A'))}`,
    ],
    [
      'a DOCTYPE',
      `<!DOCTYPE MgmtTree PUBLIC "-//OMA//DTD-DM-DDF 1.2//EN" "http://oma.example/DM_DDF-V1_2.dtd"
         [<?oma-dm-ddf-ver supported-versions="1.2"?> <!-- <!ENTITY a "b"> --> <!ATTLIST Node x CDATA "<!ENTITY c">]>
       ${description(node('A'))}`,
    ],
    ['comments', `<!-- x -->${description(`<!-- <Get/> -->${node('<!-- x -->A<!-- y -->')}`)}<!-- y -->`],
    ['processing instructions', `${description(`<?x y?>${node('A')}`)}<?z?>`],
    ['marked text', description(node('<![CDATA[A]]>'))],
    ['characters by number', description(node('&#65;'))],
    [
      'the namespace of DM 1.2',
      description(node('A')).replace('<MgmtTree>', "<MgmtTree xmlns='syncml:dmddf1.2'>"),
    ],
    [
      'a prefix for it',
      '<d:MgmtTree xmlns:d="syncml:dmddf1.2"><d:VerDTD>1.2</d:VerDTD><d:Node><d:NodeName>A</d:NodeName>' +
        '<d:DFProperties><d:AccessType><d:Get/></d:AccessType><d:DFFormat><d:chr/></d:DFFormat></d:DFProperties>' +
        '</d:Node></d:MgmtTree>',
    ],
    [
      'elements of a vendor everywhere',
      description(node('A', { properties: '<v:Editable><Get/>yes &lt;</v:Editable>', value: '<v:a/>' }))
        .replace('<MgmtTree>', '<MgmtTree xmlns:v="urn:vendor" v:x="y"><v:Header><Node/></v:Header>')
        .replace('<Get/>', '<v:b/><Get/>'),
    ],
    [
      'what belongs to the run time',
      description(
        node('A', {
          value:
            '<RTProperties><ACL>Get=*</ACL><Format><chr/></Format><Type/><TStamp>x</TStamp></RTProperties>',
        }),
      ),
    ],
    [
      'its elements in another order',
      `<MgmtTree><Node><DFProperties><DFFormat><chr/></DFFormat><AccessType><Get/></AccessType></DFProperties>
       <NodeName>A</NodeName></Node><VerDTD>1.2</VerDTD></MgmtTree>`,
    ],
  ])('may have %s', (_name, text) => {
    expect(problemsOf(text)).toEqual(clean);
    expect(schemaOf(text).root).toEqual(rootOf(node('A')));
  });

  it('never expands what a DOCTYPE declares', () => {
    const bomb = `<!DOCTYPE MgmtTree [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;&a;">]>${description(node('&b;'))}`;
    const found = faultsIn(readDdf(bomb, 'test.xml'));
    expect(found.map(({ code }) => code)).toEqual([
      'DDF_ENTITY_DECLARED',
      'DDF_ENTITY_DECLARED',
      'DDF_ENTITY_UNKNOWN',
    ]);
    expect(JSON.stringify(found)).not.toContain('AAAA');
  });

  it('keeps blanks in values, and none around names', () => {
    const root = noted(
      node(' A \n', {
        properties: '<DefaultValue> a\n b </DefaultValue>',
        value: '<Value>&lt;<![CDATA[ & ]]>&#13;</Value>',
      }),
    );
    expect(root).toMatchObject({ name: 'A', defaultValue: ' a\n b ', value: '< & \r' });
  });

  it('has an empty value where its format has one, and none otherwise', () => {
    const empty = (format: string) =>
      noted(node('A', { format, properties: '<DefaultValue></DefaultValue>' })).defaultValue;
    expect(['chr', 'null', 'bin', 'int', 'bool', 'node'].map(empty)).toEqual([
      '',
      '',
      '',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['<DDFName>urn:oma:mo:a:1.0</DDFName>', 'urn:oma:mo:a:1.0', undefined],
    ['<DDFName>oma:mo:a:1.0</DDFName>', 'oma:mo:a:1.0', undefined],
    ['<MIME>urn:oma:mo:a:1.0</MIME>', 'urn:oma:mo:a:1.0', undefined],
    ['<DDFName>urn:oma:mo:a:1.0</DDFName><MIME>text/plain</MIME>', 'urn:oma:mo:a:1.0', 'text/plain'],
    ['<MIME>com.vendor/1.0/MDM/X</MIME>', undefined, 'com.vendor/1.0/MDM/X'],
    ['<DDFName/>', undefined, undefined],
    ['<DDFName>An object</DDFName>', undefined, undefined],
  ])('names its MOID in the type of its root: %s', (type, moid, mime) => {
    const schema = schemaOf(description(node('A', { properties: `<DFType>${type}</DFType>` })));
    expect(schema.moid).toBe(moid);
    expect(schema.root.mime).toBe(mime);
  });

  it('names no MOID below its root', () => {
    const properties = '<DFType><DDFName>urn:oma:mo:a:1.0</DDFName></DFType>';
    const schema = schemaOf(description(node('R', { inner: node('A', { properties, format: 'node' }) })));
    expect(schema).not.toHaveProperty('moid');
  });

  it('may describe several objects', () => {
    const typed = (name: string, moid: string) =>
      node(name, { properties: `<DFType><DDFName>${moid}</DDFName></DFType>` });
    const reading = readDdf(description(`${typed('A', 'urn:a:b')}${typed('A', 'urn:a:c')}`), 'test.xml');
    expect(reading.kind === 'schemas' && reading.schemas.map(({ moid }) => moid)).toEqual([
      'urn:a:b',
      'urn:a:c',
    ]);
  });

  it('has three levels: what is below Bearer is the bearer’s, below Ext the vendor’s', () => {
    const folder = (name: string, inner = node('X')) => node(name, { inner });
    const { children } = noted(
      node('R', {
        inner: `${folder('Site')}${folder('Bearer', folder('Ext'))}${folder('Ext')}${node('Ext2')}`,
      }),
    );
    expect(children.map(({ level }) => level)).toEqual([undefined, 'bearer', 'vendor', undefined]);
    expect(children[1]?.children[0]?.level).toBe('vendor');
    expect(noted(node('Ext')).level).toBeUndefined();
    expect(noted(node('R', { value: '<Path>./Vendor/Example</Path>' })).level).toBe('vendor');
    expect(noted(node('R', { value: '<Path>./Vendors</Path>' })).level).toBeUndefined();
  });
});

describe('reading a device description', () => {
  const limit = (text: string) =>
    faultsIn(readDdf(text, 'test.xml')).map(({ message }) => message.split(';')[0]);
  const nested = (depth: number) => {
    let tree = node('A');
    for (let level = 1; level < depth; level++) tree = node('A', { inner: tree });
    return description(tree);
  };

  it('goes as deep as trees go, and no deeper', () => {
    expect(problemsOf(nested(64))).toEqual(clean);
    expect(limit(nested(65))).toEqual(['The device description has more than 64 levels of nodes']);
  });

  it('goes as deep as elements go, also where they mean nothing', () => {
    const foreign = (depth: number) =>
      description(`${'<x:a>'.repeat(depth)}${'</x:a>'.repeat(depth)}${node('A')}`).replace(
        '<MgmtTree>',
        '<MgmtTree xmlns:x="urn:x">',
      );
    expect(problemsOf(foreign(255))).toEqual(clean);
    expect(limit(foreign(256))).toEqual(['The device description has more than 256 levels of elements']);
    expect(limit('<MgmtTree>'.repeat(100_000)).at(-1)).toContain('256 levels of elements');
  });

  it('counts nodes, characters and attributes', () => {
    const least =
      '<Node><NodeName/><DFProperties><AccessType/><DFFormat><int/></DFFormat></DFProperties></Node>';
    expect(limit(description(least.repeat(100_001)))).toEqual([
      'The device description has more than 100000 nodes',
    ]);
    expect(limit(' '.repeat(16 * 1024 * 1024 + 1))).toEqual([
      'The device description has more than 16777216 characters',
    ]);
    const attributes = (count: number) =>
      description(
        node('A').replace(
          '<Node>',
          `<Node ${Array.from({ length: count }, (_, i) => `a${i}=""`).join(' ')}>`,
        ),
      );
    expect(limit(attributes(200))).toEqual([]);
    expect(limit(attributes(201))).toEqual([
      'The device description has more than 200 attributes on one element',
    ]);
  });

  it('tells no more than a hundred faults, and a thousand warnings', () => {
    const faulty = readDdf(description(`${'<x/>'.repeat(500)}${node('A')}`), 'test.xml');
    expect(faultsIn(faulty)).toHaveLength(101);
    expect(faultsIn(faulty).at(-1)?.code).toBe('DDF_LIMIT');
    const warned = readDdf(description(node('').repeat(2000)), 'test.xml');
    expect(warned.kind).toBe('schemas');
    expect(warned.warnings).toHaveLength(1001);
    expect(warned.warnings.at(-1)?.code).toBe('DDF_LIMIT');
  });

  it('never throws, and never says nothing, whatever the text', () => {
    const pieces = devInfo.ddf.split(/(?=<)/);
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 60 })
        .map((all) => all.join('')),
      fc
        .tuple(fc.nat(devInfo.ddf.length), fc.nat(40), fc.string({ maxLength: 8 }))
        .map(([at, length, put]) => devInfo.ddf.slice(0, at) + put + devInfo.ddf.slice(at + length)),
    );
    fc.assert(
      fc.property(text, (source) => {
        const reading = readDdf(source, 'test.xml');
        if (reading.kind === 'schemas') expect(reading.schemas.length).toBeGreaterThan(0);
        else expect(reading.faults.length).toBeGreaterThan(0);
        const lines = source.split(/\r\n|\r|\n/).length;
        for (const { code, place } of [...faultsIn(reading), ...reading.warnings]) {
          expect(code).not.toBe('INTERNAL');
          expect(place?.line).toBeGreaterThan(0);
          expect(place?.line).toBeLessThanOrEqual(lines);
          expect(place?.column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
