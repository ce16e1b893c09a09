import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { texts } from '../../texts.ts';
import type { OpenProfile } from './use-profile.ts';

interface SaveDialogProps {
  readonly open: OpenProfile;
  readonly onClose: () => void;
  readonly onCompare: () => void;
  readonly onSaved: () => void;
}

const longestNote = 400;

/** Saves a new version, and asks what is new in it. */
export default function SaveDialog({ open, onClose, onCompare, onSaved }: SaveDialogProps) {
  const { document } = open;
  const { profileId, name } = open.detail.summary;
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<Fault>();
  const { base, checked } = document.store.getState();
  const expected = Math.max((base ?? 0) + 1, checked?.profile?.version ?? 1);
  const save = async () => {
    await document.flush();
    const result = await call('saveProfile', {
      profileId,
      text: document.settle(),
      ...(base === undefined ? {} : { base }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
    if (result.kind === 'fault') {
      setFault(result.fault);
      return;
    }
    document.saved(result.answer.version, result.answer.text);
    notifyDone(texts.profiles.saved(result.answer.version), name);
    onSaved();
  };
  return (
    <Dialog
      title={texts.profiles.saveTitle(expected)}
      lead={texts.profiles.saveLead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} icon={<IconDeviceFloppy size="1.0625rem" />} onRun={save}>
          {texts.profiles.save}
        </DialogActions>
      }
    >
      <TextInput
        label={texts.profiles.note}
        description={texts.profiles.noteHint}
        value={note}
        maxLength={longestNote}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
        }}
      />
      {fault && (
        <FaultNotice fault={fault}>
          {fault.code === 'PROFILE_NEWER' && (
            <ActionButton onRun={onCompare}>{texts.profiles.compareFirst}</ActionButton>
          )}
        </FaultNotice>
      )}
    </Dialog>
  );
}
