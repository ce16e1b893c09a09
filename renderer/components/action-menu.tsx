import { Button, Menu } from '@mantine/core';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/Menu.css';
import { IconDots } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { CallName } from '../../core/api-requests.ts';
import { useHotkey } from '../keys/use-hotkey.ts';
import { mayCall, useSignInState } from '../stores/operators.ts';
import { KeyHint } from './key-hint.tsx';
import './action-menu.css';

/** Something that is done seldom enough to stand in a menu. */
export interface MenuAction {
  readonly key: string;
  readonly words: string;
  readonly icon: ReactNode;
  readonly onRun: () => void;
  /** The call that it ends in; see ActionButton. */
  readonly needs?: CallName;
}

interface ActionMenuProps {
  readonly label: string;
  readonly hotkey: string;
  readonly actions: readonly MenuAction[];
}

/** What else can be done here, behind one button. */
export function ActionMenu({ label, hotkey, actions }: ActionMenuProps) {
  const [opened, setOpened] = useState(false);
  const here = useSignInState();
  const element = useRef<HTMLButtonElement>(null);
  useHotkey(hotkey, () => setOpened(true), { element });
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <Button
          ref={element}
          variant="default"
          size="sm"
          className="action-button action-menu__button"
          aria-label={label}
          aria-keyshortcuts={hotkey}
          title={label}
          rightSection={<KeyHint name={hotkey} />}
        >
          <IconDots size="1.0625rem" aria-hidden="true" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="action-menu" onKeyDown={keepInMenu}>
        {actions
          .filter(({ needs }) => needs === undefined || mayCall(here, needs))
          .map((action) => (
            <Menu.Item key={action.key} leftSection={action.icon} onClick={action.onRun}>
              {action.words}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** While the menu is open its keys are its own: Escape closes it and goes no further, letters do nothing. */
function keepInMenu(event: KeyboardEvent): void {
  if (event.key === 'Escape' || event.key.length === 1) event.preventDefault();
}
