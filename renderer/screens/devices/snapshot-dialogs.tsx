import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconCamera, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { SnapshotView } from '../../../core/api-inspect.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { formatDateTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';

const words = texts.deviceTree;

/** Keeps a copy of what a device has reported. */
export function TakeSnapshotDialog(props: { readonly deviceId: string; readonly onClose: () => void }) {
  const { deviceId, onClose } = props;
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<Fault>();
  const take = async () => {
    const result = await call('takeSnapshot', { deviceId, note });
    if (result.kind === 'fault') {
      setFault(result.fault);
      return;
    }
    notifyDone(words.snapshotTaken, formatDateTime(result.answer.takenAt));
    onClose();
  };
  return (
    <Dialog
      title={words.snapshotTitle}
      lead={words.snapshotLead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} hotkey="Enter" icon={<IconCamera size="1.0625rem" />} onRun={take}>
          {words.snapshotTake}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <TextInput
        label={words.snapshotNote}
        description={words.snapshotNoteHint}
        value={note}
        maxLength={200}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void take();
        }}
      />
    </Dialog>
  );
}

/** Deletes a kept state, after it was said which. */
export function DeleteSnapshotDialog(props: {
  readonly snapshot: SnapshotView;
  readonly onClose: () => void;
}) {
  const { snapshot, onClose } = props;
  const [fault, setFault] = useState<Fault>();
  const remove = async () => {
    const result = await call('deleteSnapshot', { snapshotId: snapshot.snapshotId });
    if (result.kind === 'fault') setFault(result.fault);
    else onClose();
  };
  return (
    <Dialog
      title={words.deleteSnapshotTitle}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} tone="danger" icon={<IconTrash size="1.0625rem" />} onRun={remove}>
          {words.deleteSnapshot}
        </DialogActions>
      }
    >
      <p>{words.deleteSnapshotLead(formatDateTime(snapshot.takenAt))}</p>
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
