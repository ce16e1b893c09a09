import { IconAlertTriangle, IconCopyCheck, IconDeviceFloppy } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { CardView } from '../../../core/api-cards.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { notifyDone } from '../../components/notify.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { useCards } from '../../stores/cards.ts';
import { texts } from '../../texts.ts';
import { CardFacts } from './card-facts.tsx';
import { type ContentsRow, contentsRows, contentsTitle, rowKey } from './contents-rows.ts';
import { FileOctets } from './file-octets.tsx';
import { Problems } from './problems.tsx';
import './contents-panel.css';

interface ContentsPanelProps {
  readonly view: CardView;
  /** Whether the card is being worked with. */
  readonly busy: boolean;
}

const columns: readonly GridColumn<ContentsRow>[] = [
  {
    key: 'file',
    header: texts.cards.file,
    width: 'minmax(0, 1fr)',
    cell: (row) => (
      <span className="two-lines">
        <b className="ellipsis contents-row__name">
          {row.kind === 'problems' && <IconAlertTriangle size="0.9375rem" aria-hidden="true" />}
          {contentsTitle(row)}
        </b>
        <span className="dim ellipsis">
          <Below row={row} />
        </span>
      </span>
    ),
  },
];

/** One side of a card: what it is, its files, and what in them could not be understood. */
export function ContentsPanel({ view, busy }: ContentsPanelProps) {
  const { station, card } = view;
  const rows = useMemo(() => contentsRows(card), [card]);
  const [chosen, setChosen] = useState<string>();
  // What was chosen on one card is looked at on the next one too, where it has the like.
  const found = rows.findIndex((row) => rowKey(row) === chosen);
  const active = Math.max(0, found);
  const row = rows[active];
  const copy = async () => {
    const file = await useCards.getState().copy(station);
    if (file !== undefined) notifyDone(texts.cards.copied, texts.cards.copiedHint(file));
  };
  const choose = (index: number) => {
    const next = rows[index];
    if (next) setChosen(rowKey(next));
  };
  return (
    <section className="contents panel" aria-label={texts.cards.contents}>
      <div className="side-head">
        <h2>{texts.cards.contents}</h2>
        <div className="side-head__actions">
          <ActionButton
            tone="subtle"
            size="sm"
            hotkey="S"
            needs="copyCard"
            icon={<IconDeviceFloppy size="1rem" />}
            disabled={busy}
            onRun={copy}
          >
            {texts.cards.copy}
          </ActionButton>
          <ActionButton
            tone="subtle"
            size="sm"
            hotkey="C"
            needs="compareCard"
            icon={<IconCopyCheck size="1rem" />}
            disabled={busy}
            onRun={() => useCards.getState().compare(station)}
          >
            {texts.cards.compare}
          </ActionButton>
        </div>
      </div>
      <div className="contents__body">
        <div className="contents__list">
          <VirtualGrid
            label={texts.cards.contents}
            columns={columns}
            count={rows.length}
            rowAt={(index) => rows[index]}
            rowHeight={2.5}
            quiet
            active={active}
            onActive={choose}
            toneOf={({ kind }) => (kind === 'problems' ? 'warn' : undefined)}
          />
        </div>
        {row && (
          <section
            className="contents__detail"
            aria-label={contentsTitle(row)}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
            tabIndex={0}
            key={rowKey(row)}
          >
            <Detail row={row} view={view} />
          </section>
        )}
      </div>
    </section>
  );
}

function Below({ row }: { readonly row: ContentsRow }) {
  switch (row.kind) {
    case 'card':
      return row.words;
    case 'file':
      return (
        <>
          <span className="mono">{row.file.path}</span> · {texts.cards.usedOf(row.file.used, row.file.size)}
        </>
      );
    case 'problems':
      return texts.cards.problems(row.problems.length);
  }
}

function Detail({ row, view }: { readonly row: ContentsRow; readonly view: CardView }) {
  switch (row.kind) {
    case 'card':
      return <CardFacts card={view.card} />;
    case 'file':
      return <FileOctets file={row.file} hasMessage={view.message !== undefined} />;
    case 'problems':
      return <Problems problems={row.problems} />;
  }
}
