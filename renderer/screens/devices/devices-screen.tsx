import { Tabs } from '@mantine/core';
import '@mantine/core/styles/Tabs.css';
import '../../components/tabs.css';
import { lazy, Suspense, useState } from 'react';
import { KeyHint } from '../../components/key-hint.tsx';
import { Loading } from '../../components/loading.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { useHotkey } from '../../keys/use-hotkey.ts';
import type { DevicesPart, DevicesPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { AlertBadge } from '../alerts/alert-badge.tsx';
import { LibraryPart } from './library-part.tsx';
import { ListPart } from './list-part.tsx';
import './devices-screen.css';

const AlertsPart = lazy(() => import('../alerts/alerts-part.tsx'));
const RulesPart = lazy(() => import('../alerts/rules-part.tsx'));

const parts = [
  { part: 'list', hotkey: '1' },
  { part: 'library', hotkey: '2' },
  { part: 'alerts', hotkey: '3' },
  { part: 'rules', hotkey: '4' },
] as const;

/** The devices that this workstation knows, and the descriptions of what they hold. */
export default function DevicesScreen({ place }: { readonly place: DevicesPlace }) {
  const [part, setPart] = useState<DevicesPart>(place.part ?? 'list');
  const shown: DevicesPlace = (place.part ?? 'list') === part ? place : { name: 'devices', part };
  return (
    <ScreenFrame title={texts.devices.title}>
      <Tabs
        value={part}
        onChange={(value) => setPart(value as DevicesPart)}
        keepMounted={false}
        className="tabs"
        classNames={{ list: 'tabs__list', tab: 'tabs__tab', panel: 'tabs__panel' }}
      >
        <Tabs.List aria-label={texts.devices.partsLabel}>
          {parts.map((each) => (
            <PartTab key={each.part} {...each} onGo={() => setPart(each.part)} />
          ))}
        </Tabs.List>
        <Tabs.Panel value={part} key={part}>
          <Suspense fallback={<Loading />}>
            <Part part={part} place={shown} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </ScreenFrame>
  );
}

function Part({ part, place }: { readonly part: DevicesPart; readonly place: DevicesPlace }) {
  switch (part) {
    case 'list':
      return <ListPart place={place} />;
    case 'library':
      return <LibraryPart place={place} />;
    case 'alerts':
      return <AlertsPart place={place} />;
    case 'rules':
      return <RulesPart />;
  }
}

function PartTab(props: { readonly part: DevicesPart; readonly hotkey: string; readonly onGo: () => void }) {
  useHotkey(props.hotkey, props.onGo);
  return (
    <Tabs.Tab
      value={props.part}
      aria-keyshortcuts={props.hotkey}
      rightSection={<KeyHint name={props.hotkey} />}
    >
      {texts.devices.parts[props.part]}
      {props.part === 'alerts' && <AlertBadge />}
    </Tabs.Tab>
  );
}
