import { z } from 'zod';

/** SHA-256, in hexadecimal. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const code = z.string();
const station = z.string();
/** Milliseconds since 1970. */
const time = z.int();
const message = z.strictObject({ sha256, octets: z.int() });
const counts = { rows: z.int(), done: z.int(), failed: z.int(), left: z.int() };
const keyKind = z.enum(['adm', 'pin']);
/** What a fault left on the card; missing where nothing was tried. */
const cardState = z.enum(['asBefore', 'withoutMessage', 'complete', 'unknown']).optional();

/** What credentials are for. */
const credentials = z.enum(['server', 'notification', 'bootstrap', 'certificate', 'preSharedKey']);
/** What is used from then on, and of what was imported its first certificate. */
const certificatesChange = {
  change: z.enum(['imported', 'ownAgain']),
  of: z.enum(['server', 'authority', 'clientAuthority']),
  sha256: sha256.optional(),
};
/** What leaves the workstation as a file. */
const handedOut = z.enum(['report', 'labels', 'audit', 'auditKey', 'session', 'authority', 'figures']);
/** Files with secrets in them. */
const secret = z.enum(['bootstrapAccess', 'cardCopy']);

/**
 * What can be done, each with what is worth knowing of it later. Never a secret: digests, counts, codes and names
 * only. Where something outside of the store is changed (a card), there is an entry before it begins and one for what
 * came of it; one without the other says that nobody knows.
 */
export const actSchemas = {
  // The audit log itself.
  auditBegun: z.strictObject({ key: sha256, batches: z.int(), devices: z.int() }),
  auditVerified: z.strictObject({ upTo: z.int(), findings: z.int() }),
  /** At a start: something was not as the bench had left it. */
  auditDamageFound: z.strictObject({ findings: z.array(z.strictObject({ code, sequence: z.int() })) }),
  benchStarted: z.strictObject({}),
  benchStopped: z.strictObject({}),

  // Cards.
  cardWriteBegun: z.strictObject({ station, message, attempt: z.int().optional() }),
  /** Written, and read back. */
  cardWritten: z.strictObject({ station, message, attempt: z.int().optional() }),
  cardWriteFailed: z.strictObject({ station, code, cardState }),
  cardEraseBegun: z.strictObject({ station }),
  /** Erased, and read back to hold no message. */
  cardErased: z.strictObject({ station }),
  cardEraseFailed: z.strictObject({ station, code, cardState }),
  cardCompared: z.strictObject({
    station,
    verdict: z.enum(['same', 'differs', 'noMessage', 'unknown']),
    sha256: sha256.optional(),
  }),
  cardUnlockBegun: z.strictObject({ station, key: keyKind, evenTheLastTry: z.boolean() }),
  cardUnlocked: z.strictObject({ station, key: keyKind }),
  cardUnlockFailed: z.strictObject({ station, key: keyKind, code }),
  /** The card of this device may be written for another one. */
  overwriteAllowed: z.strictObject({}),

  // Batches and their rows.
  batchCreated: z.strictObject({
    name: z.string(),
    profile: z.strictObject({ name: z.string(), version: z.int() }),
    order: sha256,
    /** Over the rows as a report shows them; see `rowsDigest`. */
    rowsDigest: sha256,
    rows: z.int(),
  }),
  batchStarted: z.strictObject({ stations: z.array(station), overwrite: z.boolean(), left: z.int() }),
  batchResumed: z.strictObject({ stations: z.array(station), overwrite: z.boolean(), left: z.int() }),
  batchPaused: z.strictObject({}),
  /** So many rows failed in a row: nobody had to pause it. */
  batchStoppedItself: z.strictObject({ failures: z.int() }),
  /** Of a row whose device is awaited, or was when it failed. */
  awaitedDecided: z.strictObject({ decision: z.enum(['giveUp', 'again', 'await']), line: z.int() }),
  /** No station works at it any more. */
  batchEnded: z.strictObject({ ...counts, code: code.optional() }),
  /** Somebody changed rows of it by hand; the digest is that of all its rows afterwards. */
  rowsChanged: z.strictObject({
    change: z.enum(['added', 'edited', 'held', 'cancelled', 'reinstated']),
    lines: z.array(z.int()),
    reason: z.string().optional(),
    rowsDigest: sha256.optional(),
  }),
  rowDone: z.strictObject({
    line: z.int(),
    attempts: z.int(),
    station,
    message,
    /** Missing where the device was bootstrapped without a card. */
    verifiedAt: time.optional(),
    /** The session that fulfilled the plan; the digest is over so many lines of its transcript: `transcriptDigest`. */
    session: z
      .strictObject({ id: z.string(), commandsDone: z.int(), lines: z.int(), transcript: sha256 })
      .optional(),
  }),
  rowFailed: z.strictObject({
    line: z.int(),
    attempts: z.int(),
    station,
    code,
    reached: z.enum(['nothing', 'verified']),
    message: message.optional(),
    verifiedAt: time.optional(),
  }),
  /** It waits again: the card or the reader went, or the process did. */
  rowReleased: z.strictObject({ line: z.int(), attempts: z.int() }),

  // Devices.
  /** Its credentials are issued with it, once. */
  deviceEnrolled: z.strictObject({ line: z.int().optional() }),
  /** It was known, and follows another batch from now on. */
  deviceFollows: z.strictObject({}),
  credentialsIssued: z.strictObject({ use: credentials }),
  /** The device has taken new ones and shown them. */
  credentialsRotated: z.strictObject({ use: credentials }),
  credentialsRevoked: z.strictObject({ use: credentials, reason: z.string().optional() }),
  certificateIssued: z.strictObject({
    use: z.enum(['authority', 'server', 'device']),
    sha256,
    notAfter: time,
    addresses: z.array(z.string()).optional(),
  }),
  certificateRevoked: z.strictObject({ sha256, reason: z.string().optional() }),
  /** Which certificates the bench and its devices are known by: imported ones, or its own again. */
  certificatesChangeBegun: z.strictObject(certificatesChange),
  certificatesChanged: z.strictObject(certificatesChange),
  certificatesChangeFailed: z.strictObject({ ...certificatesChange, code }),
  notificationSent: z.strictObject({ notificationId: z.int(), address: z.string(), requestMos: z.boolean() }),
  notificationShown: z.strictObject({ requestMos: z.boolean() }),
  notificationCancelled: z.strictObject({ notificationId: z.int() }),
  /** A device's plan ended so, and had not before. */
  sessionEnded: z.strictObject({
    session: z.string(),
    outcome: z.enum(['fulfilled', 'suspended', 'failed', 'abandoned']),
    commandsDone: z.int(),
    code: code.optional(),
  }),
  deviceCalledIn: z.strictObject({}),
  /** Queued for its next session; what they carry is in the session. */
  commandsQueued: z.strictObject({ commands: z.array(z.string()) }),
  commandCancelled: z.strictObject({ command: z.string() }),
  /** An image, by its digest, is to be installed; what the device makes of it is in its sessions. */
  updateStarted: z.strictObject({
    update: z.string(),
    of: z.enum(['firmware', 'software']),
    image: z.string(),
    sha256,
    version: z.string(),
  }),
  updateAborted: z.strictObject({ update: z.string(), attempt: z.int() }),
  updateRetried: z.strictObject({ update: z.string(), attempt: z.int() }),
  /** A plan was queued for the device, among others. */
  planQueued: z.strictObject({ name: z.string(), steps: z.int() }),
  /** What waited of it is not sent, and no further step of it. */
  planCancelled: z.strictObject({ name: z.string() }),
  /** A version of a profile; the digest is over its text. */
  profileSaved: z.strictObject({ name: z.string(), version: z.int(), sha256, note: z.string().optional() }),
  profileArchived: z.strictObject({ name: z.string(), archived: z.boolean() }),
  /** Commands became a step of what is not saved of a profile; the digest is over its text from now on. */
  planStepAdded: z.strictObject({ profile: z.string(), plan: z.string(), step: z.string(), sha256 }),
  /** The lowest and the highest of their numbers. */
  alertsAcknowledged: z.strictObject({ count: z.int(), first: z.int(), last: z.int() }),
  /** Rules by their names; the digest is over the list as it is from now on. */
  alertRulesChanged: z.strictObject({
    rules: z.int(),
    added: z.array(z.string()),
    removed: z.array(z.string()),
    changed: z.array(z.string()),
    moved: z.boolean(),
    sha256,
  }),
  /** A rule begins to act for the device, because of an alert: what it queues and asks for follows. */
  alertRuleActed: z.strictObject({ ruleId: z.string(), name: z.string(), alert: z.int() }),

  // The Data Repository, by a person: what devices put there is in their sessions.
  resourcePut: z.strictObject({
    name: z.string(),
    octets: z.int(),
    etag: z.string(),
    mediaType: z.string(),
  }),
  resourceDeleted: z.strictObject({ name: z.string() }),

  // Access.
  operatorAdded: z.strictObject({ operatorId: z.string(), name: z.string(), role: z.string() }),
  operatorChanged: z.strictObject({ operatorId: z.string(), name: z.string(), change: z.string() }),
  operatorRemoved: z.strictObject({ operatorId: z.string(), name: z.string() }),
  signedIn: z.strictObject({}),
  signInFailed: z.strictObject({ name: z.string(), code }),
  signedOut: z.strictObject({}),
  /** Orders of it are worked at by this bench, under this name. */
  orderBookConnected: z.strictObject({ address: z.string(), bench: z.string() }),
  orderBookLeft: z.strictObject({ address: z.string() }),
  securitySettingChanged: z.strictObject({ setting: z.string(), value: z.string() }),
  /** It is about to be written to a file that a person chose. */
  fileHandedOut: z.strictObject({ what: handedOut, sha256: sha256.optional() }),
  secretsShown: z.strictObject({ what: secret }),
  /** What was to be handed out was not: no file came of it. */
  fileNotWritten: z.strictObject({ what: z.union([handedOut, secret]), code }),
} as const;

export type ActKind = keyof typeof actSchemas;

type Members<Kind extends ActKind> = z.infer<(typeof actSchemas)[Kind]>;

/** An act, by its kind. */
export type Act = {
  readonly [Kind in ActKind]: { readonly kind: Kind } & (string extends keyof Members<Kind>
    ? unknown
    : Readonly<Members<Kind>>);
}[ActKind];

/** What acts are about, for whoever looks for some of them. */
export const actGroups = ['cards', 'batches', 'devices', 'repository', 'access', 'audit'] as const;
export type ActGroup = (typeof actGroups)[number];

/** The group of each kind, and whose doing it is: a person's where one is there, or always the bench's own. */
const about: Readonly<Record<ActKind, readonly [ActGroup, by?: 'bench']>> = {
  auditBegun: ['audit', 'bench'],
  auditVerified: ['audit'],
  auditDamageFound: ['audit', 'bench'],
  benchStarted: ['audit'],
  benchStopped: ['audit'],
  cardWriteBegun: ['cards'],
  cardWritten: ['cards'],
  cardWriteFailed: ['cards'],
  cardEraseBegun: ['cards'],
  cardErased: ['cards'],
  cardEraseFailed: ['cards'],
  cardCompared: ['cards'],
  cardUnlockBegun: ['cards'],
  cardUnlocked: ['cards'],
  cardUnlockFailed: ['cards'],
  overwriteAllowed: ['cards'],
  batchCreated: ['batches'],
  batchStarted: ['batches'],
  batchResumed: ['batches'],
  batchPaused: ['batches'],
  batchStoppedItself: ['batches', 'bench'],
  awaitedDecided: ['batches'],
  batchEnded: ['batches', 'bench'],
  rowsChanged: ['batches'],
  rowDone: ['batches'],
  rowFailed: ['batches'],
  rowReleased: ['batches', 'bench'],
  deviceEnrolled: ['devices'],
  deviceFollows: ['devices'],
  credentialsIssued: ['access'],
  credentialsRotated: ['access', 'bench'],
  credentialsRevoked: ['access'],
  certificateIssued: ['access'],
  certificateRevoked: ['access'],
  certificatesChangeBegun: ['access'],
  certificatesChanged: ['access'],
  certificatesChangeFailed: ['access'],
  notificationSent: ['devices'],
  notificationShown: ['devices'],
  notificationCancelled: ['devices'],
  sessionEnded: ['devices', 'bench'],
  deviceCalledIn: ['devices'],
  commandsQueued: ['devices'],
  commandCancelled: ['devices'],
  updateStarted: ['devices'],
  updateAborted: ['devices'],
  updateRetried: ['devices'],
  planQueued: ['devices'],
  planCancelled: ['devices'],
  profileSaved: ['batches'],
  profileArchived: ['batches'],
  planStepAdded: ['devices'],
  alertsAcknowledged: ['devices'],
  alertRulesChanged: ['devices'],
  alertRuleActed: ['devices', 'bench'],
  resourcePut: ['repository'],
  resourceDeleted: ['repository'],
  operatorAdded: ['access'],
  operatorChanged: ['access'],
  operatorRemoved: ['access'],
  signedIn: ['access'],
  signInFailed: ['access'],
  signedOut: ['access'],
  orderBookConnected: ['access'],
  orderBookLeft: ['access'],
  securitySettingChanged: ['access'],
  fileHandedOut: ['access'],
  secretsShown: ['access'],
  fileNotWritten: ['access'],
};

/** The kinds of a group. */
export function kindsOf(group: ActGroup): readonly ActKind[] {
  return (Object.keys(about) as ActKind[]).filter((kind) => about[kind][0] === group);
}

/** Whether an act is the bench's own, whoever is signed in. */
export function isOfBench(kind: ActKind): boolean {
  return about[kind][1] === 'bench';
}

/** Whether a word names a kind of act that this version knows. */
export function isActKind(kind: unknown): kind is ActKind {
  return typeof kind === 'string' && Object.hasOwn(actSchemas, kind);
}
