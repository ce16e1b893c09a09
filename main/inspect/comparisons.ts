import type { Page } from '../../core/api.ts';
import type { ComparisonView, DifferenceSide, DifferenceView } from '../../core/api-inspect.ts';
import { codedError } from '../../core/errors.ts';
import {
  compareObjects,
  leafCount,
  readableInstance,
  type TreeDifference,
} from '../../core/inspect/compare-devices.ts';
import { visibleText } from '../../core/inspect/visible-text.ts';
import type { MoNode } from '../../core/mo/node.ts';
import type { KeptInstance } from '../store/reported-objects.ts';
import type { Store } from '../store/store.ts';
import { createHeld } from './held.ts';
import type { SchemaLibrary } from './schema-library.ts';
import type { TreeRef, TreeSourceReading } from './tree-sources.ts';

/** Comparisons of devices' trees: with profiles, with earlier states, and with one another. */
export interface Comparisons {
  /** @throws DEVICE_UNKNOWN, SNAPSHOT_UNKNOWN */
  compare(left: TreeRef, right: TreeRef): ComparisonView;
  /** @throws COMPARISON_CLOSED */
  differences(
    comparisonId: string,
    query: { readonly find: string; readonly offset: number; readonly limit: number },
  ): Page<DifferenceView>;
}

export interface ComparisonsOptions {
  readonly store: Pick<Store, 'objects' | 'snapshots'>;
  readonly sources: Pick<TreeSourceReading, 'instances'>;
  readonly library: Pick<SchemaLibrary, 'schemaOf'>;
  readonly isLocked: () => boolean;
  readonly newId: () => string;
}

interface HeldComparison {
  readonly views: readonly DifferenceView[];
  readonly isVeiled: boolean;
}

const shortValue = 300;

export function createComparisons(options: ComparisonsOptions): Comparisons {
  const { sources, library, isLocked, newId } = options;
  const held = createHeld<HeldComparison>({
    most: 4,
    mostWeight: 400_000,
    weightOf: ({ views }) => views.length,
  });
  return {
    compare(left, right) {
      const [leftSide, rightSide] = [left, right].map((of) =>
        sources.instances(of).map((each) => ({
          ...each,
          ...readableInstance(each, library.schemaOf(each.moid)),
        })),
      );
      const mode = left.kind === 'profile' ? 'wanted' : 'whole';
      const { differences, instances, equal } = compareObjects(leftSide ?? [], rightSide ?? [], mode);
      const names = new Map(
        [...(leftSide ?? []), ...(rightSide ?? [])]
          .filter(({ rootName }) => rootName !== '')
          .map(({ moid, rootName }) => [moid, rootName]),
      );
      const views = differences.map((difference) => viewOf(difference, names.get(difference.moid) ?? ''));
      const comparisonId = newId();
      held.put(comparisonId, { views, isVeiled: isLocked() });
      const [leftAt, rightAt] = [newestOf(options.store, left), newestOf(options.store, right)];
      return {
        ...{ comparisonId, differences: views.length, instances, equal },
        ...(leftAt === undefined ? {} : { leftAt }),
        ...(rightAt === undefined ? {} : { rightAt }),
      };
    },
    differences(comparisonId, { find, offset, limit }) {
      const found = held.get(comparisonId);
      if (found === undefined || (isLocked() && !found.isVeiled)) throw codedError('COMPARISON_CLOSED', {});
      const wanted = find.trim().toLowerCase();
      const rows = wanted === '' ? found.views : found.views.filter((view) => textOf(view).includes(wanted));
      return { total: rows.length, rows: rows.slice(offset, offset + limit) };
    },
  };
}

function newestOf(store: ComparisonsOptions['store'], of: TreeRef): number | undefined {
  const kept: readonly KeptInstance[] =
    of.kind === 'device'
      ? store.objects.keptOf(of.deviceId)
      : of.kind === 'snapshot'
        ? store.snapshots.instances(of.snapshotId)
        : [];
  const newest = kept.reduce((latest, { reportedAt }) => Math.max(latest, reportedAt), 0);
  return newest > 0 ? newest : undefined;
}

function viewOf(
  { kind, moid, instance, path, left, right }: TreeDifference,
  objectName: string,
): DifferenceView {
  return {
    ...{ kind, moid, instance, objectName },
    path: path.map(visibleText).join('/'),
    ...(left ? { left: sideOf(left) } : {}),
    ...(right ? { right: sideOf(right) } : {}),
  };
}

function sideOf(node: MoNode): DifferenceSide {
  if (node.kind === 'interior') return { kind: 'nodes', values: leafCount(node) };
  const text = node.value === null ? '' : String(node.value);
  const cut = text.length > shortValue;
  return { kind: 'value', text: visibleText(cut ? text.slice(0, shortValue) : text), cut };
}

function textOf({ moid, objectName, path, left, right }: DifferenceView): string {
  const values = [left, right].map((side) => (side?.kind === 'value' ? side.text : ''));
  return [moid, objectName, path, ...values].join('\n').toLowerCase();
}
