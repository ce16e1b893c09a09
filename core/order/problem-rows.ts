import type { ErrorCode, Fault } from '../errors.ts';
import type { ListProblem } from '../provisioning/device-list.ts';
import { harmless } from '../provisioning/report-csv.ts';

/** A line of the list of problems: one of them, or many of the same code that unfold. */
export type ProblemRow =
  | { readonly kind: 'problem'; readonly problem: ListProblem; readonly inGroup: boolean }
  | {
      readonly kind: 'group';
      readonly code: ErrorCode;
      readonly severity: ListProblem['severity'];
      readonly count: number;
      readonly unfolded: boolean;
      /** The first of them. */
      readonly first: Fault;
    };

export type ProblemFilter = 'all' | 'error' | 'warning';

/** Which problems are shown, and the codes whose groups are unfolded. */
export interface ProblemQuery {
  readonly severity: ProblemFilter;
  readonly unfolded: readonly string[];
}

/** Problems of one code that are shown one by one; more of them are a group. */
const mostSingle = 5;

/** The list of problems as it is shown, by their lines; a group stands where its first one does. */
export function problemRows(problems: readonly ListProblem[], query: ProblemQuery): readonly ProblemRow[] {
  const shown = problems.filter(({ severity }) => query.severity === 'all' || severity === query.severity);
  const groups = Map.groupBy(shown, keyOf);
  const unfolded = new Set(query.unfolded);
  const told = new Set<string>();
  const rows: ProblemRow[] = [];
  for (const problem of shown) {
    const key = keyOf(problem);
    const group = groups.get(key) ?? [];
    if (group.length <= mostSingle) rows.push({ kind: 'problem', problem, inGroup: false });
    else if (!told.has(key)) {
      told.add(key);
      const { severity, fault } = problem;
      const isUnfolded = unfolded.has(fault.code);
      const { code } = fault;
      rows.push({ kind: 'group', code, severity, count: group.length, unfolded: isUnfolded, first: fault });
      if (isUnfolded) for (const each of group) rows.push({ kind: 'problem', problem: each, inGroup: true });
    }
  }
  return rows;
}

function keyOf({ severity, fault }: ListProblem): string {
  return `${severity} ${fault.code}`;
}

/** Problems as CSV, a line each, whose cells no spreadsheet program runs. */
export function printProblems(problems: readonly ListProblem[]): string {
  const heading = ['severity', 'code', 'line', 'column', 'heading', 'cell', 'value', 'problem', 'what to do'];
  const lines = problems.map(({ severity, fault: { code, place, message, remedy }, value }) => [
    ...[severity, code, place?.line, place?.column, place?.columnName, place?.cell, value, message, remedy],
  ]);
  return [heading, ...lines].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function cellText(value: string | number | undefined): string {
  if (typeof value === 'number') return String(value);
  const text = harmless(value ?? '');
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
