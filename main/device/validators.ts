import type { MoNode } from '../../core/mo/node.ts';
import { printNode } from '../../core/mo/serialization.ts';
import { sha256 } from '../digest.ts';

/** Long enough that two states of an instance never share one by chance. */
const length = 16;

/** Makes the cache validators of instances: the same for the same state, and made once for each. */
export function createValidators(): (root: MoNode) => string {
  const known = new WeakMap<MoNode, string>();
  return (root) => {
    const validator =
      known.get(root) ?? sha256(new TextEncoder().encode(JSON.stringify(printNode(root)))).slice(0, length);
    known.set(root, validator);
    return validator;
  };
}
