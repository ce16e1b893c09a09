import { IconDevices2 } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { DeviceSummary } from '../../../core/api.ts';
import { call } from '../../bench.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useNow } from '../../components/use-now.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { formatAgo, formatExactTime } from '../../format/times.ts';
import type { DevicesPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { DeviceState } from './device-state.tsx';

/** Every device that this workstation knows. */
export default function DevicesScreen({ place }: { readonly place: DevicesPlace }) {
  const [search, setSearch] = useState(place.find ?? '');
  const load = useCallback(
    (offset: number, limit: number) => call('devices', { search, offset, limit }),
    [search],
  );
  const rows = usePagedRows<DeviceSummary>(search, load, (device) => device.deviceId, place.row);
  useTold('devicesChanged', rows.refresh);
  const leaveTo = usePlace(() => ({ name: 'devices', find: search, row: rows.chosen() }));
  const now = useNow(15_000);
  const columns = useMemo(() => columnsAt(now), [now]);
  const isEmpty = rows.total === 0;
  return (
    <ScreenFrame
      title={texts.devices.title}
      actions={<SearchField label={texts.devices.search} value={search} onChange={setSearch} />}
    >
      <div className="fill panel">
        {rows.fault && <FaultNotice fault={rows.fault} />}
        {rows.total === undefined && !rows.fault && <Loading />}
        {isEmpty && search === '' && (
          <EmptyState
            title={texts.devices.emptyTitle}
            lead={texts.devices.emptyLead}
            icon={<IconDevices2 size="1.75rem" stroke={1.5} />}
          />
        )}
        {isEmpty && search !== '' && (
          <EmptyState title={texts.devices.noMatch} lead={texts.devices.noMatchLead} />
        )}
        {rows.total !== undefined && rows.total > 0 && (
          <VirtualGrid
            label={texts.devices.title}
            columns={columns}
            count={rows.total}
            rowAt={rows.rowAt}
            rowHeight={2.875}
            active={rows.active}
            above={rows.above}
            onActive={rows.choose}
            onRange={rows.need}
            onOpen={(index) => {
              const device = rows.rowAt(index);
              if (device) leaveTo({ name: 'device', deviceId: device.deviceId });
            }}
          />
        )}
      </div>
    </ScreenFrame>
  );
}

function columnsAt(now: number): readonly GridColumn<DeviceSummary>[] {
  return [
    {
      key: 'device',
      header: texts.devices.device,
      width: 'minmax(9rem, 1.2fr)',
      cell: (device) => <b>{device.label}</b>,
    },
    {
      key: 'id',
      header: texts.devices.id,
      width: 'minmax(13rem, 1.2fr)',
      cell: (device) => <span className="mono dim">{deviceIdWords(device.deviceId)}</span>,
    },
    {
      key: 'state',
      header: texts.devices.state,
      width: '8rem',
      cell: (device) => <DeviceState state={device.state} />,
    },
    {
      key: 'model',
      header: texts.devices.model,
      width: 'minmax(6rem, 1fr)',
      cell: (device) => device.model ?? <span className="dim">{texts.common.none}</span>,
    },
    {
      key: 'firmware',
      header: texts.devices.firmware,
      width: 'minmax(5rem, 8rem)',
      cell: (device) => device.firmware ?? <span className="dim">{texts.common.none}</span>,
    },
    {
      key: 'lastSession',
      header: texts.devices.lastSession,
      width: '9rem',
      cell: ({ lastSessionAt }) => (
        <span
          className="dim"
          title={lastSessionAt === undefined ? undefined : formatExactTime(lastSessionAt)}
        >
          {lastSessionAt === undefined ? texts.devices.never : formatAgo(lastSessionAt, now)}
        </span>
      ),
    },
  ];
}
