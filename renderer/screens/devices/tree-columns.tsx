import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { MouseEvent, ReactNode } from 'react';
import type { TreeRow } from '../../../core/inspect/row-view.ts';
import { Tag } from '../../components/tag.tsx';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { moidShort } from '../../format/identity.ts';
import { formatAgo, formatExactTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';

const words = texts.deviceTree;
/** Deeper ones stand below each other: their names would be out of sight. */
const deepestIndent = 14;

/** The columns of a tree; of a description alone there are no values. */
export function treeColumns(
  now: number,
  onToggle: (index: number) => void,
  kind: 'device' | 'schema',
): readonly GridColumn<TreeRow>[] {
  const columns: readonly GridColumn<TreeRow>[] = [
    {
      key: 'node',
      header: words.node,
      width: 'minmax(9.5rem, 2fr)',
      cell: (row, index) => <NodeName row={row} kind={kind} onToggle={() => onToggle(index)} />,
    },
    {
      key: 'format',
      header: words.format,
      width: '4rem',
      cell: ({ format }) => <span className="dim">{format}</span>,
    },
    {
      key: 'access',
      header: words.access,
      width: 'minmax(4.5rem, 0.8fr)',
      wideOnly: kind === 'device',
      cell: ({ access }) => (
        <span className="dim" title={access?.join(' ')}>
          {access?.join(' ')}
        </span>
      ),
    },
  ];
  if (kind === 'schema') return columns;
  return [
    ...columns,
    {
      key: 'value',
      header: words.value,
      width: 'minmax(6rem, 1.4fr)',
      cell: (row) => <NodeValue row={row} />,
    },
    {
      key: 'source',
      header: words.source,
      width: 'minmax(7.5rem, 0.9fr)',
      wideOnly: true,
      cell: (row) => <NodeSource row={row} now={now} />,
    },
  ];
}

interface NodeNameProps {
  readonly row: TreeRow;
  readonly kind: 'device' | 'schema';
  readonly onToggle: () => void;
}

function NodeName({ row, kind, onToggle }: NodeNameProps) {
  const indent = Math.min(row.level - 1, deepestIndent);
  return (
    <span className="tree-name" style={{ paddingInlineStart: `${indent * 1.125}rem` }}>
      <Opener row={row} onToggle={onToggle} />
      <NameWords row={row} kind={kind} />
      <Marks row={row} />
    </span>
  );
}

/** The mark at which a line is opened by a click; keys do the same. */
function Opener({ row, onToggle }: { readonly row: TreeRow; readonly onToggle: () => void }) {
  if (row.expanded === undefined) return <i className="tree-name__leaf" />;
  const Chevron = row.expanded ? IconChevronDown : IconChevronRight;
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the row says whether it is open, and its keys open it
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <span className="tree-name__opener" onClick={toggle}>
      <Chevron size="0.9375rem" stroke={2.25} aria-hidden="true" />
    </span>
  );
}

function NameWords({ row, kind }: Omit<NodeNameProps, 'onToggle'>) {
  if (row.role === 'object')
    return (
      <>
        <bdi className="tree-name__object">{row.name === row.moid ? moidShort(row.moid) : row.name}</bdi>
        {row.name !== row.moid && <span className="mono dim ellipsis">{moidShort(row.moid ?? '')}</span>}
      </>
    );
  if (row.name === '') {
    const unnamedInstance = kind === 'schema' ? words.anyInstance : words.onlyInstance;
    return (
      <span className="dim ellipsis">{row.role === 'instance' ? unnamedInstance : words.placeholder}</span>
    );
  }
  const isDim = kind === 'device' && row.value.kind === 'notReported';
  const className = `ellipsis${isDim ? ' dim' : ''}${row.isMatch ? ' tree-name__match' : ''}`;
  return <bdi className={className}>{row.name}</bdi>;
}

function Marks({ row }: { readonly row: TreeRow }): ReactNode {
  return (
    <>
      {row.role === 'instance' && row.name !== '' && <Tag>{words.instance}</Tag>}
      {row.begins && <Tag>{words[row.begins]}</Tag>}
      {row.isPlaceholder && row.name !== '' && (
        <span className="tree-name__mark" title={words.placeholderTag}>
          ‹›
        </span>
      )}
      {row.hasProblem && (
        <span className="tree-name__problem" title={words.problem}>
          <IconAlertTriangle size="0.9375rem" aria-label={words.problem} role="img" />
        </span>
      )}
      {row.change && <Tag tone="accent">{words[row.change]}</Tag>}
    </>
  );
}

function NodeValue({ row }: { readonly row: TreeRow }) {
  const { value } = row;
  switch (value.kind) {
    case 'nodes':
      return <span className="dim">{nodesWords(row)}</span>;
    case 'unreadable':
      return <span className="dim">{value.assumed ? words.neverReadableSet : words.neverReadable}</span>;
    case 'notReported':
      return <span className="dim">{words.notReported}</span>;
    case 'assumed':
      return (
        <span className="mono dim" title={words.assumedOnly}>
          <bdi>{value.text}</bdi>
        </span>
      );
    case 'reported':
      return (
        <span className="mono">
          {value.text === '' ? <i className="dim">{words.empty}</i> : <bdi>{value.text}</bdi>}
          {value.cut && '…'}
          {row.expected !== undefined && (
            <bdi className="tree-value__expected" title={words.differsHint(row.expected)}>
              {' '}
              {words.differsFrom(row.expected)}
            </bdi>
          )}
        </span>
      );
  }
}

function nodesWords(row: TreeRow): string {
  if (row.isListedOnly) return words.notRead;
  return row.role === 'object' ? words.instances(row.children) : words.children(row.children);
}

function NodeSource({ row, now }: { readonly row: TreeRow; readonly now: number }) {
  if (row.value.kind === 'assumed') return <span className="dim">{words.assumed}</span>;
  const { source, stale } = row;
  if (source === undefined || row.role === 'object') return null;
  const when = words.sources[source.kind](formatAgo(source.at, now));
  const hint = `${formatExactTime(source.at)}. ${words.sourceHints[source.kind]}`;
  return stale === undefined ? (
    <span className="dim" title={hint}>
      {when}
    </span>
  ) : (
    <span className="tree-stale" title={words.staleReasons[stale]}>
      {words.stale}
    </span>
  );
}
