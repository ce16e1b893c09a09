import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconDevices2 } from '@tabler/icons-react';
import { type KeyboardEvent, lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { DeviceSummary } from '../../../core/api.ts';
import { type DeviceStanding, deviceStandings } from '../../../core/inspect/device-standing.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { notifyFault } from '../../components/notify.ts';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useCall } from '../../components/use-call.ts';
import { useNow } from '../../components/use-now.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import type { DevicesPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { BulkBar } from './bulk-bar.tsx';
import { deviceColumns } from './device-columns.tsx';

const TagDialog = lazy(async () => ({ default: (await import('./tag-dialog.tsx')).TagDialog }));
const PlanDialog = lazy(async () => ({ default: (await import('./plan-dialog.tsx')).PlanDialog }));
const BulkNotifyDialog = lazy(async () => ({
  default: (await import('./bulk-notify-dialog.tsx')).BulkNotifyDialog,
}));
const BulkUpdateDialog = lazy(async () => ({
  default: (await import('./bulk-update-dialog.tsx')).BulkUpdateDialog,
}));

const words = texts.devices;

/** Every device that this workstation knows, found as somebody types, and selected for what is done with many. */
export function ListPart({ place }: { readonly place: DevicesPlace }) {
  const [search, setSearch] = useState(place.find ?? '');
  const [standing, setStanding] = useState<DeviceStanding | ''>(place.standings?.[0] ?? '');
  const [tag, setTag] = useState(place.tags?.[0] ?? '');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<'notify' | 'tag' | 'update' | 'plan'>();
  const filter = useMemo(
    () => ({ search, standings: standing === '' ? [] : [standing], tags: tag === '' ? [] : [tag] }),
    [search, standing, tag],
  );
  const load = useCallback(
    (offset: number, limit: number) => call('devices', { ...filter, offset, limit }),
    [filter],
  );
  const rows = usePagedRows<DeviceSummary>(
    JSON.stringify(filter),
    load,
    (device) => device.deviceId,
    place.row,
  );
  const known = useCall('tags', {});
  useTold('devicesChanged', rows.refresh);
  useTold('notificationsChanged', rows.refresh);
  useTold('tagsChanged', known.reload);
  const leaveTo = usePlace(() => ({
    ...{ name: 'devices', find: search, row: rows.chosen() },
    ...{ standings: filter.standings, tags: filter.tags },
  }));
  const now = useNow(15_000);
  const toggle = useCallback(
    (deviceId: string) =>
      setSelected((before) => {
        const next = new Set(before);
        if (!next.delete(deviceId)) next.add(deviceId);
        return next;
      }),
    [],
  );
  const columns = useMemo(() => deviceColumns(now, selected, toggle), [now, selected, toggle]);
  const selectAll = async () => {
    const result = await call('deviceIds', filter);
    if (result.kind === 'answer') setSelected(new Set(result.answer.deviceIds));
    else notifyFault(result.fault);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const inGrid = event.target instanceof Element && event.target.closest('[role=grid]') !== null;
    if (!inGrid || event.key.toLowerCase() !== 'a' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void selectAll();
  };
  const showAll = () => {
    setSearch('');
    setStanding('');
    setTag('');
  };
  const isFiltered = search !== '' || standing !== '' || tag !== '';
  const tags = known.state.kind === 'answer' ? known.state.answer : [];
  const close = () => setDialog(undefined);
  return (
    <>
      <div className="device-filters">
        <SearchField label={words.search} value={search} onChange={setSearch} />
        <NativeSelect
          aria-label={words.filterStates}
          value={standing}
          onChange={(event) => setStanding(event.currentTarget.value as DeviceStanding | '')}
          data={[
            { value: '', label: words.anyState },
            ...deviceStandings.map((value) => ({ value, label: words.states[value] })),
          ]}
        />
        {tags.length > 0 && (
          <NativeSelect
            aria-label={words.filterTags}
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
            data={[
              { value: '', label: words.anyTag },
              ...tags.map(({ tag: value, devices }) => ({ value, label: `${value} (${devices})` })),
            ]}
          />
        )}
        {rows.total !== undefined && rows.total > 0 && (
          <span className="dim device-filters__found" role="status">
            {words.found(rows.total)}
          </span>
        )}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the list within has the focus; its keys come by here */}
      <div className="fill panel" onKeyDown={onKeyDown}>
        <PagedGrid
          rows={rows}
          empty={
            !isFiltered ? (
              <EmptyState
                title={words.emptyTitle}
                lead={words.emptyLead}
                icon={<IconDevices2 size="1.75rem" stroke={1.5} />}
              />
            ) : (
              <EmptyState title={words.noMatch} lead={words.noMatchLead}>
                <ActionButton onRun={showAll}>{words.clearFilters}</ActionButton>
              </EmptyState>
            )
          }
          label={words.title}
          columns={columns}
          rowHeight={2.875}
          onKey={(key, index) => {
            const device = key === ' ' ? rows.rowAt(index) : undefined;
            if (device) toggle(device.deviceId);
            return device !== undefined;
          }}
          onOpen={(index) => {
            const device = rows.rowAt(index);
            if (device) leaveTo({ name: 'device', deviceId: device.deviceId });
          }}
        />
      </div>
      <BulkBar
        selected={selected.size}
        found={rows.total ?? 0}
        onSelectAll={selectAll}
        onSelectNone={() => setSelected(new Set())}
        onNotify={() => setDialog('notify')}
        onTag={() => setDialog('tag')}
        onUpdate={() => setDialog('update')}
        onPlan={() => setDialog('plan')}
      />
      <Suspense>
        {dialog === 'tag' && <TagDialog deviceIds={[...selected]} onClose={close} />}
        {dialog === 'update' && <BulkUpdateDialog deviceIds={[...selected]} onClose={close} />}
        {dialog === 'plan' && <PlanDialog deviceIds={[...selected]} onClose={close} />}
        {dialog === 'notify' && <BulkNotifyDialog deviceIds={[...selected]} onClose={close} />}
      </Suspense>
    </>
  );
}
