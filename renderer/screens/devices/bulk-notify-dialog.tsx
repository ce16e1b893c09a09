import { Checkbox } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconBellRinging } from '@tabler/icons-react';
import { useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';

const words = texts.devices;

interface BulkNotifyDialogProps {
  readonly deviceIds: readonly string[];
  readonly onClose: () => void;
}

/** Asks many devices to open a session. */
export function BulkNotifyDialog({ deviceIds, onClose }: BulkNotifyDialogProps) {
  const [requestMos, setRequestMos] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const begin = async () => {
    const result = await call('beginBulk', { action: { kind: 'notify', requestMos }, deviceIds });
    if (result.kind === 'fault') setFault(result.fault);
    else onClose();
  };
  return (
    <Dialog
      title={words.bulkNotifyTitle}
      lead={words.bulkNotifyLead(deviceIds.length)}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          icon={<IconBellRinging size="1.0625rem" />}
          onRun={begin}
        >
          {words.bulkBegin}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <p className="dim">{words.bulkNotifyWho}</p>
      <Checkbox
        label={texts.notifications.requestMos}
        description={texts.notifications.requestMosHint}
        checked={requestMos}
        onChange={(event) => setRequestMos(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
