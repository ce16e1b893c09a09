import type { BatchSummary } from '../core/api.ts';
import type { CardProgress } from '../core/api-cards.ts';
import type { ListProgress } from '../core/api-orders.ts';
import type { StationView } from '../core/api-station-activity.ts';
import type { Actor } from '../core/audit/entry.ts';
import type { AlertDesk } from './alerts/alert-desk.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { AuditVerifier } from './audit/verifier.ts';
import type { ReaderNames } from './card/reader-names.ts';
import type { Readers } from './card/readers.ts';
import type { StationSettingsFile } from './card/station-settings.ts';
import type { Pace } from './card/virtual/virtual-reader.ts';
import type { WebBrowser } from './device/web-browser.ts';
import type { Inspection } from './inspect/inspection.ts';
import type { Operators } from './operators/operators.ts';
import type { AwaitedDevices } from './provisioning/awaited-devices.ts';
import type { BatchRunner } from './provisioning/batch-runner.ts';
import type { CardDesk } from './provisioning/card-desk.ts';
import type { DeviceCommands } from './provisioning/device-commands.ts';
import type { DeviceNotifications } from './provisioning/device-notifications.ts';
import type { FiguresDesk } from './provisioning/figures-desk.ts';
import type { ListDesk } from './provisioning/list-desk.ts';
import type { OrderBooks } from './provisioning/order-books.ts';
import type { PlanRuns } from './provisioning/plan-runs.ts';
import type { RowDesk } from './provisioning/row-desk.ts';
import type { SharedOrders } from './provisioning/shared-orders.ts';
import type { SimulatedDevices } from './provisioning/simulated-devices.ts';
import type { ReportDesk } from './reports/report-desk.ts';
import type { DmServer } from './server/dm-server.ts';
import type { Refusals } from './server/refusals.ts';
import type { DataRepository } from './server/repository/data-repository.ts';
import type { Store } from './store/store.ts';
import type { DeviceUpdates } from './updates/device-updates.ts';
import type { CertificateDesk } from './vault/certificate-desk.ts';
import type { KeptIssuerKeys } from './vault/kept-issuer-keys.ts';
import type { KeyKeeper, Vault } from './vault/vault.ts';

/** All services of a workstation, with a window or without. */
export interface Bench {
  readonly store: Store;
  readonly vault: Vault;
  readonly readers: Readers;
  readonly readerNames: ReaderNames;
  /** How each station works. */
  readonly stationSettings: StationSettingsFile;
  /** One card by hand. */
  readonly desk: CardDesk;
  readonly repository: DataRepository;
  readonly server: DmServer;
  readonly devices: SimulatedDevices;
  readonly notifications: DeviceNotifications;
  /** Commands that people queue for devices. */
  readonly commands: DeviceCommands;
  /** Updates of firmware and software. */
  readonly updates: DeviceUpdates;
  /** Plans that are queued for many devices. */
  readonly planRuns: PlanRuns;
  readonly refusals: Refusals;
  readonly runner: BatchRunner;
  /** Devices that took their cards elsewhere, and have not fulfilled their plans yet. */
  readonly awaited: AwaitedDevices;
  /** Where rows are claimed, and what becomes of them is written. */
  readonly books: OrderBooks;
  /** The orders that this bench shares with others. */
  readonly shared: SharedOrders;
  /** Device lists that are being read. */
  readonly lists: ListDesk;
  /** Rows that people hold back, cancel, change and add. */
  readonly rowDesk: RowDesk;
  /** Certificates: what devices trust, what the server shows, what devices prove themselves with. */
  readonly certificateDesk: CertificateDesk;
  /** Who did what to which card and device. */
  readonly audit: AuditLog;
  readonly auditVerifier: AuditVerifier;
  /** Reports and labels of batches. */
  readonly reports: ReportDesk;
  /** Who is at the bench, and what they may do. */
  readonly operators: Operators;
  /** The issuer keys of single cards that came in encrypted files. */
  readonly issuerKeys: KeptIssuerKeys;
  /** Looking at devices: the list, their trees, and the descriptions of their objects. */
  readonly inspection: Inspection;
  /** How often rows failed and why, how long steps took, what came through. */
  readonly figures: FiguresDesk;
  /** What devices tell by alerts, and the rules that act on it. */
  readonly alertDesk: AlertDesk;
  /** Stations and batches tell what they do. */
  listen(listener: BenchListener): void;
  close(): Promise<void>;
}

export interface BenchListener {
  station?(view: StationView): void;
  batch?(summary: BatchSummary): void;
  cardProgress?(progress: CardProgress): void;
  listProgress?(progress: ListProgress): void;
}

export interface BenchOptions {
  readonly dataFolder: string;
  readonly keeper: KeyKeeper;
  readonly pace: Pace;
  readonly host?: string;
  /** Whether plain HTTP is for others too, where the host is not this machine alone. */
  readonly plainHttp?: boolean;
  /** Left out, the port that this data folder had last, for cards carry it; 0 picks a free one. */
  readonly port?: number;
  /** The same for HTTPS. */
  readonly securePort?: number;
  /**
   * Shows forms to people: windows of the workstation, or what stands in for a person. Left out, devices have no
   * browser but their own.
   */
  readonly browser?: WebBrowser;
  /** Who acts right now, for the audit log; left out, whoever is signed in, or the bench itself. */
  readonly actor?: () => Actor;
}
