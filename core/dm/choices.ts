/**
 * The choices of this project where the DM 2.0 documents at hand leave a point open, kept together so that
 * each can be changed in one edit. Both ends are made from them; what is read is read more liberally.
 */

/** Media types of the packages (DM 2.0 protocol) and of serialized MOs (ours). */
export const mediaTypes = {
  package1: 'application/vnd.oma.dm.initiation+json',
  package2: 'application/vnd.oma.dm.request+json',
  package3: 'application/vnd.oma.dm.response+json',
  serializedMo: 'application/vnd.oma.dm.dmmo+json',
} as const;

/** Variants of the media type of serialized MOs that are accepted beside our own. */
export const serializedMoVariants: readonly string[] = [
  mediaTypes.serializedMo,
  'application/dmmo+json',
  'application/json',
];

/** The header that names the device in requests #1 and #3. */
export const deviceIdHeader = 'omadm-devid';

/** The header in which a server names what it takes. */
export const acceptHeader = 'OMADM-Accept';

/** Larger packages are answered with 413. */
export const largestPackage = 1024 * 1024;

/** A device holds at most this many rounds of one session before it gives up: a server that never ends. */
export const mostRounds = 100;

/** Where DM Account keeps the transport credentials: plain text, or PEM, told apart by `-----BEGIN`. */
export const transportCredentialPath = ['Auth', 'Trsp'] as const;

/**
 * What the identity of a pre-shared key begins with (Auth/Trsp/Data; the key is in Secret, as base64). No user name
 * of HTTP Basic or Digest can be taken for one: they have no colon. TLS carries the identity as it is.
 */
export const presharedKeyMark = 'psk:';

/** What the URI begins with by which a client certificate names its device (Subject Alternative Name). */
export const deviceUriPrefix = 'urn:dm-bench:device:';

/** Where DM Account keeps what notifications are proved with. */
export const notificationCredentialPath = ['Auth', 'Noti'] as const;

/** Where DM Account carries the certificate (PEM) that its server is to be trusted by. */
export const trustAnchorPath = ['Ext', 'TrustAnchor'] as const;

/** The first segment of the Data Repository's addresses that stands for what every device may read. */
export const sharedSpace = 'shared';

/**
 * The name, among a device's own resources, of the new credentials that it is told to fetch (HGET). They are made
 * from the vault when they are asked for, and kept in no resource; no configuration has a name like it.
 */
export const renewedCredentialsResource = 'account/credentials';

/** What the Data Repository holds at most, in octets; `resources` is a number of them. */
export const repositoryLimits = {
  /** One resource. */
  resource: 512 * 1024 * 1024,
  /** One resource that a device puts there itself. */
  upload: 16 * 1024 * 1024,
  /** Everything that one device put there itself. */
  uploadsOfDevice: 64 * 1024 * 1024,
  resourcesOfDevice: 1000,
  /** Everything of everybody. */
  total: 32 * 1024 * 1024 * 1024,
} as const;

/** Serialized MOs up to this size are read when a device puts them into the Data Repository; larger ones are kept. */
export const largestReadUpload = 4 * 1024 * 1024;

/** The form of a notification (VER), which is not DM's version: the one that is written, and those that are read. */
export const notificationVersions: { readonly written: number; readonly read: readonly number[] } = {
  written: 1,
  read: [0, 1, 2],
};

/** The media type of a notification's octets. */
export const notificationMediaType = 'application/vnd.oma.dm.notification';

/** A device's listener reads no longer notifications; octets. */
export const largestNotification = 4096;

/** A notification is stale when its TIMESTAMP is further from now than this, either way; milliseconds. */
export const notificationWindow = 300_000;

/** How long it takes until a notification is sent again, while its session does not come; milliseconds. */
export const notificationBackOff = { first: 5_000, factor: 2, longest: 120_000 } as const;

/** A device's listener has to answer a notification within this time; milliseconds. */
export const notificationAnswerTime = 10_000;
