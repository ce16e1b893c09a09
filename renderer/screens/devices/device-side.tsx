import { IconChevronRight, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DeviceDetail, SessionSummary } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { NotificationStanding } from '../../components/notification-standing.tsx';
import { notifyFault } from '../../components/notify.ts';
import { iccidGroups } from '../../format/identity.ts';
import { formatDateTime, formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { DeviceAlerts } from '../alerts/device-alerts.tsx';
import { SessionState } from '../sessions/session-state.tsx';

interface DeviceSideProps {
  readonly device: DeviceDetail;
  /** What is chosen in the tree. */
  readonly node: ReactNode;
  readonly now: number;
  /** What went wrong with what was asked of the device. */
  readonly fault: Fault | undefined;
  readonly onFaultRead: () => void;
  /** Whether the device was asked to call in and its session is not there yet. */
  readonly calledIn: boolean;
  readonly onChanged: () => unknown;
}

const sessionsShown = 12;

/** Beside the tree: what the device was asked for, the selected node in full, its sessions, its tags and its card. */
export function DeviceSide(props: DeviceSideProps) {
  const { device, now, fault } = props;
  const { sessions, card, notification } = device;
  return (
    <aside className="detail panel" aria-label={texts.devices.device}>
      {fault && (
        <FaultNotice fault={fault}>
          <ActionButton size="sm" onRun={props.onFaultRead}>
            {texts.common.close}
          </ActionButton>
        </FaultNotice>
      )}
      {props.calledIn && (
        <p className="dim" role="status">
          {texts.devices.calledIn}
        </p>
      )}
      {notification && (
        <Part title={texts.notifications.title}>
          <NotificationStanding
            key={`${notification.notificationId} ${notification.createdAt}`}
            notification={notification}
            now={now}
            onChanged={props.onChanged}
          />
        </Part>
      )}
      <Part title={texts.deviceTree.detail}>
        {props.node ?? <p className="dim">{texts.deviceTree.selectNode}</p>}
      </Part>
      <Part title={texts.alerts.ofDevice}>
        <DeviceAlerts deviceId={device.deviceId} />
      </Part>
      <Part title={texts.devices.sessions}>
        {sessions.length === 0 && <p className="dim">{texts.devices.noSessions}</p>}
        <ul className="sessions">
          {sessions.slice(0, sessionsShown).map((session) => (
            <SessionEntry key={session.sessionId} session={session} />
          ))}
        </ul>
        {sessions.length > sessionsShown && (
          <ActionButton size="sm" onRun={() => goTo({ name: 'sessions', find: device.deviceId })}>
            {texts.devices.allSessions(sessions.length)}
          </ActionButton>
        )}
      </Part>
      {device.tags.length > 0 && (
        <Part title={texts.devices.tags}>
          <DeviceTags device={device} onChanged={props.onChanged} />
        </Part>
      )}
      {card && (
        <Part title={texts.devices.card}>
          <dl className="facts">
            {card.iccid !== undefined && (
              <Fact name={texts.devices.iccid} mono>
                {iccidGroups(card.iccid)}
              </Fact>
            )}
            <Fact name={texts.devices.atr} mono>
              {card.atr}
            </Fact>
            <Fact name={texts.batches.facts.digest} mono>
              {card.digest}
            </Fact>
          </dl>
          <p className="dim">{texts.devices.written(formatDateTime(card.writtenAt))}</p>
        </Part>
      )}
    </aside>
  );
}

function DeviceTags({ device, onChanged }: Pick<DeviceSideProps, 'device' | 'onChanged'>) {
  const takeOff = async (tag: string) => {
    const result = await call('tagDevices', { deviceIds: [device.deviceId], tag, how: 'remove' });
    if (result.kind === 'fault') notifyFault(result.fault);
    else await onChanged();
  };
  return (
    <ul className="device-tags">
      {device.tags.map((tag) => (
        <li key={tag} className="device-tag">
          <bdi>{tag}</bdi>
          <IconAction label={`${texts.devices.tagRemove}: ${tag}`} onRun={() => void takeOff(tag)}>
            <IconX size="0.875rem" />
          </IconAction>
        </li>
      ))}
    </ul>
  );
}

function SessionEntry({ session }: { readonly session: SessionSummary }) {
  return (
    <li>
      <button
        type="button"
        className="session-entry"
        onClick={() => goTo({ name: 'session', sessionId: session.sessionId })}
      >
        <span className="session-entry__words">
          <span>{formatExactTime(session.openedAt)}</span>
          <span className="session-entry__line">
            <SessionState state={session.state} />
            <span className="dim">{texts.devices.packages(session.packages)}</span>
          </span>
          {session.fault && <span className="cause">{session.fault.message}</span>}
        </span>
        <IconChevronRight size="1.0625rem" aria-hidden="true" />
      </button>
    </li>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="device-part" aria-label={title}>
      <h2 className="kicker">{title}</h2>
      {children}
    </section>
  );
}
