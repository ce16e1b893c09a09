import { count } from './common.ts';

/** Certificates: what devices trust, what the server shows, and what devices prove themselves with. */
export const certificates = {
  part: 'Certificates',

  anchor: 'Devices trust',
  anchorHint: 'The certificate that devices are told to know the bench by. It holds no secret.',
  server: 'The server shows',
  serverHint: 'What proves to devices that they talk to this bench.',
  noServer: 'No certificate was made yet.',
  clients: 'Devices are known by',
  clientsHint: 'Client certificates and pre-shared keys, where their profile asks for them.',
  origins: { bench: "the bench's own", imported: 'imported', clients: 'imported' } as const,
  issuer: 'Issued by',
  from: 'Valid from',
  until: 'Valid until',
  daysLeft: (days: number) => `${count(days, 'day', 'days')} left`,
  over: 'run out',
  notYet: 'not valid yet',
  fingerprint: 'Fingerprint (SHA-256)',
  copyFingerprint: 'Copy the fingerprint',
  names: 'For',
  key: 'Key',
  authorities: (authorities: number) => `certificates of ${count(authorities, 'authority', 'authorities')}`,
  forget: (subject: string) => `No longer take certificates of ${subject}`,
  keys: 'pre-shared keys (TLS-PSK)',
  noKeys: 'no pre-shared keys here',

  save: 'Save…',
  saveAnchor: 'Save the certificate that devices trust',
  saveServer: "Save the server's certificate",
  saveList: 'Revoked list…',
  saveListLabel: 'Save the list of revoked certificates',
  saved: 'Saved',
  import: 'Import…',
  useOwn: "Use the bench's own",

  importTitle: 'Import certificates',
  importLead: 'Everything is checked before anything is used. Private keys go into the vault.',
  kindLabel: 'What it is',
  kinds: { server: 'Server', authority: 'Authority', clientAuthority: "Clients' authority" } as const,
  kindHints: {
    server:
      "The server's certificate with its private key and the authorities above it. Devices are told to trust its root.",
    authority:
      'An authority with its private key: the bench issues server and device certificates by it, and devices are told to trust its root.',
    clientAuthority:
      "An authority by which you issue your devices' certificates yourself. Each names its device by the URI urn:dm-bench:device:DEVID.",
  } as const,
  drop: 'Drop the files here, or choose them',
  dropHint: 'PEM or PKCS#12 (.pem, .crt, .key, .p12, .pfx), up to eight',
  files: (names: readonly string[]) => names.join(', '),
  tooLarge: 'it is larger than 1 MB',
  password: 'Password',
  passwordHint: 'Where the key or the file is protected by one. It is not kept.',
  importNow: 'Import',
  imported: 'Imported',
  importedLead: 'It is in use from now on.',

  listTitle: 'Client certificates',
  search: 'Find by device or serial number',
  filterLabel: 'Which certificates',
  filters: {
    all: 'All',
    valid: 'Valid',
    ending: 'Ending',
    ended: 'Ended',
    revoked: 'Revoked',
  } as const,
  states: { valid: 'valid', ending: 'ends soon', ended: 'ended', revoked: 'revoked' } as const,
  device: 'Device',
  serial: 'Serial number',
  state: 'State',
  issued: 'Issued',
  revokedAt: 'Revoked',
  detail: 'Client certificate',
  openDevice: 'Device',
  saveClient: 'Save certificate…',
  emptyTitle: 'No client certificate was issued',
  emptyLead:
    'Devices whose profile says "authentication": "certificate" get one each with their bootstrap, and need no password then.',
  noMatch: 'No certificate matches',
  noMatchLead: 'Choose other certificates, or search for another device.',
  showAll: 'Show all',
  newRows: (rows: number) => count(rows, 'new certificate', 'new certificates'),
  renewal: 'A device gets a new certificate when it is bootstrapped again.',

  revoke: 'Revoke',
  revokeTitle: (device: string) => `Revoke the certificate of ${device}?`,
  revokeWords: (serial: string) =>
    `The server refuses the certificate ${serial} from now on, also on connections that are open.`,
  revokeForGood: 'It cannot be brought back: the device has to be bootstrapped again.',
  revoked: 'Revoked',

  ownTitles: {
    server: "Go back to the bench's own server certificate?",
    authority: "Go back to the bench's own authority?",
    clientAuthority: 'No longer take certificates of this authority?',
  } as const,
  ownWords: {
    server: (subject: string) =>
      `${subject} and its private key are removed, with the authority that was imported for it alone. Devices that were told to trust that authority refuse the bench until they are bootstrapped again.`,
    authority: (subject: string) =>
      `${subject} is removed with its private key, and the server certificate that came from it. Devices that were told to trust it refuse the bench, and their certificates are refused, until they are bootstrapped again.`,
    clientAuthority: (subject: string) =>
      `Devices whose certificate comes from ${subject} are refused from now on.`,
  } as const,
  ownDone: "The bench's own is in use",
  forgotten: 'No longer taken',
};
