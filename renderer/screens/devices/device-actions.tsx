import {
  IconArrowsDiff,
  IconBellPlus,
  IconBellRinging,
  IconFileSearch,
  IconPackageImport,
  IconPhoneIncoming,
  IconShieldLock,
  IconTag,
  IconTerminal2,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { DeviceDetail } from '../../../core/api.ts';
import type { BranchChoice } from '../../../core/api-inspect.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { notifyFault } from '../../components/notify.ts';
import { useStaged } from '../../stores/staged-commands.ts';
import { texts } from '../../texts.ts';

const NotifyDialog = lazy(() => import('./notify-dialog.tsx'));
const BranchDialog = lazy(async () => ({ default: (await import('./branch-dialog.tsx')).BranchDialog }));
const TagDialog = lazy(async () => ({ default: (await import('./tag-dialog.tsx')).TagDialog }));
const BootstrapAccessDialog = lazy(() => import('./bootstrap-access-dialog.tsx'));

interface DeviceActionsProps {
  readonly device: DeviceDetail;
  /** What the screen shows now. */
  readonly part: 'tree' | 'compare' | 'commands' | 'updates';
  readonly onPart: (part: 'compare' | 'commands' | 'updates') => void;
  /** Told when a notification is on its way. */
  readonly onAsked: () => unknown;
  /** Told when the simulated device was asked to open a session. */
  readonly onCalledIn: () => void;
  /** Told what went wrong, or that nothing did. */
  readonly onFault: (fault: Fault | undefined) => void;
}

/** What a device can be asked for. */
export function DeviceActions(props: DeviceActionsProps) {
  const { device, onAsked, onCalledIn, onFault } = props;
  const { deviceId } = device;
  const staged = useStaged(deviceId);
  const [dialog, setDialog] = useState<'notify' | 'access' | 'tag'>();
  const [branch, setBranch] = useState<Extract<BranchChoice, { readonly kind: 'read' }>>();
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
  const checkBranch = async () => {
    const result = await call('chooseBranch', { deviceId });
    if (result.kind === 'fault') notifyFault(result.fault);
    else if (result.answer.kind === 'read') setBranch(result.answer);
  };
  return (
    <>
      {props.part !== 'commands' && (
        <ActionButton
          compact
          hotkey="Q"
          icon={<IconTerminal2 size="1.0625rem" />}
          onRun={() => props.onPart('commands')}
        >
          {staged.length > 0 ? texts.deviceCommands.openStaged(staged.length) : texts.deviceCommands.open}
        </ActionButton>
      )}
      {props.part !== 'updates' && (
        <ActionButton
          compact
          hotkey="U"
          icon={<IconPackageImport size="1.0625rem" />}
          onRun={() => props.onPart('updates')}
        >
          {texts.deviceUpdates.open}
        </ActionButton>
      )}
      {props.part !== 'compare' && (
        <ActionButton
          compact
          hotkey="V"
          icon={<IconArrowsDiff size="1.0625rem" />}
          onRun={() => props.onPart('compare')}
        >
          {texts.deviceTree.compare}
        </ActionButton>
      )}
      {device.simulated && (
        <ActionButton compact hotkey="C" icon={<IconPhoneIncoming size="1.0625rem" />} onRun={callIn}>
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
            needs: 'saveBootstrapAccess',
            words: texts.devices.bootstrapAccess,
            icon: <IconShieldLock size="1.0625rem" />,
            onRun: () => setDialog('access'),
          },
          {
            key: 'tag',
            words: texts.devices.tag,
            icon: <IconTag size="1.0625rem" />,
            onRun: () => setDialog('tag'),
          },
          {
            key: 'branch',
            words: texts.deviceTree.importBranch,
            icon: <IconFileSearch size="1.0625rem" />,
            onRun: () => void checkBranch(),
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
        {dialog === 'tag' && <TagDialog deviceIds={[deviceId]} onClose={close} />}
        {branch && <BranchDialog deviceId={deviceId} branch={branch} onClose={() => setBranch(undefined)} />}
        {dialog === 'access' && <BootstrapAccessDialog device={device} onClose={close} />}
      </Suspense>
    </>
  );
}
