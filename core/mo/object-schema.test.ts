import { describe, expect, it } from 'vitest';
import { childSchema, isExtensionPoint, isMoid, levelAt, schemaAt } from './object-schema.ts';
import { node, rootOf } from './test-ddf.ts';

const root = rootOf(
  node('R', {
    inner:
      node('Named', { format: 'int' }) +
      node('', { inner: node('Value') }) +
      node('Ext', { inner: node('Own') }) +
      node('Bearer', { inner: node('', { inner: node('Ext', { inner: node('Own') }) }) }),
  }),
);

describe('the schema of a node', () => {
  it('is the one that names it, or else that of the placeholder', () => {
    expect(childSchema(root, 'Named')?.format).toBe('int');
    expect(childSchema(root, 'anything')?.name).toBe('');
    expect(childSchema(root, '')?.name).toBe('');
    expect(schemaAt(root, ['x1', 'Value'])?.format).toBe('chr');
    expect(schemaAt(root, [])).toBe(root);
  });

  it.each([[['x1', 'Other']], [['Named', 'below']], [['x1', 'Value', 'below']], [['Ext', 'Unknown']]])(
    'is none at %j',
    (path) => {
      expect(schemaAt(root, path)).toBeUndefined();
    },
  );

  it('is on the level of the sub-tree that it is in, also where it is unknown', () => {
    expect(levelAt(root, [])).toBeUndefined();
    expect(levelAt(root, ['x1', 'Value'])).toBeUndefined();
    expect(levelAt(root, ['Ext', 'Own'])).toBe('vendor');
    expect(levelAt(root, ['Ext', 'Unknown', 'Deeper'])).toBe('vendor');
    expect(levelAt(root, ['Bearer', 'LTE'])).toBe('bearer');
    expect(levelAt(root, ['Bearer', 'LTE', 'Ext', 'Own'])).toBe('vendor');
    expect(levelAt(root, ['Bearer', 'LTE', 'Unknown'])).toBe('bearer');
  });

  it('is open for others at Ext and Bearer, where these are interior nodes', () => {
    const open = (tree: string) => isExtensionPoint(rootOf(tree));
    expect(open(node('Ext', { format: 'node' }))).toBe(true);
    expect(open(node('Bearer', { inner: node('A') }))).toBe(true);
    expect(open(node('Ext'))).toBe(false);
    expect(open(node('Other', { format: 'node' }))).toBe(false);
  });
});

describe('a MOID', () => {
  it.each([
    ['urn:oma:mo:oma-dm-devinfo:1.0', true],
    ['URN:x:y', true],
    ['oma:mo:a:1.0', true],
    ['', false],
    ['urn:', false],
    ['com.vendor/1.0/MDM/X', false],
    ['urn:a b', false],
    ['urn:a/b', false],
    ['urn:a?b', false],
    ['text/plain', false],
    ['https://x/y', false],
  ])('%s: %s', (text, is) => {
    expect(isMoid(text)).toBe(is);
  });
});
