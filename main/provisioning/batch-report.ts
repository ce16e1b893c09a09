import { eachOnce } from '../../core/audit/actor-text.ts';
import type { ChainedEntry } from '../../core/audit/chain.ts';
import { type Actor, parseEntry } from '../../core/audit/entry.ts';
import type { MoJson } from '../../core/mo/serialization.ts';
import { deviceOf } from '../../core/provisioning/batch-mode.ts';
import {
  type AuditReference,
  type Report,
  type ReportSource,
  reportOf,
} from '../../core/provisioning/report.ts';
import { reportForm } from '../../core/provisioning/report-forms.ts';
import { parseRowResult, type RowResult } from '../../core/provisioning/row-result.ts';
import { sha256 } from '../digest.ts';
import type { AuditReading } from '../store/audit-reading.ts';
import type { JobRecord } from '../store/job-record.ts';
import { sessionsOfTurn, sessionsSinceTurn, verifiedAt } from '../store/job-sessions.ts';
import type { SessionRecord } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';

/** What of a store a report is made of. */
export interface ReportRecords
  extends Pick<
    Store,
    'batches' | 'profiles' | 'jobs' | 'sessions' | 'objects' | 'interactions' | 'repository'
  > {
  readonly audit: Pick<AuditReading, 'ofBatch' | 'ofJob'>;
}

/** The report of a batch, from what the store holds. @throws BATCH_UNKNOWN */
export function batchReport(store: ReportRecords, batchId: string): Report {
  const batch = store.batches.get(batchId);
  const { name, version } = store.profiles.of(batchId);
  const ends = rowEnds(store.audit.ofBatch(batchId, endKinds));
  return reportOf(
    {
      batchId,
      name: batch.name,
      profile: { name, version },
      list: batch.listName,
      createdAt: batch.createdAt,
      device: deviceOf(batch.mode),
    },
    store.jobs.each(batchId).map((job) => sourceOf(store, job, ends.get(job.line))),
  );
}

const endKinds = ['rowDone', 'rowFailed'] as const;

/** The audit entry that says how each row ended last, and who ended its turns, by its line. */
function rowEnds(entries: readonly ChainedEntry[]): ReadonlyMap<number, RowEnd> {
  const ends = new Map<number, RowEnd>();
  for (const { sequence, digest, text } of entries) {
    const entry = parseEntry(text);
    if (entry?.act.kind !== 'rowDone' && entry?.act.kind !== 'rowFailed') continue;
    const { line, kind } = entry.act;
    ends.set(line, {
      state: kind === 'rowDone' ? 'done' : 'failed',
      audit: { sequence, digest },
      actors: eachOnce([...(ends.get(line)?.actors ?? []), entry.actor]),
    });
  }
  return ends;
}

interface RowEnd {
  readonly state: 'done' | 'failed';
  readonly audit: AuditReference;
  readonly actors: readonly Actor[];
}

/** What this bench recorded of how a row ended, as JSON, for the reports of other benches. */
export function rowResult(store: ReportRecords, jobId: string): string {
  const job = store.jobs.get(jobId);
  const end = rowEnds(store.audit.ofJob(jobId, endKinds)).get(job.line);
  return JSON.stringify(recordedOf(store, job, end));
}

function rowSource({ line, deviceId, label, variables, state, attempts }: JobRecord) {
  return { line, deviceId, label, variables, state, attempts };
}

/** What another bench recorded is stated under its name: its own audit log proves it. */
function sourceOf(store: ReportRecords, job: JobRecord, end: RowEnd | undefined): ReportSource {
  const { bench, result } = job;
  if (bench === undefined) return { ...rowSource(job), ...recordedOf(store, job, end) };
  const ended = job.state.kind === 'done' || job.state.kind === 'failed';
  // What nobody told, or what cannot be read, is not stated.
  const recorded = ended && result !== undefined ? parseRowResult(result) : undefined;
  return { reported: {}, ...recorded, ...rowSource(job), bench };
}

function recordedOf(store: ReportRecords, job: JobRecord, end: RowEnd | undefined): RowResult {
  const events = store.jobs.events(job.jobId);
  const reachedAt = (kind: string) => events.findLast((event) => event.state.kind === kind)?.at;
  const { state } = job;
  const readBackAt = verifiedAt(store, job);
  const begunAt = reachedAt('claimed');
  const doneAt = reachedAt('done');
  const failedAt = reachedAt('failed');
  const sessions = sessionsOfTurn(store, job);
  const session = sessions.at(-1);
  const later = sessionsSinceTurn(store, job);
  const reported: Record<string, MoJson> = {};
  if (session)
    for (const instance of store.objects.ofDevice(job.deviceId))
      if (later.some(({ sessionId }) => sessionId === instance.sessionId))
        reported[`${instance.moid}/${instance.instance}/`] = { [instance.rootName]: instance.root };
  return {
    ...(begunAt === undefined ? {} : { begunAt }),
    ...(readBackAt === undefined ? {} : { verifiedAt: readBackAt }),
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
    ...(state.kind === 'failed' && failedAt !== undefined ? { failedAt } : {}),
    reported,
    ...(end ? { by: end.actors } : {}),
    ...(end?.state === state.kind ? { audit: end.audit } : {}),
    forms: formsOf(store, job, sessions),
  };
}

/** The forms of a row's turn. Their pages were shown in its sessions. */
function formsOf(store: ReportRecords, job: JobRecord, sessions: readonly SessionRecord[]) {
  return sessions
    .flatMap(({ sessionId }) => store.interactions.ofSession(sessionId))
    .map(({ interaction }) =>
      reportForm(interaction, {
        sha256,
        ofFile: (resource) => fileDigest(store, job.deviceId, resource),
      }),
    );
}

/** What a file that a device gave is known by, of its entity tag; undefined where the Data Repository has it no more. */
function fileDigest(store: ReportRecords, deviceId: string, resource: string): string | undefined {
  const tag = store.repository.info({ kind: 'device', deviceId }, resource)?.etag;
  return tag === undefined ? undefined : Buffer.from(tag.replaceAll('"', ''), 'base64url').toString('hex');
}
