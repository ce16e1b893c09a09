import { describe, expect, it } from 'vitest';
import type { ReportedInstance } from '../../../core/api.ts';
import { nodeCount, parentIndex, treeRowsOf, visibleRows } from './object-tree.ts';

const seen = { reportedAt: 5, sessionId: 's' };
const objects: readonly ReportedInstance[] = [
  { moid: 'urn:a:1', instance: '', rootName: 'A', root: { Id: 'x', Ext: { Deep: 1, No: null } }, ...seen },
  { moid: 'urn:b:1', instance: 'b1', rootName: 'B', root: { On: true }, ...seen },
  { moid: 'urn:b:1', instance: 'b2', rootName: 'B', root: {}, ...seen },
];
const rows = treeRowsOf(objects);

describe('the tree of a device', () => {
  it('goes from the object to its instances to their nodes', () => {
    expect(rows.map((row) => `${row.level} ${row.role} ${row.name} ${row.kind}`)).toEqual([
      '1 object A node',
      '2 instance  node',
      '3 node Id text',
      '3 node Ext node',
      '4 node Deep number',
      '4 node No null',
      '1 object B node',
      '2 instance b1 node',
      '3 node On boolean',
      '2 instance b2 node',
    ]);
    expect(nodeCount(rows)).toBe(5);
  });

  it('gives each node its ClientURI', () => {
    expect(rows.map((row) => row.clientUri)).toContain('urn:a:1//Ext/Deep');
    expect(rows.find((row) => row.name === 'On')?.clientUri).toBe('urn:b:1/b1/On');
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  it('places each line among its siblings', () => {
    expect(rows.find((row) => row.name === 'b2')).toMatchObject({ position: 2, siblings: 2, children: 0 });
    expect(rows.find((row) => row.name === 'No')).toMatchObject({ position: 2, siblings: 2, value: null });
  });

  it('hides what is below a closed line, and nothing else', () => {
    const names = visibleRows(rows, new Set(['urn:a:1//Ext', 'urn:b:1'])).map((row) => row.name);
    expect(names).toEqual(['A', '', 'Id', 'Ext', 'B']);
    expect(visibleRows(rows, new Set())).toEqual(rows);
  });

  it('finds the parent of a line', () => {
    expect(parentIndex(rows, 4)).toBe(3);
    expect(parentIndex(rows, 3)).toBe(1);
    expect(parentIndex(rows, 0)).toBe(0);
    expect(parentIndex(rows, 6)).toBe(6);
  });
});
