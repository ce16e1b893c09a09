import { IconSitemap } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { DeviceDetail } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useNow } from '../../components/use-now.ts';
import { useTold } from '../../components/use-told.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { formatAgo } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { DeviceActions } from './device-actions.tsx';
import { DeviceSide } from './device-side.tsx';
import { DeviceState } from './device-state.tsx';
import { nodeCount, treeRowsOf, visibleRows } from './object-tree.ts';
import { TreePanel } from './tree-panel.tsx';
import './device-screen.css';

/** One device: what it reported, and the sessions in which it did. */
export default function DeviceScreen({ deviceId }: { readonly deviceId: string }) {
  const { state, reload } = useCall('device', { deviceId });
  useTold('devicesChanged', reload);
  useTold('sessionsChanged', reload);
  useTold('notificationsChanged', reload);
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'fault')
    return (
      <ScreenFrame title={texts.devices.device}>
        <FaultNotice fault={state.fault} />
      </ScreenFrame>
    );
  return <Device device={state.answer} reload={reload} />;
}

function Device({ device, reload }: { readonly device: DeviceDetail; readonly reload: () => Promise<void> }) {
  const [fault, setFault] = useState<Fault>();
  // The newest session at the time when the device was asked to call in.
  const [calledAfter, setCalledAfter] = useState<string>();
  const newest = device.sessions[0]?.sessionId ?? '';
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [selectedId, setSelectedId] = useState<string>();
  const underWay = device.notification?.state.kind === 'sending';
  const now = useNow(underWay ? 1_000 : 10_000);
  const all = useMemo(() => treeRowsOf(device.objects), [device.objects]);
  const rows = useMemo(() => visibleRows(all, closed), [all, closed]);
  const active = rows.findIndex((row) => row.id === selectedId);
  return (
    <ScreenFrame
      title={device.label}
      kicker={texts.devices.device}
      tags={
        <>
          <DeviceState state={device.state} />
          {device.model !== undefined && <Tag>{device.model}</Tag>}
          {device.firmware !== undefined && (
            <Tag>
              {texts.devices.firmware} {device.firmware}
            </Tag>
          )}
        </>
      }
      subtitle={
        <>
          <span className="mono">{deviceIdWords(device.deviceId)}</span>
          {' · '}
          {device.lastSessionAt === undefined
            ? texts.devices.noSessionWords
            : texts.devices.lastSessionWords(formatAgo(device.lastSessionAt, now))}
          {device.objects.length > 0 && ` · ${texts.devices.objects(device.objects.length, nodeCount(all))}`}
        </>
      }
      actions={
        <DeviceActions
          device={device}
          onAsked={reload}
          onCalledIn={() => setCalledAfter(newest)}
          onFault={setFault}
        />
      }
    >
      <div className="split">
        {all.length > 0 ? (
          <TreePanel
            rows={rows}
            closed={closed}
            onClosed={setClosed}
            closable={all.filter((row) => row.children > 0).map((row) => row.id)}
            active={active}
            onActive={(index) => setSelectedId(rows[index]?.id)}
          />
        ) : (
          <div className="fill panel">
            <EmptyState
              title={texts.devices.treeEmptyTitle}
              lead={texts.devices.treeEmptyLead}
              icon={<IconSitemap size="1.75rem" stroke={1.5} />}
            />
          </div>
        )}
        <DeviceSide
          device={device}
          node={rows[active]}
          now={now}
          fault={fault}
          onFaultRead={() => setFault(undefined)}
          calledIn={calledAfter === newest}
          onChanged={reload}
        />
      </div>
    </ScreenFrame>
  );
}
