import { IconBellRinging, IconSitemap, IconX } from '@tabler/icons-react';
import type { NotificationView } from '../../../core/api-server.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { NotificationStanding, NotificationTag } from '../../components/notification-standing.tsx';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { useNow } from '../../components/use-now.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { formatMoment } from '../../format/times.ts';
import type { ServerPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';

const columns: readonly GridColumn<NotificationView>[] = [
  {
    key: 'device',
    header: texts.server.device,
    width: 'minmax(12rem, 1fr)',
    cell: (notification) => (
      <span className="two-lines">
        <b className="ellipsis">{notification.label}</b>
        <span className="mono dim ellipsis">{deviceIdWords(notification.deviceId)}</span>
      </span>
    ),
  },
  {
    key: 'state',
    header: texts.server.notificationState,
    width: 'minmax(10rem, 1.5fr)',
    cell: ({ state }) => (
      <>
        <NotificationTag state={state} />{' '}
        {state.kind === 'sending' && <span className="dim">{texts.notifications.asked(state.times)}</span>}
        {state.kind === 'failed' && (
          <span className="cause" title={state.fault.message}>
            {state.fault.message}
          </span>
        )}
      </>
    ),
  },
  {
    key: 'address',
    header: texts.notifications.at,
    width: 'minmax(9rem, 1fr)',
    wideOnly: true,
    cell: ({ address }) => (
      <span className="mono dim" title={address}>
        {address}
      </span>
    ),
  },
  {
    key: 'made',
    header: texts.notifications.made,
    width: '11rem',
    align: 'end',
    cell: ({ createdAt }) => <span className="dim">{formatMoment(createdAt, Date.now())}</span>,
  },
];

/** The notifications to all devices, the newest first, and what became of each. */
export function NotificationsPart({ place }: { readonly place: ServerPlace }) {
  const rows = usePagedRows<NotificationView>('', load, keyOf, place.row);
  useTold('notificationsChanged', rows.refresh);
  const leaveTo = usePlace(() => ({ name: 'server', part: 'notifications', row: rows.chosen() }));
  const selected = rows.active >= 0 ? rows.rowAt(rows.active) : undefined;
  return (
    <div className="split">
      <div className="fill panel">
        <PagedGrid
          rows={rows}
          empty={
            <EmptyState
              title={texts.server.notificationsEmptyTitle}
              lead={texts.server.notificationsEmptyLead}
              icon={<IconBellRinging size="1.75rem" stroke={1.5} />}
            >
              <ActionButton onRun={() => leaveTo({ name: 'devices' })}>{texts.server.toDevices}</ActionButton>
            </EmptyState>
          }
          label={texts.server.notificationsTitle}
          columns={columns}
          rowHeight={3.125}
          newRows={texts.server.newNotifications}
        />
      </div>
      {selected && (
        <NotificationDetail
          key={keyOf(selected)}
          notification={selected}
          onClose={() => rows.choose(-1)}
          onChanged={rows.refresh}
          onOpenDevice={() => leaveTo({ name: 'device', deviceId: selected.deviceId })}
        />
      )}
    </div>
  );
}

function NotificationDetail(props: {
  readonly notification: NotificationView;
  readonly onClose: () => void;
  readonly onChanged: () => unknown;
  readonly onOpenDevice: () => void;
}) {
  const { notification } = props;
  const now = useNow(1_000);
  return (
    <aside className="detail panel" aria-label={texts.notifications.title}>
      <div className="detail__head">
        <div>
          <h2>{notification.label}</h2>
          <p className="mono dim">{deviceIdWords(notification.deviceId)}</p>
        </div>
        <IconAction label={texts.common.close} hotkey="Escape" onRun={props.onClose}>
          <IconX size="1.0625rem" />
        </IconAction>
      </div>
      <NotificationStanding notification={notification} now={now} onChanged={props.onChanged} />
      <div className="detail__actions">
        <ActionButton size="sm" hotkey="D" icon={<IconSitemap size="1rem" />} onRun={props.onOpenDevice}>
          {texts.server.openDevice}
        </ActionButton>
      </div>
    </aside>
  );
}

function load(offset: number, limit: number) {
  return call('notifications', { offset, limit });
}

/** A NOTIFICATION-ID is used again in time, but not at the same moment. */
function keyOf({ deviceId, notificationId, createdAt }: NotificationView): string {
  return `${deviceId} ${notificationId} ${createdAt}`;
}
