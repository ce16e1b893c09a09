import type { ObjectSchema } from '../mo/object-schema.ts';
import type { AssumedInstance, AssumedNode } from './assumed-nodes.ts';
import { type DeviceTree, type InspectedInstance, rowFlags } from './device-tree.ts';
import { addInstanceNodes } from './instance-nodes.ts';
import type { SessionTraces } from './session-changes.ts';
import { instanceStanding } from './staleness.ts';
import { TreeLines } from './tree-lines.ts';

/** What a device has listed of its objects (MOS). */
export interface ObjectListing {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly objects: readonly { readonly moid: string; readonly instance: string; readonly ddf?: string }[];
}

/** All that a device's tree is made from. */
export interface TreeSources {
  /** What was reported. */
  readonly instances: readonly InspectedInstance[];
  readonly listing?: ObjectListing;
  readonly assumed: readonly AssumedInstance[];
  readonly traces: SessionTraces;
  /** The description of an object; undefined where there is none. */
  readonly schemaOf: (moid: string) => ObjectSchema | undefined;
}

export const noTraces: SessionTraces = { changes: [], confirmations: [] };

interface Gathered {
  readonly moid: string;
  readonly instance: string;
  data?: InspectedInstance['data'];
  assumed?: AssumedNode;
  listed: boolean;
}

/**
 * The tree of a device: what it reported, joined with the descriptions (DDF) of its objects and with what its profile
 * sets. Nothing but what the device said is there as said: what is only described, or only assumed, is marked so.
 * Trees may be as deep as they like.
 */
export function buildTree(sources: TreeSources): DeviceTree {
  const lines = new TreeLines();
  const { listing, traces, schemaOf } = sources;
  const byMoid = Map.groupBy(gathered(sources), ({ moid }) => moid);
  for (const moid of [...byMoid.keys()].sort()) {
    const schema = schemaOf(moid);
    const instances = byMoid.get(moid) ?? [];
    const ddf = listing?.objects.find((entry) => entry.moid === moid && entry.ddf !== undefined)?.ddf;
    const object = lines.objects.length;
    const rootName =
      instances.find(({ data }) => data && data.rootName !== '')?.data?.rootName ?? schema?.root.name ?? '';
    lines.objects.push({
      moid,
      rootName,
      hasSchema: schema !== undefined,
      ...(ddf === undefined ? {} : { ddf }),
    });
    const isKnown = instances.some(({ data, listed }) => data || listed);
    const flags =
      rowFlags.object |
      rowFlags.interior |
      (isKnown ? rowFlags.reported : 0) |
      (schema ? rowFlags.described : 0);
    const row = lines.add({ parent: -1, name: rootName || moid, flags, part: -1, object });
    for (const { instance, data, assumed, listed } of instances.toSorted(byInstance)) {
      const parts = data?.parts ?? [];
      const standing = instanceStanding(
        moid,
        instance,
        parts,
        traces,
        listing && { at: listing.at, isListed: listed },
      );
      addInstanceNodes(lines, {
        row,
        object,
        instance,
        data,
        assumed,
        listed,
        schema: schema?.root,
        standing,
      });
    }
    lines.close(row);
  }
  return lines.tree();
}

/** Every instance that anybody names: the device by a report or its list, or the profile. */
function gathered({ instances, listing, assumed }: TreeSources): readonly Gathered[] {
  const found = new Map<string, Gathered>();
  const at = (moid: string, instance: string): Gathered => {
    const key = JSON.stringify([moid, instance]);
    const known = found.get(key) ?? { moid, instance, listed: false };
    found.set(key, known);
    return known;
  };
  for (const { moid, instance, data } of instances) at(moid, instance).data = data;
  for (const { moid, instance } of listing?.objects ?? []) at(moid, instance).listed = true;
  for (const { moid, instance, root } of assumed) {
    const all = [...found.values()].filter((each) => each.moid === moid);
    const [only, ...others] = all;
    // The profile may leave the only instance without a name, and a device may have reported it so.
    const isOnly = only && others.length === 0 && (instance === '' || only.instance === '');
    const target = isOnly ? only : at(moid, instance);
    target.assumed = root;
  }
  return [...found.values()];
}

function byInstance(left: Gathered, right: Gathered): number {
  return left.instance < right.instance ? -1 : left.instance > right.instance ? 1 : 0;
}
