import type { ErrorEntry } from './entry.ts';

/** Certificates and pre-shared keys: what is imported, what is issued, and what a connection shows. */
export const certificateErrors = {
  CERTIFICATE_FILE_FORM: {
    cause: '{file} is neither PEM nor PKCS#12: {detail}.',
    remedy: 'Choose a .pem, .crt, .key, .p12 or .pfx file as a certificate authority hands it out.',
  },
  CERTIFICATE_FILE_PASSWORD_MISSING: {
    cause: '{file} is protected by a password.',
    remedy:
      'Give the password with it: in the field beside the file, or on the command line in a file (--password-file) or DM_BENCH_CERTIFICATE_PASSWORD.',
  },
  CERTIFICATE_FILE_PASSWORD_WRONG: {
    cause: 'The password does not open {file}.',
    remedy: 'Check the password; capital letters, and blanks at its end, count.',
  },
  CERTIFICATE_FILE_CIPHER: {
    cause: '{file} is protected by an old method ({method}) that is not read here.',
    remedy: 'Export it again with AES-256, as "openssl pkcs12 -export" of OpenSSL 3 does by itself.',
  },
  CERTIFICATE_FILE_EMPTY: {
    cause: '{file} holds no certificate.',
    remedy: 'Choose the file with the certificate; a private key alone is not enough.',
  },
  CERTIFICATE_KEY_MISSING: {
    cause: '{file} holds no private key.',
    remedy: 'Give the file of the private key along with it.',
  },
  CERTIFICATE_KEY_SEVERAL: {
    cause: '{file} holds {count} private keys, and one is expected.',
    remedy: 'Leave only the key that belongs to the certificate.',
  },
  CERTIFICATE_KEY_OTHER: {
    cause: 'The private key belongs to no certificate in {file}.',
    remedy: 'Give the certificate and the key that were made for one another.',
  },
  CERTIFICATE_KEY_WEAK: {
    cause: 'The key of "{subject}" in {file} is {found}, which is too weak or not usable here.',
    remedy: 'Have a certificate made for a key of RSA with 2048 bits or more, or on P-256, P-384 or P-521.',
  },
  CERTIFICATE_SIGNATURE_WEAK: {
    cause: '"{subject}" in {file} is signed with {algorithm}, which can be forged.',
    remedy: 'Have it issued again with SHA-256 or better.',
  },
  CERTIFICATE_TIME: {
    cause: '"{subject}" in {file} is valid from {from} to {to}; the clock says {now}.',
    remedy: 'Have it issued again, or set the clock of this machine if that is wrong.',
  },
  CERTIFICATE_IS_AUTHORITY: {
    cause: '"{subject}" in {file} is a certificate of an authority, and one of a server is expected.',
    remedy: 'Choose the certificate that was issued for the server.',
  },
  CERTIFICATE_NOT_AUTHORITY: {
    cause: '"{subject}" in {file} is not a certificate of an authority that may sign others.',
    remedy: 'Choose the certificate of the authority itself (Basic Constraints CA, Key Usage keyCertSign).',
  },
  CERTIFICATE_PURPOSE: {
    cause: '"{subject}" in {file} may not be used for {purpose} (its usages say so).',
    remedy: 'Have a certificate issued whose Key Usage and Extended Key Usage allow it.',
  },
  CERTIFICATE_NAMELESS: {
    cause: '"{subject}" in {file} is for no name and no address (Subject Alternative Name).',
    remedy: 'Have it issued with the names and addresses by which devices reach this bench.',
  },
  CERTIFICATE_CHAIN_INCOMPLETE: {
    cause: 'The chain of "{subject}" in {file} ends before a root: the certificate of "{issuer}" is missing.',
    remedy: 'Add the certificates of all authorities above it, up to the root, and import them together.',
  },
  CERTIFICATE_CHAIN_BROKEN: {
    cause: '"{subject}" in {file} says that "{issuer}" signed it, and that is not so.',
    remedy: 'Check that the certificates of the chain belong together.',
  },
  CERTIFICATE_CHAIN_OTHER: {
    cause: 'The imported server certificate and the imported authority "{subject}" do not belong together.',
    remedy: "Go back to the bench's own first, then import an authority and a server certificate of it.",
  },
  CERTIFICATE_AUTHORITY_KEYLESS: {
    cause: '"{subject}" in {file} has no private key with it, so that this bench cannot prove itself by it.',
    remedy: 'Import it together with a server certificate that comes from it, or with its private key.',
  },
  CERTIFICATE_ADDRESS_NOT_NAMED: {
    cause: '"{subject}" is not for {address}, where devices reach this bench now.',
    remedy:
      'Devices that come to that address refuse the connection: give devices an address that the certificate names (server.address in the profile), or have it issued for this one too.',
  },
  CERTIFICATE_ENDS_SOON: {
    cause: '"{subject}" ends on {to}.',
    remedy: 'It was imported, so that this bench cannot renew it: have it issued again and import that one.',
  },
  CERTIFICATE_OTHER_ANCHOR: {
    cause: '{count} devices were told to trust another authority.',
    remedy: 'They refuse this bench until they are bootstrapped again.',
  },
  CERTIFICATE_NOT_IMPORTED: {
    cause: 'No such certificate was imported ({what}).',
    remedy: 'Choose one of the list.',
  },
  CERTIFICATE_NO_FOLDER: {
    cause: 'There is no data folder of a bench at {folder}.',
    remedy: 'Check --data. The workstation, or dm-bench serve, makes the folder when it first starts.',
  },
  CERTIFICATE_UNKNOWN: {
    cause: 'There is no client certificate with the serial number {serial}.',
    remedy:
      'Choose one of the list; one of an imported authority needs its fingerprint along with the number.',
  },
  CERTIFICATE_REVOKED_BEFORE: {
    cause: 'The client certificate {serial} was revoked before.',
    remedy: 'Nothing has to be done: it is refused already.',
  },
  CERTIFICATE_DEVICE_WITHOUT: {
    cause: '{device} has no client certificate that it could be given.',
    remedy: 'Issue one for it, or run its batch again: a row gets one when it is provisioned.',
  },
  CERTIFICATE_DEVICE_NAME: {
    cause: '"{device}" is no name of a device that a certificate can carry.',
    remedy: 'Write the DevID as in the device list, for example IMEI:352099001761408.',
  },
  CERTIFICATE_NOT_IN_USE: {
    cause: 'The bench could not begin to use what was imported: {detail}.',
    remedy: 'Nothing was changed. Check the certificate and its key, then import them again.',
  },

  PEER_CERTIFICATE_EXPIRED: {
    cause: 'The client certificate {serial} ended on {to}.',
    remedy: 'Bootstrap the device again: it gets a new certificate then.',
    http: 403,
  },
  PEER_CERTIFICATE_NOT_YET_VALID: {
    cause: 'The client certificate {serial} is valid only from {from}.',
    remedy: 'Check the clock of this machine, and of the one that issued the certificate.',
    http: 403,
  },
  PEER_CERTIFICATE_REVOKED: {
    cause: 'The client certificate {serial} was revoked.',
    remedy: 'If the device is to come back, bootstrap it again: it gets a new certificate then.',
    http: 403,
  },
  PEER_CERTIFICATE_OTHER_AUTHORITY: {
    cause:
      'The client certificate {serial} comes from "{issuer}", which this bench does not take ({detail}).',
    remedy:
      "Bootstrap the device with this bench, or import the authority of its certificate as one of clients'.",
    http: 403,
  },
  PEER_CERTIFICATE_PURPOSE: {
    cause: 'The client certificate {serial} is not for clients of TLS (Extended Key Usage).',
    remedy: 'Give the device a certificate whose Extended Key Usage names client authentication.',
    http: 403,
  },
  PEER_CERTIFICATE_NAMES_NO_DEVICE: {
    cause: 'The client certificate {serial} names no device.',
    remedy: 'It needs one URI urn:dm-bench:device:DEVID in its Subject Alternative Name.',
    http: 403,
  },
  PEER_KEY_UNKNOWN: {
    cause: 'A device came with the pre-shared key "{identity}", which this bench did not issue.',
    remedy: 'Bootstrap the device with this bench; its account may be from another one.',
    http: 403,
  },
  PEER_KEY_WRONG: {
    cause: 'A device came with the name of the pre-shared key of {device}, and not with the key.',
    remedy: 'Bootstrap the device again. If it is another machine, somebody guesses.',
    http: 403,
  },
  PEER_MISSING: {
    cause:
      'The device is to prove itself by its connection (a certificate or a pre-shared key), and did not.',
    remedy: 'Bootstrap the device again: its account holds what it needs.',
    http: 403,
  },
  DM_SERVER_NOT_TRUSTED: {
    cause: 'The DM server {uri} is not one that the device may trust: {detail}.',
    remedy:
      'Nothing was sent to it. Check the address in the profile, the clock, and that the device was bootstrapped by this bench.',
  },
  PRESHARED_KEY_MISSING: {
    cause: '{device} has no pre-shared key that it could be given.',
    remedy: 'Run its batch again: a row gets one when it is provisioned.',
  },
  PLAIN_HTTP_NOT_OFFERED: {
    cause: 'The profile asks for http, and this bench speaks http to nobody but its own machine.',
    remedy:
      'Write "transport": "https" in the profile. Where others may read what is said, start the server with --plain-http.',
  },
  PRESHARED_KEYS_UNAVAILABLE: {
    cause:
      'Pre-shared keys cannot be used here: the TLS library of this program ({library}) has no suite for them.',
    remedy:
      'Run the server with dm-bench serve on Node.js, or let the profile ask for certificates (server.authentication).',
  },
} as const satisfies Record<string, ErrorEntry>;
