import { IconBackspace, IconId, IconLogin2 } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { OperatorName, SignInState } from '../../../core/api-operators.ts';
import type { Fault } from '../../../core/errors.ts';
import { pinLength } from '../../../core/operators/pin.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useOperators } from '../../stores/operators.ts';
import { texts } from '../../texts.ts';
import { Logo } from '../logo.tsx';
import { useBadge } from './use-badge.ts';
import './sign-in-screen.css';

interface SignInScreenProps {
  readonly state: Extract<SignInState, { kind: 'signedOut' }>;
}

/** Who is at the bench? By a name and a PIN, or by a badge, which may be scanned at any time. */
export default function SignInScreen({ state }: SignInScreenProps) {
  const [only, ...others] = state.operators;
  const [chosen, setChosen] = useState<OperatorName | undefined>(others.length === 0 ? only : undefined);
  const [fault, setFault] = useState<Fault>();
  const [typed, setTyped] = useState('');
  const anew = (who: OperatorName | undefined) => {
    setChosen(who);
    setTyped('');
    setFault(undefined);
  };
  useBadge(async (code) => {
    setTyped('');
    setFault(await useOperators.getState().signIn({ kind: 'badge', code }));
  });
  return (
    <main className="sign-in">
      <div className="sign-in__panel panel">
        <p className="sign-in__brand">
          <Logo />
          <b>{texts.common.appName}</b>
        </p>
        <h1>{chosen ? chosen.name : texts.operators.signInTitle}</h1>
        {fault && <FaultNotice fault={fault} />}
        {chosen ? (
          <PinPad
            key={chosen.operatorId}
            who={chosen}
            typed={typed}
            onType={setTyped}
            onRefused={setFault}
            onOthers={others.length === 0 ? undefined : () => anew(undefined)}
          />
        ) : (
          <Names people={state.operators} onChoose={anew} />
        )}
        <p className="sign-in__foot dim">
          {state.badges && (
            <span className="sign-in__badge">
              <IconId size="1.25rem" aria-hidden="true" />
              {state.operators.length === 0 ? texts.operators.onlyBadge : texts.operators.orBadge}
            </span>
          )}
          <span>{texts.operators.goesOn}</span>
        </p>
      </div>
    </main>
  );
}

function Names(props: {
  readonly people: readonly OperatorName[];
  readonly onChoose: (who: OperatorName) => void;
}) {
  const { people, onChoose } = props;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector('button')?.focus(), []);
  if (people.length === 0) return null;
  return (
    <>
      <p className="dim">{texts.operators.signInLead}</p>
      <ul ref={list} className="sign-in__names" aria-label={texts.operators.names}>
        {people.map((who) => (
          <li key={who.operatorId}>
            <button type="button" className="sign-in__name" onClick={() => onChoose(who)}>
              <span className="sign-in__initials" aria-hidden="true">
                {initialsOf(who.name)}
              </span>
              <span className="ellipsis">{who.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

function PinPad(props: {
  readonly who: OperatorName;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onRefused: (fault: Fault | undefined) => void;
  readonly onOthers: (() => void) | undefined;
}) {
  const { who, typed, onType, onRefused, onOthers } = props;
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || typed === '') return;
    setBusy(true);
    const fault = await useOperators
      .getState()
      .signIn({ kind: 'pin', operatorId: who.operatorId, pin: typed });
    setBusy(false);
    onType('');
    onRefused(fault);
    field.current?.focus();
  };
  /** A press on the pad leaves the cursor in the field: the keyboard goes on where the finger was. */
  const press = (next: string) => {
    onType(next.slice(0, pinLength.most));
    field.current?.focus();
  };
  return (
    <form className="pin-pad" onSubmit={(event) => void submit(event)}>
      <input
        ref={field}
        className="pin-pad__field"
        type="password"
        inputMode="numeric"
        autoComplete="off"
        aria-label={texts.operators.pinOf(who.name)}
        placeholder={texts.operators.pin}
        maxLength={pinLength.most}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value.replaceAll(/\D/g, ''))}
      />
      <fieldset className="pin-pad__digits" aria-label={texts.operators.digits}>
        {digits.map((digit) => (
          <button key={digit} type="button" tabIndex={-1} onClick={() => press(typed + digit)}>
            {digit}
          </button>
        ))}
        <button
          type="button"
          tabIndex={-1}
          aria-label={texts.operators.erase}
          onClick={() => press(typed.slice(0, -1))}
        >
          <IconBackspace size="1.5rem" aria-hidden="true" />
        </button>
        <button type="button" tabIndex={-1} onClick={() => press(`${typed}0`)}>
          0
        </button>
        <button type="submit" className="pin-pad__enter" disabled={busy || typed === ''}>
          <IconLogin2 size="1.125rem" aria-hidden="true" />
          {texts.operators.signIn}
          <KeyHint name="Enter" />
        </button>
      </fieldset>
      {onOthers && (
        <ActionButton tone="subtle" hotkey="Escape" onRun={onOthers}>
          {texts.operators.others}
        </ActionButton>
      )}
    </form>
  );
}

/** The first letters of the first and the last name. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase();
}
