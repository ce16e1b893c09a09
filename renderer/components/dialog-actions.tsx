import type { ComponentProps } from 'react';
import { texts } from '../texts.ts';
import { ActionButton } from './action-button.tsx';

interface DialogActionsProps extends ComponentProps<typeof ActionButton> {
  readonly onCancel: () => unknown;
}

/** What can be done with a dialog that asks one thing: to leave it, and to do what it is for. */
export function DialogActions({ onCancel, tone = 'primary', ...action }: DialogActionsProps) {
  return (
    <>
      <ActionButton onRun={onCancel}>{texts.common.cancel}</ActionButton>
      <ActionButton tone={tone} {...action} />
    </>
  );
}
