/** The severities that the Mark of an alert can name (DM 2.0 protocol, Alert), the gravest first. */
export const severities = [
  'fatal',
  'critical',
  'minor',
  'warning',
  'informational',
  'harmless',
  'indeterminate',
] as const;
export type Severity = (typeof severities)[number];

/** Alerts of this severity or a graver one are counted until somebody has acknowledged them. */
export const graveSeverity: Severity = 'critical';

/** A severity as a number: the graver, the greater. What cannot be determined is 0. */
export function severityRank(severity: Severity): number {
  return severities.length - 1 - severities.indexOf(severity);
}

/** The severity of a number; `indeterminate` where it is none. */
export function severityOfRank(rank: number): Severity {
  return severities[severities.length - 1 - rank] ?? 'indeterminate';
}

/** The severity that a Mark names; without one, or with one that the protocol does not know, indeterminate (ours). */
export function severityOf(mark: string | undefined): Severity {
  const wanted = mark?.trim().toLowerCase();
  return severities.find((severity) => severity === wanted) ?? 'indeterminate';
}

/** Whether a severity is as grave as another one, or graver. */
export function isAsGrave(severity: Severity, least: Severity): boolean {
  return severityRank(severity) >= severityRank(least);
}
