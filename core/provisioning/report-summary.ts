import { actorsText } from '../audit/actor-text.ts';
import type { ErrorCode } from '../errors.ts';
import type { Report, ReportRow } from './report.ts';
import { type ReportState, reportStates } from './report-states.ts';

/** Who worked where, and what came of it. */
export interface ReportWorkplace {
  readonly station: string;
  readonly by: string;
  readonly done: number;
  readonly failed: number;
}

/** A cause of failure, and how many rows it stopped. */
export interface ReportCause {
  readonly code: ErrorCode;
  /** As the first of these rows says it. */
  readonly message: string;
  readonly remedy: string;
  readonly rows: number;
}

/** What the first page of a report says of all its rows. */
export interface ReportSummary {
  /** When the first row was begun, and when the last one came to an end; missing where none was. */
  readonly from?: string;
  readonly to?: string;
  /** Every state that rows are in, in the order of the table. */
  readonly states: readonly { readonly state: ReportState; readonly rows: number }[];
  readonly workplaces: readonly ReportWorkplace[];
  /** The most frequent first. */
  readonly causes: readonly ReportCause[];
}

/** Sums the rows of a report up. */
export function summaryOf({ rows }: Pick<Report, 'rows'>): ReportSummary {
  const workplaces = new Map<string, { -readonly [Name in keyof ReportWorkplace]: ReportWorkplace[Name] }>();
  const causes = new Map<string, { -readonly [Name in keyof ReportCause]: ReportCause[Name] }>();
  const states = new Map<ReportState, number>();
  let [from, to]: [string | undefined, string | undefined] = [undefined, undefined];
  for (const row of rows) {
    states.set(row.state, (states.get(row.state) ?? 0) + 1);
    const end = endOf(row);
    if (row.begunAt !== undefined && (from === undefined || row.begunAt < from)) from = row.begunAt;
    if (end !== undefined && (to === undefined || end > to)) to = end;
    const { counts } = reportStates[row.state];
    if (row.station !== undefined && (counts === 'done' || counts === 'failed')) {
      const by = actorsText(row.by ?? []);
      const key = JSON.stringify([row.station, by]);
      const place = workplaces.get(key) ?? { station: row.station, by, done: 0, failed: 0 };
      place[counts]++;
      workplaces.set(key, place);
    }
    if (row.fault) {
      const { code, message, remedy } = row.fault;
      const cause = causes.get(code) ?? { code, message, remedy, rows: 0 };
      cause.rows++;
      causes.set(code, cause);
    }
  }
  const named = Object.keys(reportStates) as ReportState[];
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    states: named.map((state) => ({ state, rows: states.get(state) ?? 0 })),
    workplaces: [...workplaces.values()],
    causes: [...causes.values()].sort((one, other) => other.rows - one.rows),
  };
}

/** When a row came to its end, if it has; ISO 8601. */
export function endOf(row: ReportRow): string | undefined {
  return row.doneAt ?? row.failedAt;
}

/** When the last thing happened that a report tells of; ISO 8601. */
export function latestOf(report: Report): string {
  return report.rows.reduce(
    (latest, row) =>
      [row.begunAt, row.card?.verifiedAt, row.doneAt, row.failedAt].reduce<string>(
        (so, at) => (at !== undefined && at > so ? at : so),
        latest,
      ),
    report.createdAt,
  );
}
