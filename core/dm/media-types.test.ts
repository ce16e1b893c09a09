import { describe, expect, it } from 'vitest';
import { mediaTypes } from './choices.ts';
import { accepts, mediaTypeOf, serializedMoTypeFor } from './media-types.ts';

describe('an Accept header', () => {
  const { package2 } = mediaTypes;
  it.each([
    [undefined, true],
    ['', true],
    [' ', true],
    [package2, true],
    [package2.toUpperCase(), true],
    [`${package2}; charset=utf-8`, true],
    ['*/*', true],
    ['application/*', true],
    ['text/html, */*;q=0.1', true],
    [`text/html,${package2};q=0.5`, true],
    ['text/html', false],
    ['text/*', false],
    ['application/json', false],
    [`${package2};q=0`, false],
    [`${package2}; q=0.000`, false],
    [`${package2};q=0.001`, true],
    // The most exact range decides, wherever it stands.
    [`*/*, ${package2};q=0`, false],
    [`${package2};q=0, */*`, false],
    [`application/*;q=0, ${package2}`, true],
    [`${package2}, application/*;q=0`, true],
    [`application/*;q=0, */*`, false],
    ['nonsense,,;', false],
  ])('%j lets package #2 through: %s', (header, expected) => {
    expect(accepts(header, package2)).toBe(expected);
  });
});

describe('the media type of serialized MOs', () => {
  it.each([
    [undefined, 'application/vnd.oma.dm.dmmo+json'],
    ['*/*', 'application/vnd.oma.dm.dmmo+json'],
    ['application/json, application/vnd.oma.dm.dmmo+json', 'application/vnd.oma.dm.dmmo+json'],
    ['application/dmmo+json', 'application/dmmo+json'],
    ['application/json', 'application/json'],
    ['application/vnd.oma.dm.dmmo+xml', undefined],
    ['application/vnd.oma.dm.dmmo+json;q=0, application/json', 'application/json'],
  ])('for a server that takes %j is %j', (header, expected) => {
    expect(serializedMoTypeFor(header)).toBe(expected);
  });
});

describe('a Content-Type', () => {
  it.each([
    [undefined, ''],
    ['', ''],
    ['application/json', 'application/json'],
    [' Application/JSON ; charset="utf-8"', 'application/json'],
  ])('%j names %j', (header, expected) => {
    expect(mediaTypeOf(header)).toBe(expected);
  });
});
