import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { Tag } from '../../components/tag.tsx';
import { useNow } from '../../components/use-now.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { moidShort } from '../../format/identity.ts';
import { formatAgo } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { parentIndex, type TreeRow } from './object-tree.ts';
import './tree-panel.css';

interface TreePanelProps {
  /** The lines in sight. */
  readonly rows: readonly TreeRow[];
  readonly closed: ReadonlySet<string>;
  readonly onClosed: (closed: ReadonlySet<string>) => void;
  /** Every line that can be closed. */
  readonly closable: readonly string[];
  readonly active: number;
  readonly onActive: (index: number) => void;
}

/** The tree that a device reported, with the keys of the WAI-ARIA treegrid pattern. */
export function TreePanel({ rows, closed, onClosed, closable, active, onActive }: TreePanelProps) {
  const now = useNow(10_000);
  const toggle = (row: TreeRow, close: boolean) => {
    const next = new Set(closed);
    if (close) next.add(row.id);
    else next.delete(row.id);
    onClosed(next);
  };
  const columns = useMemo(() => columnsAt(now, closed), [now, closed]);
  const onKey = (key: string, index: number) => {
    const row = rows[index];
    if (!row) return false;
    const open = row.children > 0 && !closed.has(row.id);
    if (key === 'ArrowRight' && row.children > 0) {
      if (open) onActive(index + 1);
      else toggle(row, false);
    } else if (key === 'ArrowLeft') {
      if (open) toggle(row, true);
      else onActive(parentIndex(rows, index));
    } else if (key === ' ' && row.children > 0) toggle(row, open);
    else return false;
    return true;
  };
  return (
    <section className="tree panel" aria-label={texts.devices.tree}>
      <div className="tree__head">
        <h2>{texts.devices.tree}</h2>
        <div className="tree__actions">
          <ActionButton tone="subtle" size="sm" onRun={() => onClosed(new Set())}>
            {texts.devices.expandAll}
          </ActionButton>
          <ActionButton tone="subtle" size="sm" onRun={() => onClosed(new Set(closable))}>
            {texts.devices.collapseAll}
          </ActionButton>
        </div>
      </div>
      <div className="tree__rows">
        <VirtualGrid
          label={texts.devices.tree}
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          compact
          rowHeight={2}
          active={active}
          onActive={onActive}
          onKey={onKey}
          onOpen={(index) => {
            const row = rows[index];
            if (row && row.children > 0) toggle(row, !closed.has(row.id));
          }}
          treeOf={(index) => {
            const row = rows[index];
            if (!row) return undefined;
            const { level, position, siblings } = row;
            return {
              level,
              position,
              siblings,
              ...(row.children > 0 ? { expanded: !closed.has(row.id) } : {}),
            };
          }}
        />
      </div>
    </section>
  );
}

function columnsAt(now: number, closed: ReadonlySet<string>): readonly GridColumn<TreeRow>[] {
  return [
    {
      key: 'node',
      header: texts.devices.node,
      width: 'minmax(11rem, 1.8fr)',
      cell: (row) => <NodeName row={row} closed={closed.has(row.id)} />,
    },
    {
      key: 'kind',
      header: texts.devices.format,
      width: '4rem',
      cell: (row) => <span className="dim">{row.role !== 'object' && texts.devices.kinds[row.kind]}</span>,
    },
    {
      key: 'value',
      header: texts.devices.value,
      width: 'minmax(8rem, 1.4fr)',
      cell: (row) => <NodeValue row={row} />,
    },
    {
      key: 'source',
      header: texts.devices.source,
      width: '10.5rem',
      wideOnly: true,
      cell: ({ reportedAt, role }) => (
        <span className="dim">
          {reportedAt !== undefined &&
            role !== 'object' &&
            texts.devices.reported(formatAgo(reportedAt, now))}
        </span>
      ),
    },
  ];
}

function NodeName({ row, closed }: { readonly row: TreeRow; readonly closed: boolean }) {
  const Chevron = closed ? IconChevronRight : IconChevronDown;
  return (
    <span className="tree-name" style={{ paddingInlineStart: `${(row.level - 1) * 1.125}rem` }}>
      {row.children > 0 ? (
        <Chevron size="0.9375rem" stroke={2.25} aria-hidden="true" />
      ) : (
        <i className="tree-name__leaf" />
      )}
      {row.role === 'object' && (
        <>
          <b>{row.name}</b> <span className="mono dim ellipsis">{moidShort(row.moid)}</span>
        </>
      )}
      {row.role === 'instance' && (
        <>
          <span className={row.name === '' ? 'dim' : undefined}>
            {row.name === '' ? texts.devices.onlyInstance : row.name}
          </span>
          {row.name !== '' && <Tag>{texts.devices.instance}</Tag>}
        </>
      )}
      {row.role === 'node' && <span className="ellipsis">{row.name}</span>}
    </span>
  );
}

function NodeValue({ row }: { readonly row: TreeRow }) {
  if (row.role === 'object') return null;
  if (row.kind === 'node') return <span className="dim">{texts.devices.children(row.children)}</span>;
  return (
    <span className="mono" title={String(row.value)}>
      {String(row.value)}
    </span>
  );
}
