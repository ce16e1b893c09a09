import { useCallback, useMemo, useState } from 'react';
import type { JobView } from '../../../core/api.ts';
import type { RowChoice } from '../../../core/api-rows.ts';
import type { Decision } from '../../../core/provisioning/row-decisions.ts';
import { decisionFault } from '../../../core/provisioning/row-decisions.ts';
import type { RowsOnScreen } from '../../components/use-paged-rows.ts';
import type { JobFilter } from '../../stores/navigation.ts';
import type { LoadPage } from '../../stores/paged-rows.ts';

/** What is chosen: rows one by one, or all that are found but some. */
type Chosen =
  | { readonly kind: 'these'; readonly rows: ReadonlyMap<string, JobView> }
  | { readonly kind: 'found'; readonly except: ReadonlySet<string> };

const none: Chosen = { kind: 'these', rows: new Map() };
const largestPage = 500;

/** The rows of a batch that are chosen for what is done with several. */
export interface RowSelection {
  readonly count: number;
  readonly has: (jobId: string) => boolean;
  readonly toggle: (job: JobView) => void;
  /** Chooses all from one place to another. */
  readonly extend: (from: number, to: number) => Promise<void>;
  readonly chooseAll: () => void;
  readonly chooseNone: () => void;
  /** What is chosen, as main takes it. */
  readonly choice: RowChoice;
  /** Whether it may be decided about some of what is chosen, as far as that is known here. */
  readonly offers: (decision: Decision) => boolean;
}

/** Holds what is chosen of a list; all that were found are not chosen any more where something else is looked for. */
export function useRowSelection(
  rows: RowsOnScreen<JobView>,
  load: LoadPage<JobView>,
  {
    filter,
    search,
    code,
  }: { readonly filter: JobFilter; readonly search: string; readonly code: string | undefined },
): RowSelection {
  const [held, setHeld] = useState<{ readonly key: string; readonly chosen: Chosen }>({
    key: '',
    chosen: none,
  });
  const key = `${filter} ${code} ${search}`;
  const chosen = held.chosen.kind === 'found' && held.key !== key ? none : held.chosen;
  const total = rows.total ?? 0;
  const change = useCallback(
    (to: (before: Chosen) => Chosen) =>
      setHeld((before) => ({
        key,
        chosen: to(before.chosen.kind === 'found' && before.key !== key ? none : before.chosen),
      })),
    [key],
  );
  const toggle = useCallback((job: JobView) => change((before) => toggled(before, job)), [change]);
  const extend = async (from: number, to: number) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const jobs: JobView[] = [];
    for (let index = first; index <= last; index++) {
      const row = rows.rowAt(index);
      if (row) jobs.push(row);
      else {
        // Rows on the way may not have been looked at yet.
        const page = await load(index, Math.min(largestPage, last - index + 1));
        if (page.kind === 'fault' || page.answer.rows.length === 0) break;
        jobs.push(...page.answer.rows);
        index += page.answer.rows.length - 1;
      }
    }
    change((before) => jobs.reduce(added, before));
  };
  const has = useCallback(
    (jobId: string) => (chosen.kind === 'these' ? chosen.rows.has(jobId) : !chosen.except.has(jobId)),
    [chosen],
  );
  const choice = useMemo(
    (): RowChoice =>
      chosen.kind === 'found'
        ? {
            kind: 'found',
            filter,
            search,
            ...(code === undefined ? {} : { code }),
            except: [...chosen.except],
          }
        : {
            kind: 'these',
            rows: [...chosen.rows.values()].map(({ jobId, changedAt }) => ({ jobId, changedAt })),
          },
    [chosen, filter, search, code],
  );
  return {
    ...{ has, toggle, extend, choice },
    count: chosen.kind === 'these' ? chosen.rows.size : Math.max(0, total - chosen.except.size),
    chooseAll: () => change(() => ({ kind: 'found', except: new Set() })),
    chooseNone: () => change(() => none),
    offers: (decision) =>
      chosen.kind === 'found' ||
      [...chosen.rows.values()].some((job) => decisionFault(job, decision) === undefined),
  };
}

function toggled(before: Chosen, job: JobView): Chosen {
  if (before.kind === 'found') {
    const except = new Set(before.except);
    if (!except.delete(job.jobId)) except.add(job.jobId);
    return { kind: 'found', except };
  }
  const rows = new Map(before.rows);
  if (!rows.delete(job.jobId)) rows.set(job.jobId, job);
  return { kind: 'these', rows };
}

function added(before: Chosen, job: JobView): Chosen {
  if (before.kind === 'found') return before.except.has(job.jobId) ? toggled(before, job) : before;
  return before.rows.has(job.jobId) ? before : toggled(before, job);
}
