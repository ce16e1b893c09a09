import type { MoJson } from '../../core/mo/serialization.ts';
import { type Report, type ReportSource, reportOf } from '../../core/provisioning/report.ts';
import type { JobRecord } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';

/** The report of a batch, from what the store holds. @throws BATCH_UNKNOWN */
export function batchReport(store: Store, batchId: string): Report {
  const batch = store.batches.get(batchId);
  const { name, version } = store.profiles.of(batchId);
  return reportOf(
    {
      batchId,
      name: batch.name,
      profile: { name, version },
      list: batch.listName,
      createdAt: batch.createdAt,
    },
    store.jobs.each(batchId).map((job) => sourceOf(store, job)),
  );
}

function sourceOf(store: Store, job: JobRecord): ReportSource {
  const events = store.jobs.events(job.jobId);
  const reachedAt = (kind: string) => events.findLast((event) => event.state.kind === kind)?.at;
  const { state } = job;
  const verified =
    state.kind === 'verified' ||
    state.kind === 'inSession' ||
    state.kind === 'done' ||
    (state.kind === 'failed' && state.reached === 'verified');
  const [verifiedAt, doneAt] = [reachedAt('verified'), reachedAt('done')];
  // A plan whose outcomes come later takes several sessions: all since the device's turn began.
  const sessions = store.sessions.ofJob(job.jobId, reachedAt('inSession') ?? 0);
  const session = sessions.at(-1);
  const reported: Record<string, MoJson> = {};
  if (session)
    for (const instance of store.objects.ofDevice(job.deviceId))
      if (sessions.some(({ sessionId }) => sessionId === instance.sessionId))
        reported[`${instance.moid}/${instance.instance}/`] = { [instance.rootName]: instance.root };
  return {
    line: job.line,
    deviceId: job.deviceId,
    label: job.label,
    variables: job.variables,
    state,
    attempts: job.attempts,
    ...(verified && verifiedAt !== undefined ? { verifiedAt } : {}),
    ...(state.kind === 'done' && doneAt !== undefined ? { doneAt } : {}),
    ...(session
      ? {
          session: {
            id: session.sessionId,
            state: session.state,
            commandsDone: sessions.reduce((sum, { commandsDone }) => sum + commandsDone, 0),
          },
        }
      : {}),
    reported,
  };
}
