import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import type { BatchCheck } from '../../../core/api.ts';
import type { ListProblem } from '../../../core/provisioning/device-list.ts';
import { Tag } from '../../components/tag.tsx';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { formatNumber } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';
import { outcomeOf } from './check-outcome.ts';
import { RowsPreview } from './rows-preview.tsx';

type Shown = 'all' | 'error' | 'warning' | 'rows';

const columns: readonly GridColumn<ListProblem>[] = [
  {
    key: 'kind',
    header: texts.newBatch.kind,
    width: '5.5rem',
    cell: ({ severity }) => (
      <Tag tone={severity === 'error' ? 'bad' : 'warn'}>{texts.newBatch[severity]}</Tag>
    ),
  },
  {
    key: 'line',
    header: texts.newBatch.line,
    width: '3.5rem',
    align: 'end',
    cell: ({ fault }) => (fault.place?.line === undefined ? '' : formatNumber(fault.place.line)),
  },
  {
    key: 'column',
    header: texts.newBatch.column,
    width: '7rem',
    cell: ({ fault: { place } }) =>
      place?.columnName ?? (place?.column === undefined ? '' : formatNumber(place.column)),
  },
  {
    key: 'value',
    header: texts.newBatch.value,
    width: 'minmax(6rem, 0.8fr)',
    cell: ({ value }) =>
      value !== undefined && (
        <span className="mono problem-value" title={value}>
          {value}
        </span>
      ),
  },
  {
    key: 'wrong',
    header: texts.newBatch.wrong,
    width: 'minmax(11rem, 1.5fr)',
    cell: ({ fault }) => (
      <span className="problem-words" title={fault.message}>
        {fault.message}
      </span>
    ),
  },
  {
    key: 'remedy',
    header: texts.newBatch.remedy,
    width: 'minmax(11rem, 1.5fr)',
    cell: ({ fault }) => (
      <span className="problem-words dim" title={fault.remedy}>
        {fault.remedy}
      </span>
    ),
  },
];

/** What the check of the whole files found: the verdict, every problem, and the first rows as they were read. */
export function CheckResult({ check }: { readonly check: BatchCheck }) {
  const outcome = outcomeOf(check);
  return (
    <div className="check">
      <Verdict check={check} />
      {outcome.problems.length > 0 ? (
        <Problems check={check} />
      ) : (
        <div className="check__part panel">
          <RowsPreview check={check} />
        </div>
      )}
    </div>
  );
}

function Problems({ check }: { readonly check: BatchCheck }) {
  const { problems, errors, warnings } = outcomeOf(check);
  const [shown, setShown] = useState<Shown>('all');
  const [active, setActive] = useState(-1);
  const listed = shown === 'all' ? problems : problems.filter((problem) => problem.severity === shown);
  const views: readonly { readonly value: Shown; readonly label: string; readonly count: number }[] = [
    { value: 'all', label: texts.newBatch.filterAll(problems.length), count: errors && warnings },
    { value: 'error', label: texts.newBatch.filterErrors(errors), count: errors },
    { value: 'warning', label: texts.newBatch.filterWarnings(warnings), count: warnings },
    { value: 'rows', label: texts.newBatch.preview, count: check.preview.length },
  ];
  const offered = views.filter((view) => view.count > 0);
  // Where there is only one kind of problem, that kind is all of them.
  const value = offered.some((view) => view.value === shown) ? shown : (offered[0]?.value ?? 'all');
  return (
    <section className="check__part panel" aria-label={texts.newBatch.problems}>
      <SegmentedControl
        className="check__filter"
        size="xs"
        withItemsBorders={false}
        aria-label={texts.newBatch.filterLabel}
        value={value}
        onChange={(next) => {
          setActive(-1);
          setShown(next as Shown);
        }}
        data={offered.map((view) => ({ value: view.value, label: view.label }))}
      />
      <div className="check__grid">
        {value === 'rows' ? (
          <RowsPreview check={check} />
        ) : (
          <VirtualGrid
            label={texts.newBatch.problems}
            columns={columns}
            count={listed.length}
            rowAt={(index) => listed[index]}
            rowHeight={3.125}
            active={active}
            onActive={setActive}
          />
        )}
      </div>
    </section>
  );
}

function Verdict({ check }: { readonly check: BatchCheck }) {
  const { errors, warnings } = outcomeOf(check);
  const bad = errors > 0;
  const Icon = bad ? IconCircleX : IconCircleCheck;
  return (
    <div className="verdict" data-tone={bad ? 'bad' : 'ok'} role="status">
      <Icon size="1.875rem" stroke={1.75} aria-hidden="true" />
      <div>
        <h2>{bad ? texts.newBatch.faults(errors) : texts.newBatch.fine(check.rows)}</h2>
        <p>{bad ? texts.newBatch.faultsLead : texts.newBatch.fineLead}</p>
      </div>
      {warnings > 0 && (
        <Tag tone="warn">
          <IconAlertTriangle size="0.875rem" aria-hidden="true" />
          <span title={texts.newBatch.warningsLead}>{texts.newBatch.warnings(warnings)}</span>
        </Tag>
      )}
      {check.provisionedBefore > 0 && (
        <Tag tone="warn">
          <IconAlertTriangle size="0.875rem" aria-hidden="true" />
          {texts.newBatch.before(check.provisionedBefore)}
        </Tag>
      )}
    </div>
  );
}
