import { Notifications, notifications } from '@mantine/notifications';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Notification.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/notifications/styles.css';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { Fault } from '../../core/errors.ts';
import { texts } from '../texts.ts';
import './notification-host.css';

const closeButtonProps = { 'aria-label': texts.common.close };

/** Where notifications appear. It is loaded after the first screen is there. */
export default function NotificationHost() {
  return <Notifications position="bottom-right" limit={4} autoClose={8000} containerWidth={420} />;
}

/** Shows that something went well. */
export function showDone(title: string, message: string): void {
  notifications.show({
    title,
    message,
    icon: <IconCheck size="1.125rem" />,
    className: 'notification notification--ok',
    closeButtonProps,
  });
}

/** Shows a fault with what to do about it. */
export function showFault(fault: Fault): void {
  notifications.show({
    title: fault.message,
    message: (
      <>
        {fault.remedy} <code className="fault-code">{fault.code}</code>
      </>
    ),
    icon: <IconX size="1.125rem" />,
    className: 'notification notification--bad',
    autoClose: false,
    closeButtonProps,
  });
}

/** Takes away everything that is shown. */
export function clear(): void {
  notifications.clean();
}
