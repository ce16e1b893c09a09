import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { type FormEvent, useRef, useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useOperators } from '../../stores/operators.ts';
import { texts } from '../../texts.ts';
import { Logo } from '../logo.tsx';
import './sign-in-screen.css';

/** The data folder's vault is protected by a passphrase: the services start when it is right. */
export default function OpenVaultScreen() {
  const [fault, setFault] = useState<Fault>();
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const open = async () => {
    if (typed === '') return;
    const refused = await useOperators.getState().openVault(typed);
    if (refused === undefined) return;
    setFault(refused);
    setTyped('');
    field.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open();
  };
  return (
    <main className="sign-in">
      <div className="sign-in__panel panel">
        <p className="sign-in__brand">
          <Logo />
          <b>{texts.common.appName}</b>
        </p>
        <h1>{texts.operators.openTitle}</h1>
        <p className="dim">{texts.operators.openLead}</p>
        <form className="sign-in__form" onSubmit={submit}>
          <TextInput
            ref={field}
            type="password"
            label={texts.operators.passphrase}
            autoComplete="off"
            autoFocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <ActionButton tone="primary" hotkey="Enter" disabled={typed === ''} onRun={open}>
            {texts.operators.open}
          </ActionButton>
        </form>
        {fault && <FaultNotice fault={fault} />}
      </div>
    </main>
  );
}
