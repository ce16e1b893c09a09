import type { FiguresView } from '../api-figures.ts';
import { csvLine } from './report-csv.ts';

/** A cell: texts are made harmless, what is missing is empty. */
type Cell = string | number | undefined;

const heading = ['figure', 'station', 'name', 'from', 'until', 'value', 'unit', 'words'];

/**
 * Figures as CSV (RFC 4180, UTF-8 with byte order mark), a number a line, so that spreadsheet programs can filter and
 * pivot them. Times are ISO 8601 in UTC.
 */
export function figuresCsv(view: FiguresView): string {
  const lines: Cell[][] = [...totals(view), ...outcomes(view), ...steps(view), ...throughput(view)];
  return `\uFEFF${[heading, ...lines].map(csvLine).join('\r\n')}\r\n`;
}

/** A number of all stations together, without times of its own. */
function total(figure: string, value: Cell, unit: string): Cell[] {
  return [figure, undefined, undefined, undefined, undefined, value, unit, undefined];
}

function totals(view: FiguresView): Cell[][] {
  const { batch, rows, done, failed, firstPass, perHour, working, leftOut, finish, attempts } = view;
  return [
    ...(batch ? [total('rows of the batch', batch.total, 'rows'), total('left', batch.left, 'rows')] : []),
    total('begun', rows, 'rows'),
    total('done', done, 'rows'),
    total('failed', failed, 'rows'),
    total('came to an end', firstPass.ended, 'rows'),
    total('done at the first attempt', firstPass.done, 'rows'),
    ...(perHour === undefined ? [] : [total('done an hour', Math.round(perHour * 10) / 10, 'rows an hour')]),
    total('at work', Math.round(working / 1000), 'seconds'),
    total('times left out', leftOut, 'times'),
    ...(finish === undefined || finish.kind === 'unknown'
      ? []
      : [total(finish.kind === 'finished' ? 'finished' : 'expected end', time(finish.at), 'time')]),
    ...attempts.flatMap((each): Cell[][] => [
      [
        'done after attempts',
        undefined,
        String(each.attempts),
        undefined,
        undefined,
        each.done,
        'rows',
        undefined,
      ],
      [
        'failed after attempts',
        undefined,
        String(each.attempts),
        undefined,
        undefined,
        each.failed,
        'rows',
        undefined,
      ],
    ]),
  ];
}

function outcomes({ outcomes: all }: FiguresView): Cell[][] {
  return all.flatMap(({ code, cause, remedy, firstAt, lastAt, ...each }): Cell[][] => {
    const line = (figure: string, value: number, unit: string, words?: string): Cell[] => [
      ...[figure, undefined, code, time(firstAt), time(lastAt), value, unit, words],
    ];
    return [
      line('failure', each.occurrences, 'times', cause),
      line('rows with the failure', each.rows, 'rows', remedy),
      line('of these done later', each.doneLater, 'rows'),
      ...each.stations.map(({ station, occurrences }): Cell[] => [
        ...['failure at a station', station, code, undefined, undefined, occurrences, 'times', undefined],
      ]),
    ];
  });
}

function steps({ steps: all }: FiguresView): Cell[][] {
  return all.flatMap(({ step, station, count, median, ninetieth, worst }): Cell[][] => {
    const line = (figure: string, value: number, unit: string, words?: string): Cell[] => [
      ...[figure, station, step, undefined, undefined, value, unit, words],
    ];
    return [
      line('times of a step', count, 'times'),
      line('median', median, 'ms'),
      line('90th percentile', ninetieth, 'ms'),
      line('worst', worst.milliseconds, 'ms', `line ${worst.line}: ${worst.label}`),
    ];
  });
}

function throughput({ throughput: { intervals, stations, earlier, stills } }: FiguresView): Cell[][] {
  return [
    ...(earlier.done + earlier.failed > 0
      ? [total('done earlier', earlier.done, 'rows'), total('failed earlier', earlier.failed, 'attempts')]
      : []),
    ...intervals.flatMap(({ from, byStation }, index) =>
      (byStation ?? []).flatMap((ends, place): Cell[][] => {
        const next = intervals[index + 1];
        const line = (figure: string, value: number, unit: string): Cell[] => [
          ...[
            figure,
            stations[place],
            undefined,
            time(from),
            next && time(next.from),
            value,
            unit,
            undefined,
          ],
        ];
        return [
          line('done in an interval', ends.done, 'rows'),
          line('failed in an interval', ends.failed, 'attempts'),
        ];
      }),
    ),
    ...stills.map(({ from, until }): Cell[] => [
      ...['nothing happened', undefined, undefined, time(from), time(until)],
      ...[Math.round((until - from) / 1000), 'seconds', undefined],
    ]),
  ];
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
