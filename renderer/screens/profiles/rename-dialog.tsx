import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';

interface RenameDialogProps {
  readonly profileId: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onRenamed: () => void;
}

const longestName = 80;

/** Gives a profile another name. */
export default function RenameDialog({ profileId, name, onClose, onRenamed }: RenameDialogProps) {
  const [typed, setTyped] = useState(name);
  const [fault, setFault] = useState<Fault>();
  const wanted = typed.trim();
  const usable = wanted !== '' && wanted !== name;
  const rename = async () => {
    if (!usable) return;
    const result = await call('renameProfile', { profileId, name: wanted });
    if (result.kind === 'fault') setFault(result.fault);
    else onRenamed();
  };
  return (
    <Dialog
      title={texts.profiles.renameTitle(name)}
      lead={texts.profiles.renameLead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} disabled={!usable} onRun={rename}>
          {texts.profiles.rename}
        </DialogActions>
      }
    >
      <TextInput
        label={texts.profiles.newName}
        value={typed}
        maxLength={longestName}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void rename();
        }}
      />
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
