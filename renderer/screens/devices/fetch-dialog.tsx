import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { SchemaImport } from '../../../core/api-inspect.ts';
import type { Fault } from '../../../core/errors.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { texts } from '../../texts.ts';
import { ImportResults } from './import-results.tsx';
import './node-detail.css';

const words = texts.deviceTree;

interface FetchDialogProps {
  readonly deviceId: string;
  readonly moid: string;
  readonly address: string;
  readonly onClose: () => void;
}

/** Fetches the description of an object from where the device says it is, once a person has seen where that is. */
export function FetchDialog({ deviceId, moid, address, onClose }: FetchDialogProps) {
  const [fault, setFault] = useState<Fault>();
  const [refused, setRefused] = useState<SchemaImport>();
  const fetchIt = async () => {
    setFault(undefined);
    const result = await call('fetchSchema', { deviceId, moid });
    if (result.kind === 'fault') setFault(result.fault);
    else if (result.answer.kind === 'refused') setRefused(result.answer);
    else {
      notifyDone(words.fetched, moid);
      onClose();
    }
  };
  return (
    <Dialog
      title={words.fetchTitle}
      lead={moid}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          icon={<IconDownload size="1.0625rem" />}
          onRun={fetchIt}
        >
          {words.fetchConfirm}
        </DialogActions>
      }
    >
      <p>{words.fetchLead}</p>
      <p className="mono node-detail__uri">{visibleText(address)}</p>
      {fault && <FaultNotice fault={fault} />}
      {refused && <ImportResults files={[refused]} />}
    </Dialog>
  );
}
