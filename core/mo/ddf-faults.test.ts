import { describe, expect, it } from 'vitest';
import { errorTable } from '../errors.ts';
import { readDdf } from './ddf.ts';
import { description, faultsIn, marked, node, problemsOf } from './test-ddf.ts';

const leafWith = (properties: string) =>
  `<Node><NodeName>A</NodeName>▸<DFProperties>${properties}</DFProperties></Node>`;
const plain = (properties: string) => leafWith(properties).replace('▸', '');
const get = '<AccessType><Get/></AccessType>';
const chr = '<DFFormat><chr/></DFFormat>';

/** A description with each place marked that a fault is told of, and the faults in the order of the file. */
type Row = readonly [name: string, text: string, ...codes: string[]];

const faults: readonly Row[] = [
  ['nothing at all', '▸', 'DDF_NOT_WELL_FORMED'],
  ['no XML', '▸DevInfo: who the device is', 'DDF_NOT_WELL_FORMED'],
  ['another file', '<?xml version="1.0"?>\n ▸<wap-provisioningdoc/>', 'DDF_ROOT'],
  ['MgmtTree of another language', '▸<MgmtTree xmlns="urn:other"/>', 'DDF_ROOT'],
  ['an element left open', '<MgmtTree>\n<VerDTD>1.2</VerDTD>\n▸<Node>', 'DDF_NOT_WELL_FORMED'],
  ['a tag left open', '<MgmtTree>\n  ▸<VerDTD', 'DDF_NOT_WELL_FORMED'],
  ['a comment left open', '<MgmtTree>\n  ▸<!-- <VerDTD>1.2</VerDTD>', 'DDF_NOT_WELL_FORMED'],
  ['a tag left open behind the end', `${description(node('A'))}\n▸<x`, 'DDF_NOT_WELL_FORMED'],
  ['a tag that closes another one', description('<Node>\n▸</Nod>'), 'DDF_NOT_WELL_FORMED'],
  ['a tag that closes nothing', `${description(node('A'))}\n▸</MgmtTree>`, 'DDF_NOT_WELL_FORMED'],
  ['a second root', `${description(node('A'))}\n▸<MgmtTree/>`, 'DDF_NOT_WELL_FORMED'],
  ['text behind the end', `${description(node('A'))}\n\n  ▸more`, 'DDF_NOT_WELL_FORMED'],
  ['an ampersand alone', description(node('A &amp; ▸& B')), 'DDF_NOT_WELL_FORMED'],
  ['an ampersand before others', description(`${node('A ▸& B')}${node('C &amp; D')}`), 'DDF_NOT_WELL_FORMED'],
  ['an ampersand in an attribute', description(`▸<Node x="&">`), 'DDF_NOT_WELL_FORMED'],
  ['a prefix that is bound to nothing', description(`▸<v:x/>${node('A')}`), 'DDF_NOT_WELL_FORMED'],
  ['an attribute twice', description(`▸<Node x="" x="">${node('A').slice(6)}`), 'DDF_NOT_WELL_FORMED'],
  ['a character that XML has not', description(node('A▸&#1;')), 'DDF_NOT_WELL_FORMED'],
  ['an entity that is unknown', description(node('A▸&nbsp;B')), 'DDF_ENTITY_UNKNOWN'],
  [
    'entities that are declared, and used',
    `<!DOCTYPE MgmtTree [\n ▸<!ENTITY a "x">\n ▸<!ENTITY % b SYSTEM "file:///etc/passwd">\n]>\n` +
      description(node('▸&a;')),
    ...['DDF_ENTITY_DECLARED', 'DDF_ENTITY_DECLARED', 'DDF_ENTITY_UNKNOWN'],
  ],
  ['no version', `▸${description(node('A'), '')}`, 'DDF_ELEMENT_MISSING'],
  ['an empty version', description(node('A'), '▸<VerDTD> </VerDTD>'), 'DDF_ELEMENT_MISSING'],
  ['no node', `▸${description('')}`, 'DDF_NO_NODE'],
  ['an element in the wrong place', description(`▸<Get/>${node('A')}`), 'DDF_ELEMENT_MISPLACED'],
  ['an element that is unknown', description(plain(`${get}${chr}▸<Access/>`)), 'DDF_ELEMENT_MISPLACED'],
  ['an element where there are none', description(node('A▸<B/>')), 'DDF_ELEMENT_MISPLACED'],
  [
    'an access type that is unknown',
    description(plain(`<AccessType>▸<Read/></AccessType>${chr}`)),
    'DDF_ELEMENT_MISPLACED',
  ],
  ['an element twice', description(plain(`${get}${chr}▸${get}`)), 'DDF_ELEMENT_TWICE'],
  ['a choice twice', description(plain(`${get}<DFFormat><chr/>▸<chr/></DFFormat>`)), 'DDF_ELEMENT_TWICE'],
  ['no properties', description('▸<Node><NodeName>A</NodeName></Node>'), 'DDF_ELEMENT_MISSING'],
  ['no access types', description(leafWith(chr)), 'DDF_ELEMENT_MISSING'],
  ['no format', description(leafWith(get)), 'DDF_ELEMENT_MISSING'],
  ['text where there is none', description(plain(`${get}${chr}\n  ▸chr`)), 'DDF_TEXT_MISPLACED'],
  ['two formats', description(plain(`${get}▸<DFFormat><chr/><int/></DFFormat>`)), 'DDF_CHOICE'],
  [
    'no choice',
    description(plain(`${get}▸<DFFormat/>▸<Occurrence/>▸<Scope/>▸<CaseSense/>`)),
    ...['DDF_CHOICE', 'DDF_CHOICE', 'DDF_CHOICE', 'DDF_CHOICE'],
  ],
  [
    'a format that is unknown',
    description(plain(`${get}<DFFormat>▸<string/></DFFormat>`)),
    'DDF_FORMAT_UNKNOWN',
  ],
  ['a format in upper case', description(plain(`${get}<DFFormat>▸<CHR/></DFFormat>`)), 'DDF_FORMAT_UNKNOWN'],
  ['a name with a slash', description(node('A/B').replace('<NodeName>', '▸<NodeName>')), 'DDF_NAME_WRONG'],
  ['a name of two lines', description(node('A\nB').replace('<NodeName>', '▸<NodeName>')), 'DDF_NAME_WRONG'],
  ['a name that goes up', description(node('..').replace('<NodeName>', '▸<NodeName>')), 'DDF_NAME_WRONG'],
  ['a name twice', description(node('R', { inner: `${node('A')}\n▸${node('A')}` })), 'DDF_NAME_TWICE'],
  [
    'two placeholders',
    description(node('R', { inner: `${node('')}\n▸${node('')}` })),
    'DDF_PLACEHOLDER_TWICE',
  ],
  [
    'nodes below a leaf',
    description(`▸${node('R', { format: 'chr', inner: node('A') })}`),
    'DDF_LEAF_HAS_CHILDREN',
  ],
  [
    'values of an interior node',
    description(
      node('R', {
        format: 'node',
        properties: '▸<DefaultValue>1</DefaultValue>',
        value: '▸<Value>2</Value>',
      }),
    ),
    ...['DDF_INTERIOR_HAS_VALUE', 'DDF_INTERIOR_HAS_VALUE'],
  ],
  ...['0', '-1', '1.5', 'two', '1e3', '9999999999'].map(
    (count): Row => [
      `an occurrence of ${count}`,
      description(
        node('R', { inner: node('', { properties: `<Occurrence>▸<OneOrN>${count}</OneOrN></Occurrence>` }) }),
      ),
      'DDF_OCCURRENCE_WRONG',
    ],
  ),
  [
    'several of them',
    description(
      `${leafWith(chr)}\n${node('B.').replace('B.', '..').replace('<NodeName>', '▸<NodeName>')}\n` +
        `<Man>x</Man>\n▸<Man>y</Man>\n${node('C', { inner: `${node('D')}▸${node('D')}` })}`,
    ),
    ...['DDF_ELEMENT_MISSING', 'DDF_NAME_WRONG', 'DDF_ELEMENT_TWICE', 'DDF_NAME_TWICE'],
  ],
];

const root = '<DFType><DDFName>urn:a:b</DDFName></DFType>';
const warnings: readonly Row[] = [
  ['a version that is unknown', description(node('A'), '▸<VerDTD>2.0</VerDTD>'), 'DDF_VERSION_UNKNOWN'],
  ['a root without a name', description(node('').replace('<NodeName/>', '▸<NodeName/>')), 'DDF_ROOT_UNNAMED'],
  [
    'no name at all',
    description(node('R', { inner: `▸${node('').replace('<NodeName/>', '')}` })),
    'DDF_NAME_MISSING',
  ],
  ...['&lt;x&gt;', '&lt;MOID&gt;', '*'].map(
    (name): Row => [
      `a placeholder written ${name}`,
      description(node('R', { inner: node(name).replace('<NodeName>', '▸<NodeName>') })),
      'DDF_PLACEHOLDER_WRITTEN',
    ],
  ),
  [
    'a placeholder that is permanent',
    description(node('R', { inner: `▸${node('', { properties: '<Scope><Permanent/></Scope>' })}` })),
    'DDF_PLACEHOLDER_PERMANENT',
  ],
  [
    'what cannot be done with a permanent node',
    description(plain(`▸▸<AccessType><Add/><Delete/><Get/></AccessType>${chr}<Scope><Permanent/></Scope>`)),
    ...['DDF_PERMANENT_ACCESS', 'DDF_PERMANENT_ACCESS'],
  ],
  [
    'no number',
    description(node('R', { inner: node('', { properties: '<Occurrence>▸<ZeroOrN/></Occurrence>' }) })),
    'DDF_OCCURRENCE_UNBOUNDED',
  ],
  [
    'several of one name',
    description(node('A', { properties: '▸<Occurrence><OneOrMore/></Occurrence>' })),
    'DDF_OCCURRENCE_NAMED',
  ],
  [
    'values that the format has not',
    description(
      node('A', {
        format: 'int',
        properties: '▸<DefaultValue>few</DefaultValue>',
        value: '▸<Value>1.5</Value>',
      }),
    ),
    ...['DDF_VALUE_FORMAT', 'DDF_VALUE_FORMAT'],
  ],
  [
    'several MIME types',
    description(node('A', { properties: '<DFType><MIME>a/b</MIME>▸<MIME>c/d</MIME></DFType>' })),
    'DDF_MIME_SEVERAL',
  ],
  [
    'a path below the root',
    description(node('R', { inner: node('A', { value: '▸<Path>./x</Path>' }) })),
    'DDF_PATH_BELOW_ROOT',
  ],
  [
    'a MOID twice',
    description(
      `${node('A', { format: 'node', properties: root })}\n▸${node('B', { format: 'node', properties: root })}`,
    ),
    'DDF_MOID_TWICE',
  ],
];

describe('a device description', () => {
  it.each(faults)('with %s: each fault is told with its place', (_name, text, ...codes) => {
    const { text: source, places } = marked(text);
    const expected = codes.map((code, index) => `${code} ${places[index]}`);
    expect(problemsOf(source)).toEqual({ faults: expected, warnings: [] });
  });

  it.each(warnings)('with %s is read, with a warning', (_name, text, ...codes) => {
    const { text: source, places } = marked(text);
    const expected = codes.map((code, index) => `${code} ${places[index]}`);
    expect(problemsOf(source)).toEqual({ faults: [], warnings: expected });
  });

  it('can have every problem of the table', () => {
    const told: readonly string[] = [...faults, ...warnings].flatMap(([, , ...codes]) => codes);
    const codes = Object.keys(errorTable).filter((code) => code.startsWith('DDF_'));
    // Limits have a test of their own, and printing has one beside it.
    expect(codes.filter((code) => !told.includes(code)).toSorted()).toEqual([
      'DDF_LIMIT',
      'DDF_NOT_PRINTABLE',
    ]);
  });

  it('says what was found and what was expected', () => {
    const messages = (text: string) => faultsIn(readDdf(text, 'test.xml')).map(({ message }) => message);
    expect(messages(description(`<Get/>${node('A')}`))).toEqual([
      '<Get> does not belong in <MgmtTree>, which holds VerDTD, Man, Mod, Node.',
    ]);
    expect(messages(description(node('A<B/>')))).toEqual([
      '<B> does not belong in <NodeName>, which holds no elements.',
    ]);
    expect(messages(description('<Node>\n</Nod>'))).toEqual([
      'The device description is not well-formed XML: </Nod> does not close <Node>.',
    ]);
    expect(messages(description(node('R', { inner: `${node('A')}${node('A')}` })))).toEqual([
      '"A" stands below "R" twice; the first is on line 2.',
    ]);
    expect(messages(description(node('', { inner: `${node('')}\n${node('')}` })))).toEqual([
      'Two nodes without a name stand below "<x>" and cannot be told apart; the first is on line 2.',
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('is counted in lines that end with %j', (end) => {
    const text = `<MgmtTree>${end}<VerDTD>1.2</VerDTD>${end}${end}  <Get/>${node('A')}</MgmtTree>`;
    expect(problemsOf(text).faults).toEqual(['DDF_ELEMENT_MISPLACED 4:3']);
  });

  it('is counted in characters, behind a byte order mark too', () => {
    const { text, places } = marked(`<MgmtTree><!-- ü😀 -->▸<VerDTD/>${node('A')}</MgmtTree>`);
    expect(problemsOf(`\uFEFF${text}`).faults).toEqual([`DDF_ELEMENT_MISSING ${places[0]}`]);
  });

  it('names its file in each fault', () => {
    const found = faultsIn(readDdf(description(node('A/B')), 'folder/x.xml'));
    expect(found.map(({ place }) => place?.file)).toEqual(['folder/x.xml']);
  });
});
