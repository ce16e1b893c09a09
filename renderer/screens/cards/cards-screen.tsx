import { Tabs } from '@mantine/core';
import '@mantine/core/styles/Tabs.css';
import '../../components/tabs.css';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { listen } from '../../bench.ts';
import { ScreenFrame } from '../../components/screen.tsx';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import { cardIdentity } from '../../stores/card-handle.ts';
import { useCard, useCards } from '../../stores/cards.ts';
import type { CardsPlace } from '../../stores/navigation.ts';
import { useStations } from '../../stores/stations.ts';
import { texts } from '../../texts.ts';
import { CardActions } from './card-actions.tsx';
import { CardPanel } from './card-panel.tsx';
import { firstReader } from './first-reader.ts';
import { ReaderTab, tabValue } from './reader-tab.tsx';
import './cards-screen.css';

const WriteDialog = lazy(() => import('./write-dialog.tsx'));
const EraseDialog = lazy(() => import('./erase-dialog.tsx'));
const UnlockDialog = lazy(() => import('./unlock-dialog.tsx'));

/** A question about the card that is asked over the screen. */
export type CardDialog = 'write' | 'erase' | 'unlock';

/** One card by hand: what is on it, whose it is, and what can be done with it. */
export default function CardsScreen({ place }: { readonly place: CardsPlace }) {
  const names = useStations((state) => state.names);
  const [station, setStation] = useState(
    () => place.station ?? firstReader(names, useStations.getState().handles),
  );
  const [dialog, setDialog] = useState<CardDialog>();
  usePlace(() => ({ name: 'cards', station }));
  useCardAsItComes(station);
  const { seen } = useCard(station);
  // A reader that is gone holds nothing that could be worked with.
  const view = names.includes(station) && seen?.kind === 'card' ? seen.view : undefined;
  const identity = view && `${station} ${cardIdentity(seen)}`;
  // A question is about the card that was in when it was asked, and about no other.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another card is what ends the question
  useEffect(() => setDialog(undefined), [identity]);
  const close = () => setDialog(undefined);
  const panel = <CardPanel station={station} onAsk={setDialog} onRenamed={setStation} />;
  return (
    <ScreenFrame
      title={texts.cards.title}
      actions={<CardActions station={station} view={view} onAsk={setDialog} />}
    >
      {names.length > 1 || !names.includes(station) ? (
        <Readers names={names} station={station} onChoose={setStation}>
          {panel}
        </Readers>
      ) : (
        panel
      )}
      <Suspense>
        {view && dialog === 'write' && <WriteDialog view={view} onClose={close} />}
        {view && dialog === 'erase' && <EraseDialog view={view} onClose={close} />}
        {view && dialog === 'unlock' && <UnlockDialog view={view} onClose={close} />}
      </Suspense>
    </ScreenFrame>
  );
}

/** Reads the card in a reader: at once, when a card was put in or taken out, and when a batch is through with it. */
function useCardAsItComes(station: string): void {
  const read = () => useCards.getState().read(station);
  const activity = useStations((state) => state.handles[station]?.view.activity.kind);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another reader, or another state of it, is read anew
  useEffect(() => {
    if (activity !== undefined) void read();
  }, [station, activity]);
  useTold('cardChanged', read, ({ reader }) => reader === station);
  useTold('batch', read, ({ state }) => state !== 'running' && isAtWork(station));
  useEffect(() => listen('cardProgress', useCards.getState().take), []);
}

function isAtWork(station: string): boolean {
  const seen = useCards.getState().handles[station]?.seen;
  return seen?.kind === 'fault' && seen.fault.code === 'STATION_AT_WORK';
}

function Readers(props: {
  readonly names: readonly string[];
  readonly station: string;
  readonly onChoose: (station: string) => void;
  readonly children: ReactNode;
}) {
  const { names, station, onChoose } = props;
  return (
    <Tabs
      value={tabValue(station)}
      onChange={(value) => {
        const name = names.find((each) => tabValue(each) === value);
        if (name !== undefined) onChoose(name);
      }}
      keepMounted={false}
      className="tabs"
      classNames={{ list: 'tabs__list readers', tab: 'tabs__tab', panel: 'tabs__panel' }}
    >
      <Tabs.List aria-label={texts.cards.readersLabel}>
        {names.map((name, index) => (
          <ReaderTab key={name} name={name} index={index} onGo={() => onChoose(name)} />
        ))}
      </Tabs.List>
      {names.includes(station) ? (
        <Tabs.Panel value={tabValue(station)} key={station}>
          {props.children}
        </Tabs.Panel>
      ) : (
        <div className="tabs__panel">{props.children}</div>
      )}
    </Tabs>
  );
}
