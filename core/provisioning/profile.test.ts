import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { profileJsonSchema, readProfile } from './profile.ts';
import { fillTemplate, fillText } from './variables.ts';

const file = new URL('../../examples/gateway.profile.json', import.meta.url);
const example = readFileSync(file, 'utf8');
const faultsOf = (text: string) => {
  const reading = readProfile(text, 'p.json');
  return reading.kind === 'faults'
    ? reading.faults.map(({ code, place }) => [code, place?.line, place?.column])
    : [];
};

describe('a profile', () => {
  it('the example is one', () => {
    expect(readProfile(example, 'p.json').kind).toBe('profile');
  });

  it('its published JSON Schema is the one that is checked', () => {
    const published = readFileSync(new URL('../../examples/profile.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(profileJsonSchema())));
  });

  it.each([
    ['', 'PROFILE_NOT_JSON', 1],
    ['{\n  "name": "x",\n}', 'PROFILE_NOT_JSON', 3],
    [example.replace('"version": 1', '"version": "one"'), 'PROFILE_WRONG', 4],
    [example.replace('"{{serial}}" }', '"{{serail}}" }'), 'PROFILE_VARIABLE_UNKNOWN', 6],
    [
      example.replace('"configuration": "site" }', '"configuration": "sit" }'),
      'PROFILE_CONFIGURATION_UNKNOWN',
      54,
    ],
    [
      example.replace('"bootstrap": ["connectivity"]', '"bootstrap": ["none"]'),
      'PROFILE_CONFIGURATION_UNKNOWN',
      38,
    ],
    [example.replace('[A-Za-z0-9.-]+', '[A-'), 'PROFILE_WRONG', 11],
    [example.replace('gateway:1.0/gateway/', 'gateway:1.0/*/'), 'PROFILE_WRONG', 20],
    ['[]', 'PROFILE_WRONG', 1],
  ])('%#: a fault is named with its line', (text, code, line) => {
    const [first] = faultsOf(text);
    expect(first?.slice(0, 2)).toEqual([code, line]);
  });

  it('names an unknown member instead of ignoring it', () => {
    expect(faultsOf(example.replace('"card": {', '"card": { "pin": 1,'))[0]?.[0]).toBe('PROFILE_WRONG');
  });
});

describe('variables', () => {
  it('fill texts everywhere and leave the rest', () => {
    const variables = { imei: '1', 'a-b': '{{imei}}' };
    expect(fillText('IMEI:{{imei}} {{ a-b }} {{other}}', variables)).toBe('IMEI:1 {{imei}} {{other}}');
    expect(fillTemplate({ a: ['{{imei}}', 2, null], b: { c: true } }, variables)).toEqual({
      a: ['1', 2, null],
      b: { c: true },
    });
  });

  it('never reach what every object inherits', () => {
    expect(fillText('{{constructor}}', {})).toBe('{{constructor}}');
  });
});
