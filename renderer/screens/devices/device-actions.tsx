import { IconBellPlus, IconBellRinging, IconPhoneIncoming, IconShieldLock } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { DeviceDetail } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { texts } from '../../texts.ts';

const NotifyDialog = lazy(() => import('./notify-dialog.tsx'));
const BootstrapAccessDialog = lazy(() => import('./bootstrap-access-dialog.tsx'));

interface DeviceActionsProps {
  readonly device: DeviceDetail;
  /** Told when a notification is on its way. */
  readonly onAsked: () => unknown;
  /** Told when the simulated device was asked to open a session. */
  readonly onCalledIn: () => void;
  /** Told what went wrong, or that nothing did. */
  readonly onFault: (fault: Fault | undefined) => void;
}

/** What a device can be asked for. */
export function DeviceActions({ device, onAsked, onCalledIn, onFault }: DeviceActionsProps) {
  const { deviceId } = device;
  const [dialog, setDialog] = useState<'notify' | 'access'>();
  const close = () => setDialog(undefined);
  const notify = async () => {
    if (device.notifiedAt === undefined) {
      setDialog('notify');
      return;
    }
    const result = await call('notify', { deviceId, requestMos: false });
    onFault(result.kind === 'fault' ? result.fault : undefined);
    await onAsked();
  };
  const callIn = async () => {
    const result = await call('callIn', { deviceId });
    onFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'answer') onCalledIn();
  };
  return (
    <>
      {device.simulated && (
        <ActionButton hotkey="C" icon={<IconPhoneIncoming size="1.0625rem" />} onRun={callIn}>
          {texts.devices.callIn}
        </ActionButton>
      )}
      <ActionButton tone="primary" hotkey="N" icon={<IconBellRinging size="1.0625rem" />} onRun={notify}>
        {texts.devices.notify}
      </ActionButton>
      <ActionMenu
        label={texts.devices.more}
        hotkey="M"
        actions={[
          {
            key: 'notify',
            words: texts.devices.notifyWith,
            icon: <IconBellPlus size="1.0625rem" />,
            onRun: () => setDialog('notify'),
          },
          {
            key: 'access',
            words: texts.devices.bootstrapAccess,
            icon: <IconShieldLock size="1.0625rem" />,
            onRun: () => setDialog('access'),
          },
        ]}
      />
      <Suspense>
        {dialog === 'notify' && (
          <NotifyDialog
            device={device}
            onClose={close}
            onAsked={() => {
              close();
              onFault(undefined);
              return onAsked();
            }}
          />
        )}
        {dialog === 'access' && <BootstrapAccessDialog device={device} onClose={close} />}
      </Suspense>
    </>
  );
}
