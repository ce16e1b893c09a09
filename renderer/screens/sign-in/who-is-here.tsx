import { IconEyeOff, IconLock } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { useOperators, useSignInState } from '../../stores/operators.ts';
import { texts } from '../../texts.ts';
import './who-is-here.css';

/** Who is signed in, and the key that locks the window; and whether production data is locked. */
export function WhoIsHere() {
  const state = useSignInState();
  if (state === undefined || state.kind === 'signedOut') return null;
  return (
    <span className="who">
      {state.productionLocked && (
        <span className="who__locked" title={texts.operators.productionLockedHint}>
          <IconEyeOff size="1.0625rem" aria-hidden="true" />
          <span>{texts.operators.productionLocked}</span>
        </span>
      )}
      {state.kind === 'signedIn' && (
        <>
          <span className="who__name">
            <b className="ellipsis">{state.operator.name}</b>
            <span className="dim">{texts.operators.roles[state.operator.role]}</span>
          </span>
          <ActionButton
            size="sm"
            hotkey="F9"
            icon={<IconLock size="1rem" />}
            label={texts.operators.lockHint(state.operator.name)}
            onRun={() => useOperators.getState().lock()}
          >
            {texts.operators.lock}
          </ActionButton>
        </>
      )}
    </span>
  );
}
