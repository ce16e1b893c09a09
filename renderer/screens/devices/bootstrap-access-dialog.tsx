import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import type { DeviceSummary } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { texts } from '../../texts.ts';

interface BootstrapAccessDialogProps {
  readonly device: DeviceSummary;
  readonly onClose: () => void;
}

/** Saves what a device needs to bootstrap over HTTPS, after it was said what that is and whose. */
export default function BootstrapAccessDialog({ device, onClose }: BootstrapAccessDialogProps) {
  const [fault, setFault] = useState<Fault>();
  const save = async () => {
    const result = await call('saveBootstrapAccess', { deviceId: device.deviceId });
    setFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'fault' || result.answer.kind === 'cancelled') return;
    notifyDone(texts.devices.accessSaved, result.answer.file);
    onClose();
  };
  return (
    <Dialog
      title={texts.devices.accessTitle}
      lead={device.label}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          icon={<IconDeviceFloppy size="1.0625rem" />}
          onRun={save}
        >
          {texts.devices.accessSave}
        </DialogActions>
      }
    >
      <p>{texts.devices.accessWhat}</p>
      <p>{texts.devices.accessWho}</p>
      <p className="dim">{texts.devices.accessAgain}</p>
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
