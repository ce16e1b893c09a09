import { maskedJson } from '../../core/bootstrap/masked-message.ts';
import { codedError } from '../../core/errors.ts';
import { type AssumedConfiguration, assumedInstances } from '../../core/inspect/assumed-nodes.ts';
import { noTraces, type TreeSources } from '../../core/inspect/build-tree.ts';
import type { ComparedInstance } from '../../core/inspect/compare-devices.ts';
import type { InspectedInstance } from '../../core/inspect/device-tree.ts';
import { nodeOfJson } from '../../core/inspect/json-node.ts';
import { tracesOf } from '../../core/inspect/session-changes.ts';
import { interior } from '../../core/mo/node.ts';
import { type MoJson, printNode } from '../../core/mo/serialization.ts';
import { withAnswers } from '../../core/provisioning/form-answers.ts';
import { configurationOf } from '../../core/provisioning/session-plan.ts';
import { withBuiltIns } from '../../core/provisioning/variables.ts';
import { resourceUri } from '../server/device-configurations.ts';
import type { ServerAddresses } from '../server/device-directory.ts';
import { type KeptInstance, partsOf } from '../store/reported-objects.ts';
import type { Store } from '../store/store.ts';
import type { SchemaLibrary } from './schema-library.ts';

/** Which tree: what a device reported, or reported earlier; what its profile sets; what a DDF describes. */
export type TreeRef =
  | { readonly kind: 'device'; readonly deviceId: string }
  | { readonly kind: 'snapshot'; readonly snapshotId: string }
  | { readonly kind: 'profile'; readonly deviceId: string }
  | { readonly kind: 'schema'; readonly moid: string };

export interface TreeSourceOptions {
  readonly store: Store;
  readonly library: Pick<SchemaLibrary, 'schemaOf' | 'revision'>;
  /** Where the server is reached. */
  readonly server: { readonly http: ServerAddresses; readonly https: ServerAddresses };
  /** Whether production data is locked: secrets are masked then. */
  readonly isLocked: () => boolean;
}

/** Gathers what trees are made from. */
export interface TreeSourceReading {
  /** @throws DEVICE_UNKNOWN, SNAPSHOT_UNKNOWN, SCHEMA_UNKNOWN */
  sources(of: TreeRef): TreeSources;
  /** Changes with everything that the tree is made from. @throws the same */
  revision(of: TreeRef): string;
  /** The instances of a tree as nodes, with the names of their roots, for comparing and saving. @throws the same */
  instances(of: TreeRef): readonly (ComparedInstance & { readonly rootName: string })[];
}

export function createTreeSources(options: TreeSourceOptions): TreeSourceReading {
  const { store, library, isLocked } = options;
  const jobOf = (deviceId: string) => {
    const device = store.devices.get(deviceId);
    if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
    return store.jobs.get(device.jobId);
  };
  const veiled = (root: MoJson, rootName: string): MoJson =>
    isLocked() ? (maskedJson(root, [rootName]) as MoJson) : root;
  const inspected = (kept: KeptInstance): InspectedInstance => ({
    moid: kept.moid,
    instance: kept.instance,
    data: { rootName: kept.rootName, root: veiled(kept.root, kept.rootName), parts: partsOf(kept) },
  });
  const kept = (of: TreeRef): readonly KeptInstance[] => {
    if (of.kind === 'device') return store.objects.keptOf(of.deviceId);
    return of.kind === 'snapshot' ? store.snapshots.instances(of.snapshotId) : [];
  };
  const snapshotOf = (snapshotId: string) => {
    const snapshot = store.snapshots.get(snapshotId);
    if (snapshot === undefined) throw codedError('SNAPSHOT_UNKNOWN', { snapshot: snapshotId });
    return snapshot;
  };
  const configurations = (deviceId: string): readonly AssumedConfiguration[] =>
    configurationsOf(options, jobOf(deviceId)).map(({ node, rootName, ...rest }) => ({
      ...rest,
      node: isLocked() ? nodeOfJson(veiled(printNode(node), rootName)) : node,
    }));

  return {
    sources(of) {
      const { schemaOf } = library;
      const none = { instances: [], assumed: [], traces: noTraces, schemaOf };
      switch (of.kind) {
        case 'device': {
          const assumed = assumedInstances(configurations(of.deviceId));
          const instances = kept(of).map(inspected);
          const ats = instances.flatMap(({ data }) => (data?.parts ?? []).map(({ at }) => at));
          const oldest = ats.reduce((least, at) => Math.min(least, at), Number.MAX_SAFE_INTEGER);
          const packages = instances.length > 0 ? store.sessionTraces.packagesSince(of.deviceId, oldest) : [];
          const listing = store.objects.listing(of.deviceId);
          return {
            ...{ instances, assumed, traces: tracesOf(packages), schemaOf },
            ...(listing ? { listing } : {}),
          };
        }
        case 'snapshot':
          snapshotOf(of.snapshotId);
          return { ...none, instances: kept(of).map(inspected) };
        case 'profile':
          return { ...none, assumed: assumedInstances(configurations(of.deviceId)) };
        case 'schema':
          if (schemaOf(of.moid) === undefined) throw codedError('SCHEMA_UNKNOWN', { moid: of.moid });
          return { ...none, instances: [{ moid: of.moid, instance: '' }] };
      }
    },
    revision(of) {
      const schemas = [library.revision(), isLocked()];
      switch (of.kind) {
        case 'device': {
          const { deviceId } = of;
          const { jobId } = jobOf(deviceId);
          return JSON.stringify([
            ...[jobId, store.objects.revision(deviceId), store.sessionTraces.revision(deviceId)],
            ...schemas,
          ]);
        }
        case 'profile':
          return JSON.stringify([jobOf(of.deviceId).jobId, ...schemas]);
        case 'snapshot':
          return JSON.stringify([snapshotOf(of.snapshotId).takenAt, ...schemas]);
        case 'schema':
          return JSON.stringify(schemas);
      }
    },
    instances(of) {
      if (of.kind === 'profile')
        return assumedInstances(configurations(of.deviceId)).map(({ moid, instance, root }) => ({
          ...{ moid, instance, root: plainNode(root), rootName: '' },
        }));
      if (of.kind === 'device') jobOf(of.deviceId);
      if (of.kind === 'snapshot') snapshotOf(of.snapshotId);
      return kept(of).map(({ moid, instance, root, rootName }) => ({
        ...{ moid, instance, rootName, root: nodeOfJson(veiled(root, rootName)) },
      }));
    },
  };
}

/** What the profile of a row sets; what waits for somebody's answers is not known, and left out. */
function configurationsOf(
  { store, server }: TreeSourceOptions,
  { batchId, deviceId, variables: row }: ReturnType<Store['jobs']['get']>,
): readonly (AssumedConfiguration & { readonly rootName: string })[] {
  const profile = store.profiles.of(batchId);
  const { dm: own, repository } = profile.server.transport === 'https' ? server.https : server.http;
  const dm = profile.server.address ?? own;
  const variables = withBuiltIns(row, { id: profile.server.id, dm, repository });
  const fileUri = (resource: string) => resourceUri(repository, deviceId, resource);
  const values = withAnswers(variables, profile.forms, {}, fileUri);
  return Object.keys(profile.configurations).map((name) => {
    const { target, data } = configurationOf(profile, name, values);
    const { moid, instance, path } = target;
    return { name, moid, instance, path, node: data.node, rootName: data.name };
  });
}

type Assumed = ReturnType<typeof assumedInstances>[number]['root'];

function plainNode(node: Assumed): ComparedInstance['root'] {
  if (node.kind === 'leaf') return { kind: 'leaf', value: node.value };
  return interior([...node.children].map(([name, child]) => [name, plainNode(child)] as const));
}
