import { type MoNode, nodeAt } from '../mo/node.ts';
import type { ClientUri, UriSegment } from './client-uri.ts';
import { type NodeAddress, nodeAddress } from './node-address.ts';

/** The nodes that a ClientURI addresses, or the DM status that says why there are none. */
export type Resolution =
  | { readonly status: 200; readonly addresses: readonly NodeAddress[] }
  /** 404: nothing there; 409: several where one is meant. */
  | { readonly status: 404 | 409 };

interface Found {
  readonly instance: string;
  readonly path: readonly string[];
  readonly node: MoNode;
}

/**
 * Finds the nodes that a ClientURI addresses among the instances of its MOID (DM 2.0 protocol, ClientURI), in the
 * order of instances and children. An x-name picks one node under each parent; where two satisfy its conditions
 * it is as ambiguous as `//` with two instances.
 * @param mayBeAsked whether a condition may ask for the node at this path from the root of an instance
 */
export function resolveClientUri(
  uri: ClientUri,
  instances: ReadonlyMap<string, MoNode>,
  mayBeAsked: (instance: string, path: readonly string[]) => boolean = () => true,
): Resolution {
  const { instance } = uri;
  if (instance.kind === 'only' && instances.size > 1) return { status: 409 };
  const satisfies = (letter: string, { instance: of, path: at, node }: Found) =>
    uri.conditions.every(
      (condition) =>
        condition.letter !== letter ||
        (mayBeAsked(of, [...at, ...condition.path]) && hasValue(node, condition.path, condition.value)),
    );
  const roots =
    instance.kind === 'only'
      ? [...instances]
      : pick(instance, instances, (letter, name, node) =>
          satisfies(letter, { instance: name, path: [], node }),
        );
  if (roots === 'ambiguous') return { status: 409 };
  let found: readonly Found[] = roots.map(([name, node]) => ({ instance: name, path: [], node }));
  for (const segment of uri.path) {
    const next: Found[] = [];
    for (const parent of found) {
      if (parent.node.kind !== 'interior') continue;
      const below = (name: string, node: MoNode): Found => ({
        instance: parent.instance,
        path: [...parent.path, name],
        node,
      });
      const picked = pick(segment, parent.node.children, (letter, name, node) =>
        satisfies(letter, below(name, node)),
      );
      if (picked === 'ambiguous') return { status: 409 };
      for (const [name, node] of picked) next.push(below(name, node));
    }
    found = next;
  }
  if (found.length === 0) return { status: 404 };
  return { status: 200, addresses: found.map((each) => nodeAddress(uri.moid, each.instance, each.path)) };
}

/** What one step leads to below a parent. */
function pick(
  segment: UriSegment,
  children: ReadonlyMap<string, MoNode>,
  satisfies: (letter: string, name: string, node: MoNode) => boolean,
): readonly (readonly [string, MoNode])[] | 'ambiguous' {
  switch (segment.kind) {
    case 'name': {
      const node = children.get(segment.name);
      return node === undefined ? [] : [[segment.name, node]];
    }
    case 'every':
      return [...children];
    case 'placeholder': {
      const matching = [...children].filter(([name, node]) => satisfies(segment.letter, name, node));
      return matching.length > 1 ? 'ambiguous' : matching;
    }
  }
}

function hasValue(node: MoNode, path: readonly string[], value: string): boolean {
  const found = nodeAt(node, path);
  return found?.kind === 'leaf' && (found.value === null ? '' : String(found.value)) === value;
}
