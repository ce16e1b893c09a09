import { type RefObject, useEffect, useRef } from 'react';
import { bind } from './hotkeys.ts';

/**
 * Offers a key while the component is shown. Behind an open dialog only what is in the dialog answers;
 * `element` tells where the component is.
 */
export function useHotkey(
  key: string | undefined,
  run: () => void,
  options: { readonly disabled?: boolean; readonly element?: RefObject<Element | null> } = {},
): void {
  const { disabled = false, element } = options;
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (key === undefined || disabled) return;
    return bind({
      key,
      active: () => {
        // A dialog may ask something over another one: the last of them is on top.
        const dialog = [...document.querySelectorAll('dialog[open]')].at(-1) ?? null;
        return dialog === null || (element?.current ? dialog.contains(element.current) : false);
      },
      run: () => latest.current(),
    });
  }, [key, disabled, element]);
}
