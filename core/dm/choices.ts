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
