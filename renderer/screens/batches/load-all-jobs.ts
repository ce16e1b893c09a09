import type { CallResult, JobView } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { pageSize } from '../../stores/paged-rows.ts';

type LoadJobs = (offset: number, limit: number) => Promise<CallResult<'jobs'>>;

/** All rows of a batch, page after page; `onProgress` hears how far it is. */
export async function loadAllJobs(
  load: LoadJobs,
  onProgress: (rows: number, total: number) => void,
): Promise<
  | { readonly kind: 'rows'; readonly rows: readonly JobView[] }
  | { readonly kind: 'fault'; readonly fault: Fault }
> {
  const rows: JobView[] = [];
  for (;;) {
    const result = await load(rows.length, pageSize);
    if (result.kind === 'fault') return result;
    rows.push(...result.answer.rows);
    onProgress(rows.length, result.answer.total);
    if (result.answer.rows.length === 0 || rows.length >= result.answer.total) return { kind: 'rows', rows };
  }
}
