import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileJsonSchema, readProfile } from './profile.ts';
import { profileJson } from './test-profile.ts';

const example = readFileSync(new URL('../../examples/gateway.profile.json', import.meta.url), 'utf8');
const faultsOf = (text: string) => {
  const reading = readProfile(text, 'p.json');
  return reading.kind === 'faults' ? reading.faults : [];
};
const placesOf = (text: string) =>
  faultsOf(text).map(({ code, place }) => [code, place?.line, place?.column]);
/** Replaces one text of the example; a text that is not there any more is a mistake of the test. */
const changed = (found: string, other: string) => {
  expect(example).toContain(found);
  return example.replace(found, other);
};
const lineOf = (found: string) => example.slice(0, example.indexOf(found)).split('\n').length;

describe('a profile', () => {
  it('the example is one', () => {
    expect(faultsOf(example)).toEqual([]);
  });

  it('its published JSON Schema is the one that is checked', () => {
    const published = readFileSync(new URL('../../examples/profile.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(profileJsonSchema())));
  });

  it('has what is not written', () => {
    const reading = readProfile(JSON.stringify(profileJson()), 'p.json');
    expect(reading).toMatchObject({
      profile: {
        version: 1,
        server: { instance: 'bench', authentication: 'password' },
        columns: { site: { type: 'text', required: true, unique: false } },
        card: { encoding: 'both', admReference: 10 },
        plans: {},
      },
    });
  });
});

describe('a fault of a profile is named with its line and column:', () => {
  it.each([
    ['', 1, 1],
    ['{\n  "name": "x",\n}', 3, 1],
    ['{\n  // no comments\n  "name": "x"\n}', 2, 3],
    ['{ "name": "x" } more', 1, 17],
    ['nonsense', 1, 1],
  ])('%j is no JSON', (text, line, column) => {
    expect(placesOf(text)).toEqual([['PROFILE_NOT_JSON', line, column]]);
  });

  it.each([
    ['an array where an object is meant', '['],
    ['an object', '{"a":'],
  ])('%s that is nested without end, instead of an overflow', (_what, open) => {
    for (const text of [open.repeat(100_000), `{"name":${open.repeat(100_000)}`, open.repeat(65)])
      expect(faultsOf(text)).toMatchObject([
        {
          code: 'PROFILE_NOT_JSON',
          message: 'The profile is not valid JSON: it is nested deeper than 64.',
          place: { line: 1 },
        },
      ]);
    const braces = JSON.stringify({ ...profileJson(), description: open.repeat(100) });
    expect(faultsOf(braces)).toEqual([]);
  });

  // The place of the fault is marked with ^.
  it.each([
    ['"version": 1', '"version": ^"one"', 'version'],
    ['"version": 1', '"version": ^0', 'version'],
    ['"name": "GW-200"', '"name": ^""', 'name'],
    ['"device": {', '"device": ^{ "pin": 1,', 'device'],
    ['"type": "imei"', '"type": ^"meid"', 'columns.imei.type'],
    ['"imei": {', '"1mei": ^{', 'columns.1mei'],
    ['"maxLength": 63', '"maxLength": ^0', 'columns.apn.maxLength'],
    ['"permits": [', '"permits": [^"devinfo", ', 'permits.0'],
    ['"bootstrap": [', '"bootstrap": [^7, ', 'bootstrap.0'],
    ['"admReference": 10', '"admReference": ^256', 'card.admReference'],
    ['"encoding": "both"', '"encoding": ^"none"', 'card.encoding'],
    ['"APN": "{{apn}}"', '"APN": ^[1]', 'configurations.connectivity.data.Gateway.Connectivity.APN'],
    [
      '"urn:oma:mo:example-gateway:1.0/gateway/"',
      '^"urn:oma:mo:example-gateway:1.0/*/"',
      'configurations.connectivity.target',
    ],
    ['"command": "HGET"', '"command": ^"HGOT"', 'sessionPlan.1.commands.0.command'],
    ['"Lang": "en"', '"Lang": ^null', 'simulatedDevice.Lang'],
  ])('%s as %s', (found, marked, path) => {
    const [before = ''] = changed(found, marked).split('^');
    const [first] = faultsOf(changed(found, marked.replace('^', '')));
    expect(first?.code).toBe('PROFILE_WRONG');
    expect(first?.message).toContain(`At ${path}: `);
    expect(first?.place).toEqual({
      file: 'p.json',
      line: before.split('\n').length,
      column: before.length - before.lastIndexOf('\n'),
    });
  });

  it('a member that is missing, at what it is missing from', () => {
    const { permits: _permits, ...rest } = profileJson();
    expect(faultsOf(JSON.stringify(rest))).toMatchObject([
      {
        code: 'PROFILE_WRONG',
        message: expect.stringContaining('At permits: '),
        place: { line: 1, column: 1 },
      },
    ]);
    expect(faultsOf('[]')[0]?.message).toContain('At the top: ');
  });

  it('all of them at once', () => {
    const text = changed('"version": 1', '"version": "one"').replace('"type": "iccid"', '"type": "x"');
    expect(faultsOf(text).map(({ place }) => place?.line)).toEqual([
      lineOf('"version"'),
      lineOf('"type": "iccid"'),
    ]);
  });

  it('and never with an exception, whatever the text', () => {
    const part = fc.constantFrom(
      'sessionPlan',
      'plans',
      'columns',
      'configurations',
      'server',
      'card',
      'bootstrap',
      'simulatedDevice',
    );
    fc.assert(
      fc.property(part, fc.jsonValue(), fc.nat(), (name, value, cut) => {
        const text = JSON.stringify(profileJson({ [name]: value }), null, 1);
        for (const each of [text, text.slice(0, cut % text.length), JSON.stringify(value)]) {
          const reading = readProfile(each, 'p.json');
          if (reading.kind === 'profile') continue;
          expect(reading.faults.length).toBeGreaterThan(0);
          for (const { place } of reading.faults) {
            expect(place?.line).toBeGreaterThan(0);
            expect(place?.column).toBeGreaterThan(0);
          }
        }
      }),
    );
  });
});
