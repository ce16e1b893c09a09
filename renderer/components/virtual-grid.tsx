import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { useSteadyScroll } from './use-steady-scroll.ts';
import './virtual-grid.css';

export interface GridColumn<Row> {
  readonly key: string;
  readonly header: string;
  /** A track of CSS grid: `5rem`, `minmax(8rem, 1fr)`. */
  readonly width: string;
  readonly align?: 'end';
  /** Left out where the window is narrow. */
  readonly wideOnly?: boolean;
  readonly cell: (row: Row, index: number) => ReactNode;
}

/** Where a row stands in a tree. */
export interface TreePlace {
  readonly level: number;
  readonly expanded?: boolean;
  readonly position: number;
  readonly siblings: number;
}

export interface VirtualGridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly count: number;
  /** The row, or undefined while it is being read. */
  readonly rowAt: (index: number) => Row | undefined;
  /** A grid beside which other things matter as much leaves the focus where it is. */
  readonly quiet?: boolean;
  /** A compact grid keeps all its columns in less room. */
  readonly compact?: boolean;
  /** The height of a row in rem. */
  readonly rowHeight: number;
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onOpen?: (index: number) => void;
  /** Shift with what moves: from the active row to another one. */
  readonly onExtend?: (from: number, to: number) => void;
  /** Keys beyond those of a list; true says that it was one of them. */
  readonly onKey?: (key: string, index: number) => boolean;
  readonly treeOf?: (index: number) => TreePlace | undefined;
  readonly toneOf?: (row: Row) => 'bad' | 'warn' | undefined;
  /** Told which rows exist; `top` is the first of them that is in sight. */
  readonly onRange?: (first: number, last: number, top: number) => void;
  /** How many rows have come above what is looked at: they do not move it. */
  readonly above?: number;
  /** What is said of those that have not been seen yet, where new rows come at the top. */
  readonly newRows?: (rows: number) => string;
  /** Changes when the active row is to be scrolled into sight. */
  readonly reveal?: number;
}

const wholePage = 10;

/**
 * A long list or tree of which only the rows in sight exist. One element has the focus and names the active
 * row (WAI-ARIA grid and treegrid); arrows, Page, Home and End move, Enter opens.
 */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>) {
  const { label, columns, count, rowAt, rowHeight, active, onActive, onOpen, onKey, treeOf, onRange } = props;
  const { onExtend } = props;
  const { above = 0, quiet = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight * rem,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const top = virtualizer.range?.startIndex ?? first;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that grew or moved needs its rows anew
  useEffect(() => onRange?.(first, last, top), [onRange, first, last, top, count, above]);
  const shown = Math.min(active, count - 1);
  const activeInSight = items.some((item) => item.index === shown);
  const steady = useSteadyScroll(scroller, above, rowHeight * rem, shown >= 0 && activeInSight);
  // A list that is opened again shows the row that was chosen in it.
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current) return;
    opened.current = true;
    if (active > 0) virtualizer.scrollToIndex(active, { align: 'center' });
    // Whoever comes back to a row goes on from it by the keys, unless something else has the focus by now.
    const { activeElement } = document;
    if (!quiet && active >= 0 && (activeElement === document.body || activeElement?.matches('h1')))
      scroller.current?.focus({ preventScroll: true });
  });

  const revealed = useRef(props.reveal);
  useLayoutEffect(() => {
    if (props.reveal === revealed.current) return;
    revealed.current = props.reveal;
    if (active >= 0) virtualizer.scrollToIndex(active);
  });

  const move = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    onActive(next);
    virtualizer.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return;
    const from = Math.max(0, shown);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: shown < 0 ? top : from + 1,
      ArrowUp: from - 1,
      PageDown: from + wholePage,
      PageUp: from - wholePage,
      Home: 0,
      End: count - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      if (event.shiftKey) onExtend?.(from, Math.max(0, Math.min(count - 1, to)));
      move(to);
    } else if (event.key === 'Enter' && onOpen && shown >= 0) onOpen(shown);
    else if (!onKey?.(event.key, from)) return;
    event.preventDefault();
  };

  const clicked = useRef((_index: number, _isShift: boolean) => {});
  useLayoutEffect(() => {
    clicked.current = (index, isShift) => {
      if (isShift && shown >= 0) onExtend?.(shown, index);
      onActive(index);
      onOpen?.(index);
    };
  });
  const onClick = useCallback((index: number, isShift: boolean) => clicked.current(index, isShift), []);

  const template = { '--grid-columns': columns.map((column) => column.width).join(' ') } as CSSProperties;
  const narrow = {
    '--grid-columns-narrow': columns
      .filter((column) => !column.wideOnly)
      .map((column) => column.width)
      .join(' '),
  } as CSSProperties;
  return (
    <div className="grid-frame">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its role is grid or treegrid, as the caller has it */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: see above */}
      <div
        ref={scroller}
        className={props.compact ? 'grid grid--compact' : 'grid grid--wide'}
        style={{ ...template, ...narrow }}
        role={treeOf ? 'treegrid' : 'grid'}
        aria-label={label}
        aria-rowcount={count + 1}
        tabIndex={0}
        aria-activedescendant={activeInSight ? `${id}-${shown}` : undefined}
        onKeyDown={onKeyDown}
        onFocus={() => {
          if (shown < 0 && count > 0) onActive(top);
        }}
      >
        {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row */}
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div className="grid__row grid__head" role="row" aria-rowindex={1}>
          {columns.map((column) => (
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useSemanticElements: see above
            <span key={column.key} role="columnheader" className={cellClass(column)}>
              {column.header}
            </span>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: rows out of sight do not exist, which a table cannot say */}
        <div className="grid__rows" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rowAt(item.index);
            return (
              <GridRow
                key={item.key}
                id={`${id}-${item.index}`}
                index={item.index}
                row={row}
                columns={columns}
                size={item.size}
                start={item.start}
                selected={item.index === shown}
                tone={row === undefined ? undefined : props.toneOf?.(row)}
                {...treeProps(treeOf?.(item.index))}
                onClick={onClick}
              />
            );
          })}
        </div>
      </div>
      {props.newRows && steady.unseen > 0 && (
        <button type="button" className="grid-frame__new" onClick={steady.toTop}>
          <IconArrowUp size="0.9375rem" stroke={2.25} aria-hidden="true" />
          {props.newRows(steady.unseen)}
        </button>
      )}
    </div>
  );
}

interface GridRowProps<Row> {
  readonly id: string;
  readonly index: number;
  readonly row: Row | undefined;
  readonly columns: readonly GridColumn<Row>[];
  /** Its height, and how far down it is; pixels. */
  readonly size: number;
  readonly start: number;
  readonly selected: boolean;
  readonly tone: 'bad' | 'warn' | undefined;
  readonly level?: number | undefined;
  readonly expanded?: boolean | undefined;
  readonly position?: number | undefined;
  readonly siblings?: number | undefined;
  readonly onClick: (index: number, isShift: boolean) => void;
}

function treeProps(tree: TreePlace | undefined) {
  if (tree === undefined) return {};
  const { level, expanded, position, siblings } = tree;
  return { level, expanded, position, siblings };
}

function PlainGridRow<Row>({ row, columns, index, onClick, ...props }: GridRowProps<Row>) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
    // biome-ignore lint/a11y/useSemanticElements: rows out of sight do not exist, which a table cannot say
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid answers the keys
    <div
      id={props.id}
      role="row"
      className="grid__row grid__body-row"
      data-tone={props.tone}
      aria-rowindex={index + 2}
      aria-selected={props.selected}
      aria-level={props.level}
      aria-expanded={props.expanded}
      aria-posinset={props.position}
      aria-setsize={props.siblings}
      aria-busy={row === undefined || undefined}
      style={{ height: props.size, transform: `translateY(${props.start}px)` }}
      onClick={(event) => onClick(index, event.shiftKey)}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        // biome-ignore lint/a11y/useSemanticElements: see above
        <span key={column.key} role="gridcell" className={cellClass(column)}>
          {row === undefined ? <i className="grid__blank" /> : column.cell(row, index)}
        </span>
      ))}
    </div>
  );
}

/** A row that is made anew only where something of it is other: most of those in sight stay while others come. */
const GridRow = memo(PlainGridRow) as typeof PlainGridRow;

function cellClass(column: GridColumn<never>): string {
  return `grid__cell${column.align === 'end' ? ' grid__cell--end' : ''}${column.wideOnly ? ' grid__cell--wide' : ''}`;
}
