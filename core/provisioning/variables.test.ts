import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, parseClientUri } from '../dm/client-uri.ts';
import { builtInVariables, fillTemplate, fillText, fillUri, variablesOf, withBuiltIns } from './variables.ts';

describe('variables', () => {
  const variables = { imei: '1', 'a-b': '{{imei}}', empty: '' };

  it('fill texts everywhere, once, and leave the rest', () => {
    expect(fillText('IMEI:{{imei}} {{ a-b }} {{other}} {{empty}}.', variables)).toBe(
      'IMEI:1 {{imei}} {{other}} .',
    );
    expect(fillTemplate({ a: ['{{imei}}', 2, null], b: { c: true, '{{imei}}': 'x' } }, variables)).toEqual({
      a: ['1', 2, null],
      b: { c: true, '{{imei}}': 'x' },
    });
  });

  it('that are answers keep their type where they stand alone, and leave nothing where nobody answered', () => {
    const values = { 'answers.f.n': 4, 'answers.f.yes': true, 'answers.f.none': undefined, site: '7' };
    expect(fillText('{{answers.f.n}}, {{answers.f.yes}}, {{answers.f.none}}.', values)).toBe('4, true, .');
    const template = {
      number: '{{answers.f.n}}',
      text: '{{site}}',
      said: 'n={{answers.f.n}}',
      ticked: '{{ answers.f.yes }}',
      gone: '{{answers.f.none}}',
      inside: { gone: '{{answers.f.none}}', here: '<{{answers.f.none}}>' },
    };
    expect(fillTemplate(template, values)).toEqual({
      number: 4,
      text: '7',
      said: 'n=4',
      ticked: true,
      inside: { here: '<>' },
    });
  });

  it.each(['{{constructor}}', '{{__proto__}}', '{{ }}', '{{1a}}', '{imei}', '{{imei}', '{{a b}}'])(
    '%s stays as it is',
    (text) => {
      expect(fillText(text, variables)).toBe(text);
      expect(fillUri(text, variables)).toBe(text);
    },
  );

  it('fill a text with whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(fillText('a {{imei}} b', { imei: value })).toBe(`a ${value} b`);
      }),
    );
  });

  it('in a ClientURI are parts of a name, whatever they hold', () => {
    expect(fillUri('urn:a:b/{{i}}/(x)?nv=(x)/ID:{{v}}', { i: '*', v: 'a&b/c' })).toBe(
      'urn:a:b/%2A/(x)?nv=(x)/ID:a%26b%2Fc',
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('*', '(x)', 'a/b', '?cv=1', '#', '50%', '%2F', '..'),
    );
    fc.assert(
      fc.property(value, value, (instance, name) => {
        const uri = fillUri('urn:a:b/{{instance}}/Site-{{name}}', { instance, name });
        expect(addressOf(parseClientUri(uri))).toEqual({ moid: 'urn:a:b', instance, path: [`Site-${name}`] });
        const query = fillUri('urn:a:b/(x)/?nv=(x)/ID:{{name}}&cv={{instance}}', { instance, name });
        expect(parseClientUri(query)).toMatchObject({
          conditions: [{ letter: 'x', path: ['ID'], value: name }],
          cacheValidator: instance,
        });
      }),
    );
  });

  it('are found with the path to each', () => {
    const template = { a: '{{x}} {{ y.z }}', b: ['-', { c: '{{x}}' }], d: 1, e: null };
    expect([...variablesOf(template)]).toEqual([
      { name: 'x', path: ['a'] },
      { name: 'y.z', path: ['a'] },
      { name: 'x', path: ['b', 1, 'c'] },
    ]);
  });
});

describe('what a server says of itself', () => {
  it('has all its names, and no column takes their place', () => {
    const filled = withBuiltIns(
      { imei: '1', 'server.id': 'mine' },
      { id: 'bench', dm: 'http://h/dm', repository: 'http://h/r' },
    );
    expect(filled).toEqual({
      imei: '1',
      'server.id': 'bench',
      'server.dm': 'http://h/dm',
      'server.repository': 'http://h/r',
      'server.shared': 'http://h/r/shared',
    });
    expect(Object.keys(filled)).toEqual(expect.arrayContaining([...builtInVariables]));
  });
});
