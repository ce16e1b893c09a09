import { maskedJson } from '../../core/bootstrap/masked-message.ts';
import { codedError } from '../../core/errors.ts';
import type { Label } from '../../core/provisioning/label-schema.ts';
import { columnsOnLabel, fillLabel, type LabelContent, labelOf } from '../../core/provisioning/labels.ts';
import { reportStateOf } from '../../core/provisioning/report-states.ts';
import type { StoreReading } from '../store/store-reading.ts';
import type { LabelWork } from './report-work.ts';

/** The labels of a batch, in the order of its list. */
export interface BatchLabels {
  readonly label: Label;
  readonly order: string;
  readonly contents: readonly LabelContent[];
  /** Milliseconds since 1970. */
  readonly latest: number;
}

/** What of a store labels are made of. */
export type LabelRecords = Pick<StoreReading, 'batches' | 'profiles' | 'jobs'>;

/**
 * The labels that are asked for: of devices that are done, or of all.
 * @throws BATCH_UNKNOWN, LABEL_NONE, LABEL_ROW_UNKNOWN, PRODUCTION_LOCKED
 */
export function batchLabels(
  store: LabelRecords,
  { batchId, all, line }: Pick<LabelWork, 'batchId' | 'all' | 'line'>,
  withoutSecrets: boolean,
): BatchLabels {
  const batch = store.batches.get(batchId);
  const label = labelOf(store.profiles.of(batchId));
  const jobs = store.jobs
    .each(batchId)
    .filter((job) => (all || job.state.kind === 'done') && (line === undefined || job.line === line));
  if (jobs.length === 0)
    throw line === undefined ? codedError('LABEL_NONE', {}) : codedError('LABEL_ROW_UNKNOWN', { line });
  const shown = columnsOnLabel(label);
  const contents = jobs.map((job) => {
    const { deviceId, variables, state } = job;
    const values = Object.fromEntries(Object.entries(variables).filter(([name]) => shown.includes(name)));
    if (withoutSecrets && JSON.stringify(maskedJson(values, [])) !== JSON.stringify(values))
      throw codedError('PRODUCTION_LOCKED', {});
    // The card that was read back; before that, the one that belongs to the row.
    const iccid = ('card' in state ? state.card?.iccid : undefined) ?? job.iccid;
    const row = { line: job.line, deviceId, label: job.label, variables, state: reportStateOf(state.kind) };
    return fillLabel(label, { ...row, ...(iccid === undefined ? {} : { iccid }) }, batch.name);
  });
  const latest = jobs.reduce((so, { changedAt }) => Math.max(so, changedAt), batch.createdAt);
  return { label, order: batch.name, contents, latest };
}
