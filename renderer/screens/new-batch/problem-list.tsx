import { SegmentedControl } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { BatchCheck } from '../../../core/api-orders.ts';
import type { Fault } from '../../../core/errors.ts';
import type { ProblemFilter, ProblemRow } from '../../../core/order/problem-rows.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { notifyDone } from '../../components/notify.ts';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { Tag } from '../../components/tag.tsx';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { formatNumber } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';
import type { OpenList } from './read-file.ts';

const columns: readonly GridColumn<ProblemRow>[] = [
  {
    key: 'kind',
    header: texts.newBatch.kind,
    width: '5.5rem',
    cell: (row) => {
      const severity = row.kind === 'group' ? row.severity : row.problem.severity;
      return <Tag tone={severity === 'error' ? 'bad' : 'warn'}>{texts.newBatch[severity]}</Tag>;
    },
  },
  {
    key: 'line',
    header: texts.newBatch.line,
    width: '5.5rem',
    align: 'end',
    cell: (row) => (row.kind === 'group' ? <Fold unfolded={row.unfolded} /> : placeWords(row.problem.fault)),
  },
  {
    key: 'column',
    header: texts.newBatch.column,
    width: '7rem',
    cell: (row) => {
      if (row.kind === 'group') return '';
      const { place } = row.problem.fault;
      return place?.columnName ?? (place?.column === undefined ? '' : formatNumber(place.column));
    },
  },
  {
    key: 'value',
    header: texts.newBatch.value,
    width: 'minmax(6rem, 0.8fr)',
    cell: (row) => {
      if (row.kind === 'group')
        return (
          <b className="problem-words problem-group" title={texts.newBatch.group(row.code, row.count)}>
            {texts.newBatch.group(row.code, row.count)}
          </b>
        );
      const { value } = row.problem;
      return (
        value !== undefined && (
          <span className="mono problem-value" title={value}>
            {value}
          </span>
        )
      );
    },
  },
  {
    key: 'wrong',
    header: texts.newBatch.wrong,
    width: 'minmax(11rem, 1.5fr)',
    cell: (row) => <Words words={faultOf(row).message} />,
  },
  {
    key: 'remedy',
    header: texts.newBatch.remedy,
    width: 'minmax(11rem, 1.5fr)',
    cell: (row) => <Words words={faultOf(row).remedy} dim />,
  },
];

interface ProblemListProps {
  readonly list: OpenList;
  readonly check: BatchCheck;
}

/** Every problem of the list, page by page from main: filtered, and the same ones folded together. */
export function ProblemList({ list, check }: ProblemListProps) {
  const [severity, setSeverity] = useState<ProblemFilter>('all');
  const [unfolded, setUnfolded] = useState<readonly string[]>([]);
  const key = JSON.stringify([list.listId, check.errors, check.warnings, severity, unfolded]);
  const rows = usePagedRows<ProblemRow>(
    key,
    (offset, limit) =>
      call('listProblems', { listId: list.listId, severity, unfolded: [...unfolded], offset, limit }),
    keyOf,
  );
  const views = [
    { value: 'all', label: texts.newBatch.filterAll(check.errors + check.warnings) },
    { value: 'error', label: texts.newBatch.filterErrors(check.errors) },
    { value: 'warning', label: texts.newBatch.filterWarnings(check.warnings) },
  ];
  const fold = (index: number) => {
    const row = rows.rowAt(index);
    if (row?.kind !== 'group') return;
    setUnfolded((codes) =>
      codes.includes(row.code) ? codes.filter((code) => code !== row.code) : [...codes, row.code],
    );
  };
  const save = async () => {
    const result = await call('saveListProblems', { listId: list.listId });
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'saved') notifyDone(texts.newBatch.problemsSaved, result.answer.file);
    return undefined;
  };
  return (
    <>
      <div className="check__bar">
        <SegmentedControl
          size="xs"
          withItemsBorders={false}
          aria-label={texts.newBatch.filterLabel}
          value={severity}
          onChange={(next) => setSeverity(next as ProblemFilter)}
          data={views}
        />
        <span className="dim check__hint">{texts.newBatch.unfold}</span>
        <ActionButton size="sm" needs="saveListProblems" icon={<IconDownload size="1rem" />} onRun={save}>
          {texts.newBatch.saveProblems}
        </ActionButton>
      </div>
      <div className="check__grid">
        <PagedGrid
          label={texts.newBatch.problems}
          columns={columns}
          rows={rows}
          rowHeight={3.125}
          empty={null}
          onOpen={fold}
        />
      </div>
    </>
  );
}

/** The faults of the profile: there is no list of main's behind them. */
export function ProfileFaults({ faults }: { readonly faults: readonly Fault[] }) {
  const [active, setActive] = useState(-1);
  return (
    <div className="check__grid">
      <VirtualGrid
        label={texts.newBatch.problems}
        columns={columns}
        count={faults.length}
        rowAt={(index): ProblemRow | undefined => {
          const fault = faults[index];
          return fault && { kind: 'problem', problem: { severity: 'error', fault }, inGroup: false };
        }}
        rowHeight={3.125}
        active={active}
        onActive={setActive}
      />
    </div>
  );
}

function Words({ words, dim = false }: { readonly words: string; readonly dim?: boolean }) {
  return (
    <span className={dim ? 'problem-words dim' : 'problem-words'} title={words}>
      {words}
    </span>
  );
}

function Fold({ unfolded }: { readonly unfolded: boolean }) {
  const Icon = unfolded ? IconChevronDown : IconChevronRight;
  return <Icon size="1.125rem" aria-hidden="true" />;
}

function faultOf(row: ProblemRow): Fault {
  return row.kind === 'group' ? row.first : row.problem.fault;
}

function placeWords({ place }: Fault): string {
  if (place?.cell !== undefined) return place.cell.slice(place.cell.lastIndexOf('!') + 1);
  return place?.line === undefined ? '' : formatNumber(place.line);
}

function keyOf(row: ProblemRow): string {
  if (row.kind === 'group') return `${row.severity} ${row.code}`;
  const { place, code } = row.problem.fault;
  return [code, place?.line, place?.column, row.problem.value].join(' ');
}
