import { parseClientUri } from '../dm/client-uri.ts';
import type { LeafValue } from '../mo/node.ts';
import { type DeviceTree, rowPath } from './device-tree.ts';
import { placesOf } from './uri-places.ts';

/** A value that a device reported, by its path from the name of the node that was asked for. */
export interface AnsweredValue {
  readonly path: string;
  readonly value: Exclude<LeafValue, null>;
}

/**
 * What a device answered by a time of the node that a ClientURI addresses and of all below it, as far as nothing was
 * reported of it since: an answer that says only that nothing has changed leaves what is known. A path that a profile cannot write (a `/` in a name) is left out, and so are values that are null.
 */
export function answeredValues(
  tree: DeviceTree,
  clientUri: string,
  at: number,
  most: number,
): readonly AnsweredValue[] {
  const uri = parseClientUri(clientUri);
  const places = placesOf({ tree, further: [] }, uri, uri.conditions);
  const [place, ...others] = places === 'ambiguous' ? [] : places;
  if (place?.kind !== 'row' || others.length > 0) return [];
  const above = rowPath(tree, place.row).length;
  const rootName = tree.objects[tree.objectOf[place.row] ?? -1]?.rootName ?? '';
  const found: AnsweredValue[] = [];
  const end = tree.ends[place.row] ?? place.row + 1;
  for (let row = place.row; row < end && found.length < most; row++) {
    const value = tree.values[row];
    if (value === undefined || value === null) continue;
    const part = tree.parts[tree.partOf[row] ?? -1];
    if (part === undefined || part.at > at) continue;
    const path = rowPath(tree, row);
    const names = above === 0 ? [rootName, ...path] : path.slice(above - 1);
    if (names.every((name) => name !== '' && !name.includes('/')))
      found.push({ path: names.join('/'), value });
  }
  return found;
}
