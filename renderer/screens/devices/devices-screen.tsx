import { lazy, Suspense, useState } from 'react';
import { Loading } from '../../components/loading.tsx';
import { PartTabs } from '../../components/part-tabs.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import type { DevicesPart, DevicesPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { AlertBadge } from '../alerts/alert-badge.tsx';
import { LibraryPart } from './library-part.tsx';
import { ListPart } from './list-part.tsx';
import './devices-screen.css';

const PlansPart = lazy(() => import('./plans-part.tsx'));
const AlertsPart = lazy(() => import('../alerts/alerts-part.tsx'));
const RulesPart = lazy(() => import('../alerts/rules-part.tsx'));

const parts: readonly DevicesPart[] = ['list', 'library', 'alerts', 'rules', 'plans'];

/** The devices that this workstation knows, and the descriptions of what they hold. */
export default function DevicesScreen({ place }: { readonly place: DevicesPlace }) {
  const [part, setPart] = useState<DevicesPart>(place.part ?? 'list');
  const shown: DevicesPlace = (place.part ?? 'list') === part ? place : { name: 'devices', part };
  return (
    <ScreenFrame title={texts.devices.title}>
      <PartTabs
        label={texts.devices.partsLabel}
        parts={parts}
        names={texts.devices.parts}
        shown={part}
        onShow={setPart}
        beside={(each) => (each === 'alerts' ? <AlertBadge /> : undefined)}
      >
        <Suspense fallback={<Loading />}>
          <Part part={part} place={shown} />
        </Suspense>
      </PartTabs>
    </ScreenFrame>
  );
}

function Part({ part, place }: { readonly part: DevicesPart; readonly place: DevicesPlace }) {
  switch (part) {
    case 'list':
      return <ListPart place={place} />;
    case 'library':
      return <LibraryPart place={place} />;
    case 'plans':
      return <PlansPart />;
    case 'alerts':
      return <AlertsPart place={place} />;
    case 'rules':
      return <RulesPart />;
  }
}
