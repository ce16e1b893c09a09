import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import type { DataNode, DataRow } from '../../../core/provisioning/configuration-tree.ts';
import { Tag } from '../../components/tag.tsx';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { texts } from '../../texts.ts';

const words = texts.profileObjects;
/** Deeper ones stand below each other: their names would be out of sight. */
const deepestIndent = 14;

type FaultsAt = (node: DataNode) => readonly unknown[];

/** The columns of a management object's tree; without a description there is nothing to say of its nodes. */
export function dataColumns(
  onToggle: (index: number) => void,
  faultsAt: FaultsAt,
  described: boolean,
): readonly GridColumn<DataRow>[] {
  const name: GridColumn<DataRow> = {
    key: 'node',
    header: words.nodeName,
    width: 'minmax(11.5rem, 1.8fr)',
    cell: (row, index) => (
      <NodeName row={row} faults={faultsAt(row.node).length} onToggle={() => onToggle(index)} />
    ),
  };
  const value: GridColumn<DataRow> = {
    key: 'value',
    header: words.value,
    width: 'minmax(7rem, 1.6fr)',
    cell: ({ node }) => <NodeValue node={node} />,
  };
  if (!described) return [name, value];
  return [
    name,
    {
      key: 'format',
      header: words.format,
      width: '4.25rem',
      cell: ({ node }) => <span className="dim">{node.schema?.format}</span>,
    },
    {
      key: 'occurrence',
      header: words.occurrence,
      width: '4rem',
      cell: ({ node }) => (
        <span className="dim">{node.schema && occurrenceSign(node.schema.occurrence)}</span>
      ),
    },
    {
      key: 'access',
      header: words.access,
      width: 'minmax(4rem, 0.7fr)',
      cell: ({ node }) => (
        <span className="dim" title={node.schema && [...node.schema.access].join(' ')}>
          {node.schema && [...node.schema.access].join(' ')}
        </span>
      ),
    },
    value,
  ];
}

/** How often a node may stand there: `1`, `0–1`, `1–n`. */
export function occurrenceSign({ least, most }: { readonly least: number; readonly most?: number }): string {
  const upper = most === undefined ? 'n' : String(most);
  return String(least) === upper ? upper : `${least}–${upper}`;
}

function NodeName({
  row,
  faults,
  onToggle,
}: {
  readonly row: DataRow;
  readonly faults: number;
  readonly onToggle: () => void;
}) {
  const { node, level, expanded } = row;
  const indent = Math.min(level - 1, deepestIndent);
  const Chevron = expanded ? IconChevronDown : IconChevronRight;
  // What is not described says so by itself.
  const problem = faults > 0 || (node.problem !== undefined && node.problem !== 'unknownNode');
  const below = expanded === false && node.problems > 0;
  return (
    <span className="tree-name" style={{ paddingInlineStart: `${indent * 1.125}rem` }}>
      {expanded === undefined ? (
        <i className="tree-name__leaf" />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the row says whether it is open, and its keys open it
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <span
          className="tree-name__opener"
          onClick={(event: MouseEvent) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <Chevron size="0.9375rem" stroke={2.25} aria-hidden="true" />
        </span>
      )}
      <bdi className={`ellipsis${node.state === 'present' ? '' : ' dim'}`}>
        {node.name === '' ? words.anyName(node.schema?.title ?? '') : node.name}
      </bdi>
      {node.state === 'missing' && <Tag tone="warn">{words.missing}</Tag>}
      {node.problem === 'unknownNode' && <Tag tone="warn">{words.unknown}</Tag>}
      {(problem || below) && (
        <span className="tree-name__problem" title={words.problem}>
          <IconAlertTriangle size="0.9375rem" aria-label={words.problem} role="img" />
        </span>
      )}
    </span>
  );
}

function NodeValue({ node }: { readonly node: DataNode }) {
  if (node.state !== 'present') return <span className="dim">{words.notThere}</span>;
  if (node.children) return null;
  const { value } = node;
  if (value === '') return <i className="dim">{words.empty}</i>;
  return (
    <span className="mono">
      <bdi>{String(value).slice(0, 200)}</bdi>
    </span>
  );
}
