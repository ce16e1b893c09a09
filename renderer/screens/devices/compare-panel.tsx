import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconArrowLeft, IconCamera, IconEqual, IconTrash } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { DeviceSummary } from '../../../core/api.ts';
import type { ComparisonView, DifferenceView, SnapshotView } from '../../../core/api-inspect.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useCall } from '../../components/use-call.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { useTold } from '../../components/use-told.ts';
import { VirtualGrid } from '../../components/virtual-grid.tsx';
import { formatDateTime } from '../../format/times.ts';
import type { TreeRef } from '../../stores/device-tree.ts';
import { texts } from '../../texts.ts';
import { ChooseDevice } from './choose-device.tsx';
import { differenceColumns } from './difference-columns.tsx';
import { DeleteSnapshotDialog, TakeSnapshotDialog } from './snapshot-dialogs.tsx';
import './compare-panel.css';

const words = texts.deviceTree;
type With = 'profile' | 'snapshot' | 'device';

interface ComparePanelProps {
  readonly deviceId: string;
  readonly onLeave: () => void;
}

/** A device beside its profile, an earlier state of itself, or another device: the differences first. */
export function ComparePanel({ deviceId, onLeave }: ComparePanelProps) {
  const [against, setAgainst] = useState<With>('profile');
  const [snapshotId, setSnapshotId] = useState<string>();
  const [other, setOther] = useState<DeviceSummary>();
  const [dialog, setDialog] = useState<'take' | 'delete' | 'device'>();
  const [fault, setFault] = useState<Fault>();
  const { state, reload } = useCall('snapshots', { deviceId });
  useTold('snapshotsChanged', reload, (event) => {
    if (event.fault) setFault(event.fault);
    return event.deviceId === undefined || event.deviceId === deviceId;
  });
  const snapshots = state.kind === 'answer' ? state.answer : [];
  const snapshot = snapshots.find((each) => each.snapshotId === snapshotId) ?? snapshots[0];
  const left = leftSide(deviceId, against, snapshot, other);
  return (
    <section className="tree panel" aria-label={words.compareTitle}>
      <div className="compare__head">
        <ActionButton size="sm" icon={<IconArrowLeft size="1rem" />} onRun={onLeave}>
          {words.backToTree}
        </ActionButton>
        <NativeSelect
          aria-label={words.compareWith}
          value={against}
          onChange={(event) => {
            const next = event.currentTarget.value as With;
            setAgainst(next);
            if (next === 'device' && !other) setDialog('device');
          }}
          data={[
            { value: 'profile', label: words.withProfile },
            { value: 'snapshot', label: words.withSnapshot },
            { value: 'device', label: words.withDevice },
          ]}
        />
        {against === 'snapshot' && snapshot && (
          <>
            <NativeSelect
              aria-label={words.chooseSnapshot}
              className="compare__choice"
              value={snapshot.snapshotId}
              onChange={(event) => setSnapshotId(event.currentTarget.value)}
              data={snapshots.map((each) => ({ value: each.snapshotId, label: snapshotWords(each) }))}
            />
            <ActionButton
              size="sm"
              tone="subtle"
              label={words.deleteSnapshot}
              onRun={() => setDialog('delete')}
            >
              <IconTrash size="1rem" aria-hidden="true" />
            </ActionButton>
          </>
        )}
        {against === 'device' && (
          <ActionButton size="sm" onRun={() => setDialog('device')}>
            {other?.label ?? words.chooseDevice}
          </ActionButton>
        )}
        <span className="compare__end">
          <ActionButton size="sm" icon={<IconCamera size="1rem" />} onRun={() => setDialog('take')}>
            {words.takeSnapshot}
          </ActionButton>
        </span>
      </div>
      {fault && <FaultNotice fault={fault} />}
      {left ? (
        <Comparison
          key={JSON.stringify(left)}
          left={left}
          right={{ kind: 'device', deviceId }}
          leftTitle={leftTitle(against, snapshot, other)}
        />
      ) : (
        against === 'snapshot' && <EmptyState title={words.noSnapshots} lead={words.noSnapshotsLead} />
      )}
      {dialog === 'take' && <TakeSnapshotDialog deviceId={deviceId} onClose={() => setDialog(undefined)} />}
      {dialog === 'delete' && snapshot && (
        <DeleteSnapshotDialog snapshot={snapshot} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'device' && (
        <ChooseDevice
          without={deviceId}
          onClose={() => setDialog(undefined)}
          onChosen={(device) => {
            setOther(device);
            setDialog(undefined);
          }}
        />
      )}
    </section>
  );
}

function leftSide(
  deviceId: string,
  against: With,
  snapshot: SnapshotView | undefined,
  other: DeviceSummary | undefined,
): TreeRef | undefined {
  if (against === 'profile') return { kind: 'profile', deviceId };
  if (against === 'snapshot') return snapshot && { kind: 'snapshot', snapshotId: snapshot.snapshotId };
  return other && { kind: 'device', deviceId: other.deviceId };
}

function leftTitle(
  against: With,
  snapshot: SnapshotView | undefined,
  other: DeviceSummary | undefined,
): string {
  if (against === 'profile') return words.sideProfile;
  if (against === 'snapshot') return snapshot ? words.sideThen(formatDateTime(snapshot.takenAt)) : '';
  return other?.label ?? '';
}

function snapshotWords({ takenAt, note, batchName }: SnapshotView): string {
  return words.snapshotName(
    formatDateTime(takenAt),
    batchName === undefined ? note : words.batchNote(batchName),
  );
}

interface ComparisonProps {
  readonly left: TreeRef;
  readonly right: TreeRef;
  readonly leftTitle: string;
}

/** Two trees compared, anew whenever a device reports. */
function Comparison({ left, right, leftTitle }: ComparisonProps) {
  const [comparison, setComparison] = useState<ComparisonView>();
  const [fault, setFault] = useState<Fault>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other sides are another component
  const compare = useCallback(async () => {
    const result = await call('compareTrees', { left, right });
    setFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'answer') setComparison(result.answer);
  }, []);
  useEffect(() => void compare(), [compare]);
  useTold('devicesChanged', compare);
  if (fault) return <FaultNotice fault={fault} />;
  if (comparison === undefined) return null;
  return <Differences comparison={comparison} leftTitle={leftTitle} onStale={compare} />;
}

interface DifferencesProps {
  readonly comparison: ComparisonView;
  readonly leftTitle: string;
  /** Told that main does not hold the comparison any more. */
  readonly onStale: () => unknown;
}

function Differences({ comparison, leftTitle, onStale }: DifferencesProps) {
  const { comparisonId, differences, equal } = comparison;
  const [find, setFind] = useState('');
  const load = useCallback(
    (offset: number, limit: number) => call('differences', { comparisonId, find, offset, limit }),
    [comparisonId, find],
  );
  const rows = usePagedRows<DifferenceView>(`${comparisonId} ${find}`, load, differenceKey);
  const columns = useMemo(() => differenceColumns(leftTitle, words.sideNow), [leftTitle]);
  const isStale = rows.fault?.code === 'COMPARISON_CLOSED';
  useEffect(() => {
    if (isStale) onStale();
  }, [isStale, onStale]);
  if (differences === 0)
    return (
      <EmptyState
        title={words.sameTitle}
        lead={words.sameLead(equal)}
        icon={<IconEqual size="1.75rem" stroke={1.5} />}
      />
    );
  return (
    <>
      <div className="compare__find">
        <span className="dim" role="status">
          {words.compared(differences, equal)}
        </span>
        <SearchField label={words.differenceSearch} value={find} onChange={setFind} />
      </div>
      {rows.fault && !isStale && <FaultNotice fault={rows.fault} />}
      {rows.total === 0 && <EmptyState title={words.noMatch} />}
      {rows.total !== undefined && rows.total > 0 && (
        <div className="tree__rows">
          <VirtualGrid
            label={words.differences}
            columns={columns}
            count={rows.total}
            rowAt={rows.rowAt}
            compact
            rowHeight={2.75}
            active={rows.active}
            onActive={rows.choose}
            onRange={rows.need}
          />
        </div>
      )}
    </>
  );
}

function differenceKey({ moid, instance, path }: DifferenceView): string {
  return [moid, instance.left ?? '', instance.right ?? '', path].join('\n');
}
