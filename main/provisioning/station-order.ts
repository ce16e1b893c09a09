import type { JobLabel } from '../../core/api-station-activity.ts';
import type { IssuerKeys } from '../../core/card/issuer-keys.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { BatchMode } from '../../core/provisioning/batch-mode.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { SimulatedDevice } from '../device/simulated-device.ts';
import type { WebBrowser } from '../device/web-browser.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import type { ServerReach } from './enrolment.ts';
import type { SessionServer } from './first-session.ts';
import type { OrderBooks } from './order-books.ts';

export interface StationContext {
  readonly store: Store;
  /** Where rows are claimed, and what becomes of them is written. */
  readonly books: OrderBooks;
  readonly vault: Vault;
  readonly server: SessionServer & ServerReach;
  readonly audit: Audit;
  /** Keeps what a simulated device holds after its first session: it can be notified from then on. */
  readonly keepDevice: (device: SimulatedDevice) => void;
  /** Lets a simulated device that is kept hold a session. @throws DEVICE_NOT_SIMULATED, and why it did not go well */
  readonly callIn: (deviceId: string) => Promise<void>;
  /** What shows pages to the person at a device; left out, simulated devices have no browser. */
  readonly browser?: WebBrowser | undefined;
  readonly now: () => number;
  readonly randomOctets: (count: number) => Uint8Array;
}

/** The order that a station works at. */
export interface StationOrder {
  readonly batchId: string;
  readonly profile: Profile;
  /** Where one row alone is worked on. */
  readonly onlyJob?: string | undefined;
  readonly mode: BatchMode;
  readonly overwrite: boolean;
  /** Devices, by id or label, whose cards may be written for another device. */
  readonly overwriteDevices?: ReadonlySet<string> | undefined;
  readonly issuerKeys: IssuerKeys;
  readonly pins?: IssuerKeys | undefined;
  /** Told which device may fetch its bootstrap now (DM-3); left out, a person hands the access out by hand. */
  readonly handOut?: ((deviceId: string) => Promise<void>) | undefined;
}

const releasing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CARD_PULLED',
  'CARD_MUTE',
  'READER_LOST',
  'READER_BUSY',
  'PCSC_NOT_RUNNING',
  'STOPPED',
]);

/** Whether a row goes back to those that wait: it is the card or the reader that went, not the row. */
export function releasesRow(code: ErrorCode): boolean {
  return releasing.has(code);
}

const ending: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'STORE_FULL',
  'STORE_FAILED',
  'ORDER_BOOK_FULL',
  'ORDER_BOOK_FAILED',
  'ORDER_BOOK_REFUSED',
  'ORDER_BOOK_NOT_CONNECTED',
  'ORDER_BOOK_BENCH_TWICE',
]);

/** Whether no station can go on: what cannot be recorded is not done. */
export function endsEveryStation(code: ErrorCode): boolean {
  return ending.has(code);
}

/** A row as people know it. */
export function labelOf({ jobId, line, deviceId, label }: JobRecord): JobLabel {
  return { jobId, line, deviceId, label };
}
