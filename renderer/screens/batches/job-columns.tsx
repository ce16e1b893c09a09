import { Checkbox } from '@mantine/core';
import type { JobView } from '../../../core/api.ts';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { deviceIdWords, iccidShort } from '../../format/identity.ts';
import { formatNumber } from '../../format/numbers.ts';
import { formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { iccidOf, JobState } from './job-words.tsx';

/** The columns of a batch's rows, with a box to choose each. */
export function jobColumns(
  isChosen: (jobId: string) => boolean,
  onChoose: (job: JobView) => void,
): readonly GridColumn<JobView>[] {
  return [
    {
      key: 'chosen',
      header: texts.rows.selectColumn,
      width: '1.25rem',
      cell: (job) => (
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={texts.rows.select(job.label)}
          checked={isChosen(job.jobId)}
          onChange={() => onChoose(job)}
          onClick={(event) => event.stopPropagation()}
        />
      ),
    },
    ...columns,
  ];
}

const columns: readonly GridColumn<JobView>[] = [
  {
    key: 'line',
    header: texts.batches.line,
    width: '3.25rem',
    align: 'end',
    cell: (job) => <span className="dim">{formatNumber(job.line)}</span>,
  },
  {
    key: 'device',
    header: texts.batches.device,
    width: 'minmax(12rem, 1fr)',
    cell: (job) => (
      <span className="two-lines">
        <b className="ellipsis">{job.label}</b>
        <span className="mono dim ellipsis">{deviceIdWords(job.deviceId)}</span>
      </span>
    ),
  },
  {
    key: 'state',
    header: texts.batches.state,
    width: 'minmax(10rem, 2fr)',
    cell: (job) => (
      <>
        <JobState job={job} />{' '}
        {job.state.kind === 'failed' && (
          <span className="cause" title={job.state.fault.message}>
            {job.state.fault.message}
          </span>
        )}
        {'reason' in job.state && (
          <span className="dim" title={job.state.reason}>
            {job.state.reason}
          </span>
        )}
      </>
    ),
  },
  {
    key: 'card',
    header: texts.batches.card,
    width: '6.5rem',
    wideOnly: true,
    cell: (job) => {
      const iccid = iccidOf(job);
      return iccid && <span className="mono dim">{iccidShort(iccid)}</span>;
    },
  },
  {
    key: 'attempts',
    header: texts.batches.attempts,
    width: '5.25rem',
    align: 'end',
    wideOnly: true,
    cell: (job) => <span className="dim">{formatNumber(job.attempts)}</span>,
  },
  {
    key: 'changed',
    header: texts.batches.changed,
    width: '9.5rem',
    wideOnly: true,
    cell: (job) =>
      job.state.kind !== 'waiting' && <span className="dim">{formatMoment(job.changedAt, Date.now())}</span>,
  },
];
