import type { NodeAddress } from '../dm/node-address.ts';
import type { NamedNode } from '../mo/node.ts';

/** A change of a device's objects that a person has in mind; a session carries it out, and reads it back. */
export type StagedChange =
  /** Puts a node and all below it in place of what is there (HGET). */
  { readonly kind: 'place'; readonly clientUri: NodeAddress; readonly data: NamedNode };
