import { formatNumber, formatTenths } from '../format/numbers.ts';
import { count } from './common.ts';

const percent = (share: number) => `${formatTenths(100 * share)} %`;

export const figures = {
  percent,
  save: 'Save CSV',
  saved: 'Figures saved',
  emptyTitle: 'Nothing to count yet',
  emptyLead:
    'Once rows come to an end, it is shown here how many, how quickly, which failures are the most frequent, and what each step takes.',

  done: 'rows done',
  doneOf: (total: number) => `of ${formatNumber(total)} rows done`,
  yield: 'first-pass yield',
  yieldOf: (done: number, ended: number) =>
    `${formatNumber(done)} of ${formatNumber(ended)} done at the first attempt`,
  perHour: 'rows an hour, at work',
  perHourUnknown: 'not a minute at work yet',
  finishedAt: 'finished',
  expected: 'expected end',
  unknown: {
    notRunning: 'no end to be told: not running',
    tooFewRows: 'no end to be told: too few rows yet',
    standsStill: 'no end to be told: nothing has happened lately',
  } as const,
  failedRows: 'rows failed last',

  station: 'Station',
  allStations: 'All stations',

  failures: 'Failures, the most frequent first',
  failuresLead: 'Bars: how often. Line: how much of all failures they are together.',
  noFailure: 'No row has failed.',
  cause: 'Cause',
  times: 'Times',
  rows: 'Rows',
  later: 'Done later',
  together: 'Together',
  happened: (times: number, rows: number) =>
    `${count(times, 'time', 'times')} to ${count(rows, 'row', 'rows')}`,
  doneLater: (rows: number) => `${count(rows, 'row', 'rows')} of them done later`,
  between: 'First and last',
  where: 'Where',
  whereAll: (stations: readonly { readonly station: string; readonly occurrences: number }[]) =>
    stations.map(({ station, occurrences }) => `${station}: ${formatNumber(occurrences)}`).join(' · '),
  showRows: 'Show the rows',

  throughput: 'Throughput',
  intervals: {
    minute: 'Rows a minute',
    fiveMinutes: 'Rows in five minutes',
    quarterHour: 'Rows in a quarter of an hour',
    hour: 'Rows an hour',
    day: 'Rows a day',
  } as const,
  from: 'From',
  doneColumn: 'Done',
  failedColumn: 'Failed',
  ends: (done: number, failed: number) => `${formatNumber(done)} done, ${formatNumber(failed)} failed`,
  still: 'nothing happened',
  noThroughput: 'No row has come to an end.',
  stillsLead: 'Hatched: nothing happened.',

  steps: 'Time per step',
  stepsLead: 'Medians, one after the other.',
  noSteps: 'No step has been gone through.',
  step: 'Step',
  median: 'Median',
  ninetieth: '90 %',
  ninetiethLong: 'Nine of ten took no longer',
  worst: 'Longest',
  stepNames: {
    waiting: 'Waiting for a card',
    prepare: 'Prepare',
    write: 'Write, read back',
    session: 'First session',
  } as const,
  line: (line: number) => `line ${formatNumber(line)}`,
  leftOut: (times: number) =>
    `${count(times, 'time was', 'times were')} left out: the clock was set in between.`,
  withCode: (code: string) => `Failed with ${code}`,
  anyCode: 'Show all rows',
};
