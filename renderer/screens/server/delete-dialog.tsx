import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ResourceView } from '../../../core/api-server.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { formatOctets } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';

interface DeleteDialogProps {
  readonly resource: ResourceView;
  readonly onClose: () => void;
}

/** Asks once before a resource is gone, and names it. */
export default function DeleteDialog({ resource, onClose }: DeleteDialogProps) {
  const { deviceId, name, octets } = resource;
  const [fault, setFault] = useState<Fault>();
  const size = formatOctets(octets);
  const remove = async () => {
    const result = await call('deleteResource', { name, ...(deviceId === undefined ? {} : { deviceId }) });
    if (result.kind === 'fault') {
      setFault(result.fault);
      return;
    }
    notifyDone(texts.server.deleted, name);
    onClose();
  };
  return (
    <Dialog
      title={texts.server.deleteTitle(name)}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          tone="danger"
          hotkey="Enter"
          icon={<IconTrash size="1.0625rem" />}
          onRun={remove}
        >
          {texts.server.delete}
        </DialogActions>
      }
    >
      <p>
        {deviceId === undefined
          ? texts.server.deleteShared(size)
          : texts.server.deleteOwn(size, deviceIdWords(deviceId))}
      </p>
      <p>{texts.server.deleteForGood}</p>
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
