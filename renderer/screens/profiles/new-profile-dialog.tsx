import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { newProfileText } from '../../../core/provisioning/profile-template.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { notifyFault } from '../../components/notify.ts';
import { texts } from '../../texts.ts';
import { createProfile } from './create-profile.ts';

interface NewProfileDialogProps {
  readonly onOpen: (profileId: string) => void;
  readonly onClose: () => void;
}

/** Asks what a profile that begins with nothing is called. */
export default function NewProfileDialog({ onOpen, onClose }: NewProfileDialogProps) {
  const [name, setName] = useState('');
  const wanted = name.trim();
  const create = async () => {
    if (wanted === '') return;
    const file = { name: `${wanted}.profile.json`, text: newProfileText(wanted) };
    const fault = await createProfile({ kind: 'file', ...file }, onOpen);
    if (fault) notifyFault(fault);
  };
  return (
    <Dialog
      title={texts.profiles.newTitle}
      lead={texts.profiles.newLead}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          icon={<IconPlus size="1.0625rem" />}
          disabled={wanted === ''}
          onRun={create}
        >
          {texts.profiles.create}
        </DialogActions>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <TextInput
          label={texts.profiles.newProfileName}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
