import { Tabs } from '@mantine/core';
import '@mantine/core/styles/Tabs.css';
import './tabs.css';
import type { ReactNode } from 'react';
import { useHotkey } from '../keys/use-hotkey.ts';
import { KeyHint } from './key-hint.tsx';

interface PartTabsProps<Part extends string> {
  readonly label: string;
  /** In their order; the first answers the key 1. */
  readonly parts: readonly Part[];
  readonly names: Readonly<Record<Part, string>>;
  readonly shown: Part;
  readonly onShow: (part: Part) => void;
  /** What stands beside a name: something that asks to be looked at. */
  readonly beside?: (part: Part) => ReactNode;
  /** The part that is shown. */
  readonly children: ReactNode;
}

/** The parts of a screen: one is shown, each has its key. */
export function PartTabs<Part extends string>(props: PartTabsProps<Part>) {
  const { label, parts, names, shown, onShow, beside, children } = props;
  return (
    <Tabs
      value={shown}
      onChange={(value) => onShow(value as Part)}
      keepMounted={false}
      className="tabs"
      classNames={{ list: 'tabs__list', tab: 'tabs__tab', panel: 'tabs__panel' }}
    >
      <Tabs.List aria-label={label}>
        {parts.map((part, index) => (
          <PartTab
            key={part}
            part={part}
            name={names[part]}
            hotkey={String(index + 1)}
            beside={beside?.(part)}
            onGo={() => onShow(part)}
          />
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown} key={shown}>
        {children}
      </Tabs.Panel>
    </Tabs>
  );
}

function PartTab(props: {
  readonly part: string;
  readonly name: string;
  readonly hotkey: string;
  readonly beside: ReactNode;
  readonly onGo: () => void;
}) {
  const { part, name, hotkey, beside, onGo } = props;
  useHotkey(hotkey, onGo);
  return (
    <Tabs.Tab value={part} aria-keyshortcuts={hotkey} rightSection={<KeyHint name={hotkey} />}>
      {name}
      {beside}
    </Tabs.Tab>
  );
}
