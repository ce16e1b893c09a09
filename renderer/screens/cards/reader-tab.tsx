import { Tabs } from '@mantine/core';
import { KeyHint } from '../../components/key-hint.tsx';
import { useHotkey } from '../../keys/use-hotkey.ts';
import { useStations } from '../../stores/stations.ts';
import { texts } from '../../texts.ts';

const mostHotkeys = 9;

/** A reader's name where it becomes part of an id, which may have no blanks in it. */
export function tabValue(name: string): string {
  return encodeURIComponent(name);
}

/** The tab of a reader: its name, and whether a card is in it. */
export function ReaderTab(props: {
  readonly name: string;
  readonly index: number;
  readonly onGo: () => void;
}) {
  const { name, index } = props;
  const card = useStations((state) => state.handles[name]?.view.card);
  const hotkey = index < mostHotkeys ? String(index + 1) : undefined;
  useHotkey(hotkey, props.onGo);
  return (
    <Tabs.Tab
      value={tabValue(name)}
      title={card === undefined ? name : `${name}: ${texts.cards.inside[card]}`}
      aria-keyshortcuts={hotkey}
      rightSection={hotkey === undefined ? undefined : <KeyHint name={hotkey} />}
    >
      {card !== undefined && (
        <i className="reader-dot" data-card={card}>
          <span className="visually-hidden">{texts.cards.inside[card]}</span>
        </i>
      )}
      <span className="reader-name ellipsis">{name}</span>
    </Tabs.Tab>
  );
}
