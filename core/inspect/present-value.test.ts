import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatXml } from './format-xml.ts';
import { momentOf } from './moment.ts';
import { presentValue } from './present-value.ts';
import { visibleLines, visibleText } from './visible-text.ts';

describe('a value is shown', () => {
  it.each([
    [null, {}, { kind: 'empty' }],
    ['', { format: 'chr' }, { kind: 'empty' }],
    [true, { format: 'bool' }, { kind: 'boolean', text: 'true' }],
    ['false', { format: 'bool' }, { kind: 'boolean', text: 'false' }],
    [12, { format: 'int' }, { kind: 'number', text: '12' }],
    ['0012', { format: 'int' }, { kind: 'number', text: '0012' }],
    ['abc', { format: 'int' }, { kind: 'text', text: 'abc', cut: false }],
    ['perhaps', { format: 'bool' }, { kind: 'text', text: 'perhaps', cut: false }],
    [
      '20261125T103500Z',
      { format: 'time' },
      { kind: 'time', text: '20261125T103500Z', at: Date.UTC(2026, 10, 25, 10, 35) },
    ],
    ['10:35', { format: 'time' }, { kind: 'time', text: '10:35' }],
    ['2026-11-25', { format: 'date' }, { kind: 'date', text: '2026-11-25', at: Date.UTC(2026, 10, 25) }],
    [
      'aGVsbG8=',
      { format: 'bin' },
      { kind: 'octets', octets: 5, hex: '68656C6C6F', text: 'hello', cut: false },
    ],
    ['AP8=', { format: 'b64' }, { kind: 'octets', octets: 2, hex: '00FF', cut: false }],
    ['not base64', { format: 'bin' }, { kind: 'text', text: 'not base64', cut: false }],
    ['[1,{"a":1e400}]', {}, { kind: 'json', text: '[\n  1,\n  {\n    "a": 1e400\n  }\n]', cut: false }],
    ['{broken', {}, { kind: 'text', text: '{broken', cut: false }],
    ['<a><b/></a>', { format: 'xml' }, { kind: 'xml', text: '<a>\n  <b/>\n</a>', cut: false }],
    ['<a><b></a>', { format: 'xml' }, { kind: 'text', text: '<a><b></a>', cut: false }],
  ] as const)('%j with %j as %j', (value, kind, expected) => {
    expect(presentValue(value, kind)).toEqual(expected);
  });

  it('only so far as somebody can look at it', () => {
    const long = presentValue('x'.repeat(1_000_000), { format: 'chr' });
    expect(long).toMatchObject({ kind: 'text', cut: true });
    const octets = presentValue('A'.repeat(100_000), { format: 'bin' });
    expect(octets).toMatchObject({ kind: 'octets', octets: 75_000, cut: true });
  });

  it('whatever it is', () => {
    const formats = [
      'b64',
      'bin',
      'bool',
      'chr',
      'date',
      'float',
      'int',
      'null',
      'time',
      'xml',
      'node',
      undefined,
    ] as const;
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(value, fc.constantFrom(...formats), (given, format) => {
        expect(presentValue(given, { format }).kind).toBeTypeOf('string');
      }),
    );
  });
});

describe('XML gets its lines', () => {
  it('and keeps what is in it', () => {
    const text =
      '<?xml version="1.0"?><!--c--><a x="1 &lt; &quot;2&quot;"><b>t &amp; u</b><![CDATA[<raw>]]><?p i?></a>';
    expect(formatXml(text)).toBe(
      [
        '<?xml version="1.0"?>',
        '<!--c-->',
        '<a x="1 &lt; &quot;2&quot;">',
        '  <b>t &amp; u</b>',
        '  <![CDATA[<raw>]]>',
        '  <?p i?>',
        '</a>',
      ].join('\n'),
    );
  });

  it('without expanding what it declares', () => {
    expect(formatXml('<!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>')).toBeUndefined();
    const deep = `${'<a>'.repeat(3000)}${'</a>'.repeat(3000)}`;
    expect(formatXml(deep)?.split('\n')).toHaveLength(5999);
  });
});

describe('texts', () => {
  it('hide nothing', () => {
    expect(visibleText('a\u202eb\u0000c\u200bd\ud800')).toBe('a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩d⟨U+D800⟩');
    expect(visibleText('שלום 𝒳 ok')).toBe('שלום 𝒳 ok');
    expect(visibleLines('a\r\nb\tc\u2066')).toBe('a\nb\tc⟨U+2066⟩');
  });
});

describe('moments', () => {
  it.each([
    ['20261125', Date.UTC(2026, 10, 25)],
    ['2026-11-25T10:35:00+01:30', Date.UTC(2026, 10, 25, 9, 5)],
    ['20261125T103500-0500', Date.UTC(2026, 10, 25, 15, 35)],
    ['2026-11-25T10:35:00', undefined],
    ['2026-02-30', undefined],
    ['10:35:00', undefined],
    ['yesterday', undefined],
  ])('%s is %s', (text, at) => {
    expect(momentOf(text)).toBe(at);
  });
});
