import type { DevicePlanView } from '../api-plan-runs.ts';
import { harmless } from './report-csv.ts';

/** What became of a plan on each device as CSV (RFC 4180, UTF-8 with byte order mark); no text in it can run. */
export function devicePlansCsv(rows: readonly DevicePlanView[]): string {
  const heading = [
    'device',
    'label',
    'outcome',
    'step',
    'steps',
    'step name',
    'left out',
    'cause',
    'code',
    'at',
  ];
  const lines = rows.map((row) => [
    ...[row.deviceId, row.label, row.outcome, String(Math.min(row.step + 1, row.steps)), String(row.steps)],
    ...[row.stepName, row.passedOver.join(', '), row.fault?.message ?? '', row.fault?.code ?? ''],
    new Date(row.changedAt).toISOString(),
  ]);
  const cells = [heading, ...lines].map((line) =>
    line.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(','),
  );
  return `\ufeff${cells.join('\r\n')}\r\n`;
}
