import { type DeviceTree, rowFlags } from './device-tree.ts';

/** What a tree holds, in numbers. */
export interface TreeSummary {
  readonly rows: number;
  readonly objects: number;
  readonly instances: number;
  /** Nodes below the roots of instances that the device reported. */
  readonly reported: number;
  /** Leaves that were reported. */
  readonly values: number;
  /** Nodes that only DDFs tell of. */
  readonly described: number;
  readonly stale: number;
  readonly problems: number;
  /** Values that the profile sets and the device did not report. */
  readonly assumed: number;
  /** Values that are not as the profile sets them. */
  readonly differs: number;
  /** Values that are others than before, and nodes that are new. */
  readonly changed: number;
  /** The DDFs describe more nodes than are told. */
  readonly cutShort: boolean;
  /** When something of it was reported last. */
  readonly newestAt?: number;
}

/** Counts what a tree holds. */
export function summarizeTree(tree: DeviceTree): TreeSummary {
  const count = {
    objects: 0,
    instances: 0,
    reported: 0,
    values: 0,
    described: 0,
    stale: 0,
    problems: 0,
    assumed: 0,
    differs: 0,
    changed: 0,
  };
  for (let row = 0; row < tree.count; row++) {
    const flags = tree.flags[row] ?? 0;
    const has = (flag: number) => (flags & flag) !== 0;
    if (has(rowFlags.problem)) count.problems++;
    if (has(rowFlags.object)) {
      count.objects++;
      continue;
    }
    if (has(rowFlags.instance)) {
      count.instances++;
      continue;
    }
    const isLeaf = !has(rowFlags.interior);
    if (has(rowFlags.reported)) {
      count.reported++;
      if (isLeaf) count.values++;
    } else if (has(rowFlags.assumed)) count.assumed++;
    else count.described++;
    if (isLeaf && has(rowFlags.stale)) count.stale++;
    if (has(rowFlags.differs)) count.differs++;
    if (isLeaf && has(rowFlags.changed | rowFlags.appeared)) count.changed++;
  }
  const newestAt = tree.parts.reduce((newest, { at }) => Math.max(newest, at), 0);
  return {
    rows: tree.count,
    ...count,
    cutShort: tree.cutShort,
    ...(newestAt > 0 ? { newestAt } : {}),
  };
}
