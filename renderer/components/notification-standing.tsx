import { IconActivity, IconPlayerStop } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { NotificationState, NotificationView } from '../../core/api-server.ts';
import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';
import { formatAgo, formatExactTime, formatIn, formatMoment } from '../format/times.ts';
import { goTo } from '../stores/navigation.ts';
import { texts } from '../texts.ts';
import { ActionButton } from './action-button.tsx';
import { Fact } from './fact.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { Tag, type Tone } from './tag.tsx';
import './notification-standing.css';

const tones: Readonly<Record<NotificationState['kind'], Tone>> = {
  sending: 'accent',
  answered: 'ok',
  expired: 'warn',
  cancelled: 'plain',
  failed: 'bad',
};

/** Where a notification stands, as a tag; green only once its session was seen. */
export function NotificationTag({ state }: { readonly state: NotificationState }) {
  return <Tag tone={tones[state.kind]}>{texts.notifications.states[state.kind]}</Tag>;
}

interface NotificationStandingProps {
  readonly notification: NotificationView;
  readonly now: number;
  /** Told when it was asked to stop. */
  readonly onChanged: () => unknown;
}

/** What became of a notification so far, and what can be done about it. */
export function NotificationStanding({ notification, now, onChanged }: NotificationStandingProps) {
  const { state, deviceId, notificationId, address, createdAt } = notification;
  const [fault, setFault] = useState<Fault>();
  const cancel = async () => {
    const result = await call('cancelNotification', { deviceId, notificationId });
    setFault(result.kind === 'fault' ? result.fault : undefined);
    await onChanged();
  };
  return (
    <div className="notification-standing">
      <div className="notification-standing__words" role="status">
        <NotificationTag state={state} />
        <StateWords notification={notification} now={now} />
      </div>
      {state.kind === 'failed' && <FaultNotice fault={state.fault} />}
      {fault && <FaultNotice fault={fault} />}
      {state.kind === 'sending' && (
        <ActionButton size="sm" icon={<IconPlayerStop size="1rem" />} onRun={cancel}>
          {texts.notifications.cancel}
        </ActionButton>
      )}
      {state.kind === 'answered' && (
        <ActionButton
          size="sm"
          hotkey="O"
          icon={<IconActivity size="1rem" />}
          onRun={() => goTo({ name: 'session', sessionId: state.sessionId })}
        >
          {texts.notifications.openSession}
        </ActionButton>
      )}
      <dl className="facts">
        <Fact name={texts.notifications.at} mono>
          {address}
        </Fact>
        <Fact name={texts.notifications.made}>
          <span title={formatExactTime(createdAt)}>{formatMoment(createdAt, now)}</span>
          <span className="dim"> · {texts.notifications.number(notificationId)}</span>
        </Fact>
      </dl>
    </div>
  );
}

function StateWords({
  notification,
  now,
}: {
  readonly notification: NotificationView;
  readonly now: number;
}) {
  const { state, expiresAt } = notification;
  switch (state.kind) {
    case 'sending':
      return (
        <Words headline={texts.notifications.asked(state.times)}>
          {texts.notifications.waiting(formatIn(expiresAt, now))}
        </Words>
      );
    case 'answered':
      return <Words headline={texts.notifications.answered(formatAgo(state.at, now))} />;
    case 'expired':
      return <Words headline={texts.notifications.expired}>{texts.notifications.expiredRemedy}</Words>;
    case 'cancelled':
      return <Words headline={texts.notifications.cancelled}>{texts.notifications.cancelledHint}</Words>;
    case 'failed':
      return <Words headline={texts.notifications.failed} />;
  }
}

function Words({ headline, children }: { readonly headline: string; readonly children?: ReactNode }) {
  return (
    <>
      <b>{headline}</b>
      {children !== undefined && <p className="dim">{children}</p>}
    </>
  );
}
