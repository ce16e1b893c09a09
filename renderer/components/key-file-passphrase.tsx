import { TextInput } from '@mantine/core';
import './form-styles.ts';
import { useState } from 'react';
import { create } from 'zustand';
import type { ChosenKeyFile, EncryptedKeyFile } from '../../core/api-operators.ts';
import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';
import { DialogActions } from './dialog-actions.tsx';
import { FaultNotice } from './fault-notice.tsx';

interface Question {
  readonly file: EncryptedKeyFile;
  readonly answer: (opened: ChosenKeyFile | undefined) => void;
}

const useQuestion = create<{ readonly question: Question | undefined }>()(() => ({ question: undefined }));

/** Asks for the passphrase of a key file, until it opens or the person gives up. */
export function askForPassphrase(file: EncryptedKeyFile): Promise<ChosenKeyFile | undefined> {
  return new Promise((resolve) => {
    const answer = (opened: ChosenKeyFile | undefined) => {
      useQuestion.setState({ question: undefined });
      resolve(opened);
    };
    useQuestion.getState().question?.answer(undefined);
    useQuestion.setState({ question: { file, answer } });
  });
}

/** The question for the passphrase of an encrypted key file, over whatever asked for the file. */
export function KeyFilePassphrase() {
  const question = useQuestion((state) => state.question);
  return question ? <PassphraseDialog key={question.file.token} {...question} /> : null;
}

function PassphraseDialog({ file, answer }: Question) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const open = async () => {
    if (typed === '' || busy) return;
    setBusy(true);
    const result = await call('openKeyFile', { token: file.token, passphrase: typed });
    setBusy(false);
    setTyped('');
    if (result.kind === 'answer') answer(result.answer);
    else setFault(result.fault);
  };
  return (
    <Dialog
      title={texts.operators.keyFileTitle}
      lead={texts.operators.keyFileLead(file.name)}
      onClose={() => answer(undefined)}
      actions={
        <DialogActions
          onCancel={() => answer(undefined)}
          hotkey="Enter"
          disabled={typed === '' || busy}
          onRun={open}
        >
          {texts.operators.keyFileOpen}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <TextInput
        type="password"
        label={texts.operators.passphrase}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void open();
        }}
      />
    </Dialog>
  );
}
