import { z } from 'zod';
import type { Page, SessionDetail, SessionSummary } from '../../core/api.ts';
import { type AlertAnswers, alertRequests } from '../../core/api-alerts.ts';
import type { CertificatesView, ClientCertificateView, ImportedView } from '../../core/api-certificates.ts';
import { clientCertificateFilter, exportedThing, importedThing } from '../../core/api-certificates.ts';
import { type FiguresAnswers, figuresRequests } from '../../core/api-figures.ts';
import type { UriCompletionView } from '../../core/api-inspect.ts';
import { inspectRequests } from '../../core/api-inspect-requests.ts';
import { type PlanRunAnswers, type PlanStartView, planRunRequests } from '../../core/api-plan-runs.ts';
import { type QueueAnswers, queueRequests } from '../../core/api-queue.ts';
import {
  changeRequest,
  type DecisionOutcome,
  jobFilter,
  type RowAnswers,
  rowChoice,
} from '../../core/api-rows.ts';
import type { NotificationView, ResourceView } from '../../core/api-server.ts';
import { type UpdateAnswers, updateRequests } from '../../core/api-updates.ts';
import { auditSelectionSchema } from '../../core/audit/export.ts';
import { documentWork } from '../reports/report-work.ts';
import type { JobRecord } from '../store/job-record.ts';

// What was read from a file is the window's: the command line reads its own.
const { queueBranch: _, ...queueCalls } = queueRequests;
const { jobId: _jobId, changedAt: _changedAt, ...change } = changeRequest.shape;

/** What the command line can ask of a bench that runs over the same data folder, with a window or without. */
export const controlRequests = {
  ...queueCalls,
  completeUri: inspectRequests.completeUri,
  planStart: planRunRequests.planStart,
  cancelPlanStart: planRunRequests.cancelPlanStart,
  planRunDevices: planRunRequests.planRunDevices,
  cancelPlanRun: planRunRequests.cancelPlanRun,
  /** The bench reads the file itself; devices by their ids, and those that have a tag. */
  queuePlan: z.strictObject({
    file: z.string(),
    kind: z.enum(['profile', 'commands']),
    plan: z.string(),
    steps: z.array(z.string()),
    deviceIds: z.array(z.string()),
    tag: z.string().optional(),
    leaveOut: z.boolean(),
    notify: z.boolean(),
  }),
  notify: z.strictObject({
    deviceId: z.string(),
    address: z.string().optional(),
    requestMos: z.boolean(),
  }),
  notification: z.strictObject({ deviceId: z.string(), notificationId: z.int() }),
  notificationHex: z.strictObject({ deviceId: z.string(), requestMos: z.boolean() }),
  sessions: z.strictObject({
    search: z.string(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  session: z.strictObject({ sessionId: z.string() }),
  resources: z.strictObject({ offset: z.int().min(0), limit: z.int().min(1).max(500) }),
  /** The bench reads the file itself: it runs on the same machine, for the same person. */
  addResource: z.strictObject({
    file: z.string(),
    name: z.string(),
    mediaType: z.string(),
    deviceId: z.string().optional(),
  }),
  deleteResource: z.strictObject({ name: z.string(), deviceId: z.string().optional() }),
  figures: figuresRequests.figures,
  /** The bench writes the file itself. */
  writeDocument: z.strictObject({ file: z.string(), work: documentWork }),
  /** The bench writes the file itself. */
  exportAudit: z.strictObject({ file: z.string(), selection: auditSelectionSchema }),
  certificates: z.strictObject({}),
  clientCertificates: z.strictObject({
    filter: clientCertificateFilter,
    search: z.string(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  /** The bench writes the certificate and its key itself, into a folder. */
  issueCertificate: z.strictObject({ deviceId: z.string(), folder: z.string() }),
  revokeCertificate: z.strictObject({ serial: z.string(), authority: z.string().optional() }),
  /** The bench reads the files itself; the password comes with the call, which nobody else can read. */
  importCertificate: z.strictObject({
    kind: z.enum(['server', 'authority', 'clientAuthority']),
    files: z.array(z.string()).min(1),
    password: z.string().optional(),
  }),
  useOwnCertificate: importedThing,
  exportCertificate: z.strictObject({ what: exportedThing, file: z.string() }),
  alerts: alertRequests.alerts,
  alert: alertRequests.alert,
  acknowledgeAlerts: alertRequests.acknowledgeAlerts,
  alertRules: alertRequests.alertRules,
  saveAlertRules: alertRequests.saveAlertRules,
  startUpdate: updateRequests.startUpdate,
  updates: updateRequests.updates,
  update: updateRequests.update,
  abortUpdate: updateRequests.abortUpdate,
  retryUpdate: updateRequests.retryUpdate,
  rows: z.strictObject({
    batchId: z.string(),
    filter: jobFilter,
    search: z.string(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  decideRows: z.strictObject({
    decision: z.enum(['hold', 'cancel', 'reinstate', 'retry']),
    batchId: z.string(),
    rows: rowChoice,
    reason: z.string(),
    others: z.boolean(),
  }),
  changeRow: z.strictObject({
    batchId: z.string(),
    row: z.strictObject({ line: z.int().optional(), device: z.string().optional() }),
    ...change,
  }),
  /** The bench reads the file itself. */
  addRows: z.strictObject({
    batchId: z.string(),
    rows: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('file'), file: z.string() }),
      z.strictObject({ kind: z.literal('typed'), values: z.record(z.string(), z.string()) }),
    ]),
    reason: z.string(),
  }),
} as const;

export type ControlCall = keyof typeof controlRequests;
export type ControlRequest<Call extends ControlCall> = z.infer<(typeof controlRequests)[Call]>;

export interface ControlAnswers
  extends Omit<QueueAnswers, 'queueBranch'>,
    Pick<PlanRunAnswers, 'planStart' | 'cancelPlanStart' | 'planRunDevices' | 'cancelPlanRun'>,
    Pick<UpdateAnswers, 'startUpdate' | 'updates' | 'update' | 'abortUpdate' | 'retryUpdate'>,
    Pick<AlertAnswers, 'alerts' | 'alert' | 'acknowledgeAlerts' | 'alertRules' | 'saveAlertRules'>,
    Pick<FiguresAnswers, 'figures'> {
  completeUri: UriCompletionView;
  queuePlan: PlanStartView;
  notify: NotificationView;
  notification: NotificationView;
  notificationHex: { readonly hex: string; readonly octets: number };
  sessions: Page<SessionSummary>;
  session: SessionDetail;
  resources: Page<ResourceView>;
  addResource: ResourceView;
  deleteResource: { readonly kind: 'deleted' };
  /** Pages, rows or labels. */
  writeDocument: { readonly count: number };
  exportAudit: { readonly entries: number };
  certificates: CertificatesView;
  clientCertificates: Page<ClientCertificateView>;
  issueCertificate: IssuedView;
  revokeCertificate: { readonly serial: string; readonly authority: string; readonly deviceId?: string };
  importCertificate: ImportedView;
  useOwnCertificate: CertificatesView;
  exportCertificate: { readonly octets: number };
  rows: Page<ListedRow>;
  decideRows: DecisionOutcome;
  changeRow: RowAnswers['changeRow'];
  addRows: RowAnswers['addRows'];
}

/** A row as the command line tells of it. */
export type ListedRow = Pick<
  JobRecord,
  'jobId' | 'line' | 'deviceId' | 'label' | 'state' | 'attempts' | 'changedAt'
>;

/** A certificate that was issued into files. */
export interface IssuedView {
  readonly client: ClientCertificateView;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Carries each call out, until whoever asked is gone. */
export type ControlHandlers = {
  readonly [Call in ControlCall]: (
    request: ControlRequest<Call>,
    signal?: AbortSignal,
  ) => ControlAnswers[Call] | Promise<ControlAnswers[Call]>;
};

/** The file in the data folder that says how to reach the bench: for its owner only, gone when the bench is. */
export const controlFileName = 'control.json';
export const controlFile = z.object({ port: z.int().min(1).max(65_535), token: z.string().min(20) });
