import { findNodeAtOffset, getNodePath, type Node } from 'jsonc-parser';
import type { Place } from '../errors.ts';
import type { JsonPath } from './profile-references.ts';

/**
 * Finds what places of a text are about.
 * @returns a function that answers the path of the value at a place, or of the nearest thing around it
 */
export function pathsOfPlaces(text: string, tree: Node): (place: Place | undefined) => JsonPath {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return ({ line = 1, column = 1 } = {}) => {
    const node = findNodeAtOffset(tree, (starts[line - 1] ?? 0) + column - 1);
    return node ? getNodePath(node) : [];
  };
}
