import { describe, expect, it } from 'vitest';
import { nodeAddress } from '../dm/node-address.ts';
import { interior, leaf, nodeAt } from './node.ts';
import { withReport } from './reported.ts';

const at = (path: string[], name: string, node = leaf('new')) => ({
  clientUri: nodeAddress('urn:oma:mo:example:1.0', 'a1', path),
  data: { name, node },
});

describe('what a device reported', () => {
  it('of a root replaces the whole', () => {
    const known = { rootName: 'Gateway', root: interior([['Old', leaf(1)]]) };
    expect(withReport(known, at([], 'Gateway', interior([['New', leaf(2)]])))).toEqual({
      rootName: 'Gateway',
      root: interior([['New', leaf(2)]]),
    });
  });

  it('of a node is put in its place, beside what was known', () => {
    const known = { rootName: 'Gateway', root: interior([['Site', interior([['Name', leaf('old')]])]]) };
    const { root } = withReport(known, at(['Site', 'Name'], 'Name'));
    expect(nodeAt(root, ['Site', 'Name'])).toEqual(leaf('new'));
  });

  it('of a node under what was never reported makes only the way to it', () => {
    expect(withReport(undefined, at(['Site', 'Name'], 'Name'))).toEqual({
      rootName: '',
      root: interior([['Site', interior([['Name', leaf('new')]])]]),
    });
  });
});
