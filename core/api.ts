import type { AlertAnswers, AlertEvents } from './api-alerts.ts';
import type { AuditAnswers } from './api-audit.ts';
import type { CardComparison, CardProgress, CardVerdict, CardView } from './api-cards.ts';
import type { CertificateAnswers, CertificateEvents } from './api-certificates.ts';
import type { DocumentAnswers, DocumentEvents } from './api-documents.ts';
import type { FiguresAnswers, FiguresEvents } from './api-figures.ts';
import type { InspectAnswers, InspectEvents } from './api-inspect.ts';
import type { InteractionView } from './api-interactions.ts';
import type { ChosenKeyFile, EncryptedKeyFile, OperatorAnswers, SignInState } from './api-operators.ts';
import type { OrderBookAnswers, OrderBookEvents } from './api-order-book.ts';
import type { ListProgress, OrderAnswers } from './api-orders.ts';
import type { PlanRunAnswers, PlanRunEvents } from './api-plan-runs.ts';
import type { PlanStepAnswers } from './api-plan-steps.ts';
import type { ProfileAnswers } from './api-profiles.ts';
import type { QueueAnswers } from './api-queue.ts';
import type { CallName, CallRequest } from './api-requests.ts';
import type { RowAnswers } from './api-rows.ts';
import type { NotificationView, ResourceView, ServerDetail } from './api-server.ts';
import type { JobLabel, StationView } from './api-station-activity.ts';
import type { StationAnswers, StationSetting } from './api-stations.ts';
import type { UpdateAnswers, UpdateEvents } from './api-updates.ts';
import type { Fault } from './errors.ts';
import type { DeviceStanding, NextAction } from './inspect/device-standing.ts';
import type { MoJson } from './mo/serialization.ts';
import type { BatchMode } from './provisioning/batch-mode.ts';
import type { FailureStop } from './provisioning/failure-streak.ts';
import type { CardIdentity, JobState } from './provisioning/job.ts';

/**
 * The one contract between main and renderer. What the renderer asks arrives in main as `unknown` and is parsed
 * with these schemas; what main answers is typed by `Answers`. The compiler demands every call on both sides.
 */

/** A page of a longer list. */
export interface Page<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly sounds: boolean;
  readonly scanner: ScannerSettings;
}

/** How the barcode scanner types. */
export interface ScannerSettings {
  /** What it types before each code, and after it: taken off. */
  readonly prefix: string;
  readonly suffix: string;
  /** The key that ends a code. */
  readonly endsWith: 'Enter' | 'Tab' | 'either';
  /** A code has so many characters at least, without prefix and suffix. */
  readonly shortest: number;
}

export type ServerState =
  | {
      readonly kind: 'listening';
      readonly dm: string;
      readonly repository: string;
      readonly openSessions: number;
    }
  | { readonly kind: 'failed'; readonly fault: Fault };

/** The smartcard service, apart from the virtual station, which needs none. */
export type ReadersState =
  | { readonly kind: 'running'; readonly readers: number }
  | { readonly kind: 'unavailable'; readonly fault: Fault };

export interface Overview {
  readonly version: string;
  readonly dataFolder: string;
  readonly server: ServerState;
  readonly readers: ReadersState;
  readonly stations: readonly StationView[];
  /** The settings of each of them. */
  readonly stationSettings: readonly StationSetting[];
  /** The batch at work, or the one that was last. */
  readonly batch?: BatchSummary;
  readonly counts: { readonly batches: number; readonly devices: number };
  readonly settings: Settings;
}

export interface BatchSummary {
  readonly batchId: string;
  readonly name: string;
  readonly profileName: string;
  readonly profileVersion: number;
  readonly createdAt: number;
  readonly state: 'running' | 'paused' | 'finished';
  readonly mode: BatchMode;
  /** It stops by itself after so many rows that failed in a row; missing: never. */
  readonly stopAfter?: number;
  /** Why it did, until somebody goes on with it. */
  readonly stop?: FailureStop;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly inWork: number;
  readonly waiting: number;
  /** Written, with a device that has not held its first session yet. */
  readonly awaited: number;
  /** Held back by a person. */
  readonly held: number;
  readonly cancelled: number;
  /** Whether several benches work at it. */
  readonly shared: boolean;
  /** Rows done a minute over the last minutes at work; missing until it can be told. */
  readonly perMinute?: number;
}

export interface JobView extends JobLabel {
  readonly state: JobState;
  readonly attempts: number;
  /** Milliseconds since 1970 of the last change. */
  readonly changedAt: number;
  /** The session that was held last, whatever came of it. */
  readonly sessionId?: string;
}

export interface DeviceSummary {
  readonly deviceId: string;
  readonly label: string;
  /** As the device reported them. */
  readonly manufacturer?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly state: DeviceStanding;
  readonly next: NextAction;
  /** Words that people put on it. */
  readonly tags: readonly string[];
  readonly lastSessionAt?: number;
}

/** An instance of a management object as the device reported it, and when. */
export interface ReportedInstance {
  readonly moid: string;
  readonly instance: string;
  readonly rootName: string;
  readonly root: MoJson;
  readonly reportedAt: number;
  readonly sessionId: string;
}

export interface SessionSummary {
  readonly sessionId: string;
  readonly deviceId: string;
  /** What people call the device. */
  readonly label: string;
  readonly openedAt: number;
  readonly endedAt?: number;
  /** `suspended` means that the plan goes on in a later session, when the device has told an outcome. */
  readonly state: 'open' | 'fulfilled' | 'suspended' | 'failed' | 'abandoned';
  readonly fault?: Fault;
  /** Commands that the device reported done. */
  readonly commandsDone: number;
  readonly packages: number;
}

export interface DeviceDetail extends DeviceSummary {
  /** Whether it is one of the built-in simulated devices. */
  readonly simulated: boolean;
  /** Where it is known to take notifications. */
  readonly notifiedAt?: string;
  /** The notification that was sent last. */
  readonly notification?: NotificationView;
  readonly sessions: readonly SessionSummary[];
  readonly card?: CardIdentity & { readonly writtenAt: number; readonly digest: string };
}

/**
 * One line of a session's transcript: a package, an exchange with the Data Repository, a package that was refused,
 * or what the plan made of it.
 */
export interface TranscriptEntry {
  readonly at: number;
  readonly kind: 'package1' | 'package2' | 'package3' | 'repository' | 'refused' | 'note' | 'interaction';
  /**
   * The package as it was on the wire, without what makes addresses of interactions unguessable; for the repository,
   * the request line; for an interaction, what happened in it as JSON; else a sentence.
   */
  readonly text: string;
  readonly status?: number;
}

export interface SessionDetail extends SessionSummary {
  readonly transcript: readonly TranscriptEntry[];
  /** The forms that the device was to show in it. */
  readonly interactions: readonly InteractionView[];
}

/** What each call answers. */
export interface Answers
  extends OperatorAnswers,
    OrderBookAnswers,
    ProfileAnswers,
    OrderAnswers,
    AuditAnswers,
    InspectAnswers,
    QueueAnswers,
    UpdateAnswers,
    RowAnswers,
    PlanStepAnswers,
    PlanRunAnswers,
    CertificateAnswers,
    DocumentAnswers,
    AlertAnswers,
    FiguresAnswers,
    StationAnswers {
  overview: Overview;
  sample: { readonly profile: TextFile; readonly list: TextFile };
  createBatch: { readonly batchId: string };
  resumeBatch: { readonly batchId: string };
  pauseBatch: { readonly batchId: string };
  allowOverwrite: { readonly batchId: string };
  batches: readonly BatchSummary[];
  batch: BatchSummary;
  jobs: Page<JobView>;
  chooseAdmKeys: ChosenKeyFile | EncryptedKeyFile | { readonly kind: 'cancelled' };
  device: DeviceDetail;
  sessions: Page<SessionSummary>;
  session: SessionDetail;
  exportSession: SavedFile;
  server: ServerDetail;
  notify: NotificationView;
  cancelNotification: NotificationView;
  notifications: Page<NotificationView>;
  notificationHex: { readonly hex: string; readonly octets: number };
  callIn: { readonly kind: 'held' };
  resources: Page<ResourceView>;
  addResource: { readonly kind: 'added'; readonly resource: ResourceView } | { readonly kind: 'cancelled' };
  deleteResource: { readonly kind: 'deleted' };
  saveAuthority: SavedFile;
  saveBootstrapAccess: SavedFile;
  card: CardView;
  verifyCard: CardVerdict;
  writeCard: CardView;
  eraseCard: CardView;
  unlockCard: CardView;
  choosePins: ChosenKeyFile | { readonly kind: 'cancelled' };
  copyCard: SavedFile;
  compareCard: CardComparison;
  nameReader: Overview;
  saveSettings: Settings;
  showDataFolder: { readonly kind: 'shown' };
}

/** What came of asking a person where to save something. */
export type SavedFile = { readonly kind: 'saved'; readonly file: string } | { readonly kind: 'cancelled' };

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** What main tells the renderer unasked. */
export interface Events
  extends InspectEvents,
    CertificateEvents,
    AlertEvents,
    OrderBookEvents,
    DocumentEvents,
    FiguresEvents,
    UpdateEvents,
    PlanRunEvents {
  overview: Overview;
  station: StationView;
  batch: BatchSummary;
  /** Rows of the batch changed: whoever shows them asks again. */
  jobsChanged: { readonly batchId: string };
  devicesChanged: Record<string, never>;
  sessionsChanged: Record<string, never>;
  notificationsChanged: Record<string, never>;
  resourcesChanged: Record<string, never>;
  listProgress: ListProgress;
  /** A card was put into this reader or taken out, or the reader itself came or went. */
  cardChanged: { readonly reader: string };
  cardProgress: CardProgress;
  /** Something was done that the audit log tells of. */
  auditChanged: Record<string, never>;
  auditProgress: { readonly done: number; readonly total: number };
  /** Somebody else is at the bench, or nobody; or production data was locked or unlocked. */
  signInChanged: SignInState;
}

export type EventName = keyof Events;

/** An answer, or the coded error in its place: errors cross the boundary as values. */
export type CallResult<Name extends CallName> =
  | { readonly kind: 'answer'; readonly answer: Answers[Name] }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** What the preload puts into the page as `window.bench`, and all that it puts there. */
export interface BenchApi {
  call<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>>;
  /** Listens to an event; the function that comes back ends it. */
  on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
}
