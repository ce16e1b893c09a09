import { z } from 'zod';
import { alertRequests } from './api-alerts.ts';
import { auditRequests } from './api-audit.ts';
import { certificateRequests } from './api-certificates.ts';
import { documentRequests } from './api-documents.ts';
import { figuresRequests } from './api-figures.ts';
import { inspectRequests } from './api-inspect-requests.ts';
import { operatorRequests } from './api-operators.ts';
import { orderBookRequests } from './api-order-book.ts';
import { orderFields, orderRequests } from './api-orders.ts';
import { planRunRequests } from './api-plan-runs.ts';
import { planStepRequests } from './api-plan-steps.ts';
import { profileRequests } from './api-profiles.ts';
import { queueRequests } from './api-queue.ts';
import { jobFilter, rowRequests } from './api-rows.ts';
import { scannerSchema, stationRequests } from './api-stations.ts';
import { updateRequests } from './api-updates.ts';
import { batchModes } from './provisioning/batch-mode.ts';
import { mostFailuresInARow } from './provisioning/station-settings.ts';

/**
 * What the renderer asks: each call with the schema of its request, which main parses it with. What is answered is in
 * `core/api.ts`.
 */

const page = { offset: z.int().min(0), limit: z.int().min(1).max(500) };
const nothing = z.strictObject({});
/** What a person has said before a card that holds something is changed, and the keys for it. */
const cardLeave = {
  /** The device, by its id, whose card may be overwritten. */
  overwriteDevice: z.string().optional(),
  /** Whether a card whose message nobody here knows may be overwritten. */
  overwriteUnknown: z.boolean(),
  admKeys: z.string().optional(),
};

export const requests = {
  /** What the window needs to begin: server, stations, the batch at work, settings. */
  overview: nothing,
  /** The profile and device list of the newcomer's run. */
  sample: nothing,
  /** Keeps a batch and begins with it on the stations named. */
  createBatch: z.strictObject({
    name: z.string().min(1).max(120),
    ...orderFields,
    stations: z.array(z.string()).min(1),
    /** Whether other benches work at it too: it is kept in their order book. */
    shared: z.boolean().optional(),
    /** What each row needs to be done. */
    mode: z.enum(batchModes),
    /** It stops by itself after so many rows that failed in a row; 0: never. */
    stopAfter: z.int().min(0).max(mostFailuresInARow).optional(),
    /** Whether cards that hold another device's message may be overwritten. */
    overwrite: z.boolean(),
    admKeys: z.string().optional(),
  }),
  /** Goes on with a batch: rows that wait, and rows that failed. */
  resumeBatch: z.strictObject({
    batchId: z.string(),
    stations: z.array(z.string()).min(1),
    overwrite: z.boolean(),
    admKeys: z.string().optional(),
  }),
  /** Lets every station finish the row it is at, then stops. */
  pauseBatch: z.strictObject({ batchId: z.string() }),
  /** The card of this device may be written for another one, in the batch at work: a person has named it. */
  allowOverwrite: z.strictObject({ batchId: z.string(), deviceId: z.string() }),
  batches: nothing,
  batch: z.strictObject({ batchId: z.string() }),
  /** The rows of a batch, in the order of the list. */
  jobs: z.strictObject({
    batchId: z.string(),
    filter: jobFilter,
    search: z.string().max(200),
    /** Rows that ever failed with this code. */
    code: z.string().max(64).optional(),
    ...page,
  }),
  /** Asks the person for the issuer keys; they stay in main, the answer names them by a token. */
  chooseAdmKeys: nothing,
  device: z.strictObject({ deviceId: z.string() }),
  /** Sessions of all devices, the newest first. */
  sessions: z.strictObject({
    filter: z.enum(['all', 'open', 'failed']),
    search: z.string().max(200),
    ...page,
  }),
  session: z.strictObject({ sessionId: z.string() }),
  /** Asks the person where to, and saves the session there: its transcript as JSON lines. */
  exportSession: z.strictObject({ sessionId: z.string() }),
  server: nothing,
  /** Asks a device to open a session (DM-1), until it does or the notification expires. */
  notify: z.strictObject({
    deviceId: z.string(),
    /** Where to; left out, where the device is known to take notifications. */
    address: z.string().max(2000).optional(),
    /** Whether the device is asked to list its management objects. */
    requestMos: z.boolean(),
  }),
  cancelNotification: z.strictObject({ deviceId: z.string(), notificationId: z.int().min(0).max(65_535) }),
  /** The newest first; of one device, or of all. */
  notifications: z.strictObject({ deviceId: z.string().optional(), ...page }),
  /** A notification as hexadecimal digits, to be sent by other means. */
  notificationHex: z.strictObject({ deviceId: z.string(), requestMos: z.boolean() }),
  /** Lets a simulated device open a session by itself. */
  callIn: z.strictObject({ deviceId: z.string() }),
  /** What the Data Repository holds, by owner and name. */
  resources: z.strictObject({ search: z.string().max(200), ...page }),
  /** Asks the person for a file, and puts it where every device may read it. */
  addResource: nothing,
  deleteResource: z.strictObject({ deviceId: z.string().optional(), name: z.string() }),
  /** Asks the person where to, and saves the certificate of the bench's authority there. */
  saveAuthority: nothing,
  /** Asks the person where to, and saves there what a device needs to bootstrap over HTTPS (DM-3), once. */
  saveBootstrapAccess: z.strictObject({ deviceId: z.string() }),
  /** Reads the card that is in a reader now. */
  card: z.strictObject({ station: z.string() }),
  /** Compares it with what the batch that wrote it recorded. */
  verifyCard: z.strictObject({ station: z.string() }),
  /** Writes the bootstrap message of a known device, and reads it back. */
  writeCard: z.strictObject({ station: z.string(), deviceId: z.string(), ...cardLeave }),
  /** Takes the bootstrap message off the card, and reads back that it is gone. */
  eraseCard: z.strictObject({ station: z.string(), ...cardLeave }),
  /** Shows the card a key or PIN of a file that was chosen, once, and says how many tries are left. */
  unlockCard: z.strictObject({
    station: z.string(),
    key: z.enum(['adm', 'pin']),
    keys: z.string(),
    /** A person was warned, and spends the last try. */
    evenTheLastTry: z.boolean(),
  }),
  /** Asks the person for a file of PINs; they stay in main, the answer names them by a token. */
  choosePins: nothing,
  /** Asks the person where to, and saves every octet of the card there; secrets are in it. */
  copyCard: z.strictObject({ station: z.string() }),
  /** Asks the person for such a copy, and compares the card with it. */
  compareCard: z.strictObject({ station: z.string() }),
  /** Gives a reader the name that people call it by; an empty one takes it away. */
  nameReader: z.strictObject({ station: z.string(), name: z.string().max(40) }),
  saveSettings: z.strictObject({
    theme: z.enum(['system', 'light', 'dark']),
    sounds: z.boolean(),
    /** Left out, it stays as it is. */
    scanner: scannerSchema.optional(),
  }),
  /** Shows the data folder in the system's file manager. */
  showDataFolder: nothing,
  ...orderRequests,
  ...certificateRequests,
  ...documentRequests,
  ...inspectRequests,
  ...queueRequests,
  ...updateRequests,
  ...rowRequests,
  ...planStepRequests,
  ...planRunRequests,
  ...operatorRequests,
  ...orderBookRequests,
  ...auditRequests,
  ...profileRequests,
  ...alertRequests,
  ...figuresRequests,
  ...stationRequests,
} as const;

export type CallName = keyof typeof requests;
export type CallRequest<Name extends CallName> = z.infer<(typeof requests)[Name]>;
