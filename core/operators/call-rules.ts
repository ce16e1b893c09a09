import type { CallName } from '../api-requests.ts';
import type { Role } from './role.ts';

/** Who may make a call, and what becomes of it while production data is locked against reading back. */
export interface CallRule {
  /** `anyone` is for those who are not signed in, too. */
  readonly least: 'anyone' | Role;
  /**
   * `masked`: what is answered has a `•` in place of each character of a secret. `withoutSecrets`: what is saved holds
   * none, or nothing is saved; the handler sees to it. `refused`: there is no answer.
   */
  readonly locked: 'answered' | 'masked' | 'withoutSecrets' | 'refused';
}

const anyone = { least: 'anyone', locked: 'answered' } as const;
const technician = { least: 'technician', locked: 'answered' } as const;
const technicianMasked = { least: 'technician', locked: 'masked' } as const;
const engineer = { least: 'engineer', locked: 'answered' } as const;
const engineerMasked = { least: 'engineer', locked: 'masked' } as const;
const engineerUnlocked = { least: 'engineer', locked: 'refused' } as const;

/**
 * The one table of who may do what. Technicians run stations, write cards as the batch says, and look; what changes
 * the bench, destroys, or leaves it as a file is an engineer's. A call without an entry does not compile.
 */
export const callRules = {
  overview: technician,
  sample: technician,
  checkBatch: technician,
  createBatch: technician,
  resumeBatch: technician,
  pauseBatch: technician,
  allowOverwrite: technician,
  batches: technician,
  batch: technician,
  jobs: technician,
  saveReport: { least: 'engineer', locked: 'withoutSecrets' },
  chooseAdmKeys: technician,
  choosePins: technician,
  openKeyFile: technician,
  devices: technician,
  device: technician,
  deviceIds: technician,
  tags: technician,
  tagDevices: technician,
  beginBulk: technician,
  bulk: technician,
  cancelBulk: technician,
  // Trees are made without secrets while production data is locked, so that no search finds them out either.
  openTree: technician,
  treeRows: technician,
  treeNode: technician,
  locateRow: technician,
  typeAhead: technician,
  closeTree: technician,
  saveTreeValue: engineerUnlocked,
  saveBranch: engineerUnlocked,
  chooseBranch: engineerUnlocked,
  snapshots: technician,
  takeSnapshot: technician,
  deleteSnapshot: engineer,
  compareTrees: technician,
  differences: technician,
  schemas: technician,
  importSchemas: engineer,
  nameSchema: engineer,
  fetchSchema: engineer,
  deleteSchema: engineer,
  schemaUsers: technician,
  checkQueued: technician,
  queueCommands: engineer,
  queueBranch: engineer,
  queuedCommands: technicianMasked,
  cancelQueued: engineer,
  sessions: technician,
  session: technicianMasked,
  exportSession: engineerUnlocked,
  server: technician,
  notify: technician,
  cancelNotification: technician,
  notifications: technician,
  notificationHex: technician,
  callIn: technician,
  resources: technician,
  addResource: engineer,
  deleteResource: engineer,
  saveAuthority: engineer,
  certificates: technician,
  clientCertificates: technician,
  revokeCertificate: engineer,
  importCertificate: engineer,
  useOwnCertificate: engineer,
  saveCertificate: engineer,
  saveBootstrapAccess: engineerUnlocked,
  card: technicianMasked,
  verifyCard: technician,
  writeCard: technicianMasked,
  eraseCard: engineerMasked,
  // It spends tries of the card's key.
  unlockCard: engineerMasked,
  copyCard: engineerUnlocked,
  // Where it first differs from a copy that somebody made up tells the octets one by one.
  compareCard: { least: 'technician', locked: 'refused' },
  nameReader: engineer,
  scan: technician,
  letGo: technician,
  goOn: technician,
  retryRows: technician,
  awaited: technician,
  decideAwaited: technician,
  saveStation: engineer,
  saveVirtualStations: engineer,
  saveStationCode: engineer,
  saveSettings: engineer,
  showDataFolder: engineer,
  signInState: anyone,
  signIn: anyone,
  signOut: anyone,
  noteActivity: anyone,
  openVault: anyone,
  operators: engineer,
  addOperator: engineer,
  changeOperator: engineer,
  security: engineer,
  saveIdleMinutes: engineer,
  lockProduction: engineer,
  unlockProduction: engineer,
  protectVault: engineer,
  profiles: technician,
  profile: technician,
  profileVersion: technician,
  profileSamples: technician,
  createProfile: engineer,
  saveProfile: engineer,
  keepProfileDraft: engineer,
  discardProfileDraft: engineer,
  renameProfile: engineer,
  archiveProfile: engineer,
  exportProfile: engineer,
  alerts: technician,
  alert: technicianMasked,
  alertCounts: technician,
  acknowledgeAlerts: technician,
  alertRules: technicianMasked,
  alertFirings: technician,
  // What was masked would be written back; what matches tells what a secret is.
  saveAlertRules: engineerUnlocked,
  previewAlertRule: engineerUnlocked,
  audit: engineer,
  auditState: engineer,
  verifyAudit: engineer,
  stopVerifyingAudit: engineer,
  exportAudit: engineer,
  saveAuditKey: engineer,
} as const satisfies { readonly [Name in CallName]: CallRule };

/** The calls whose answers are masked while production data is locked. */
export type MaskedCall = {
  [Name in CallName]: (typeof callRules)[Name]['locked'] extends 'masked' ? Name : never;
}[CallName];
