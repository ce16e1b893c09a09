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
  openList: technician,
  closeList: technician,
  checkBatch: technician,
  listProblems: technician,
  saveListProblems: engineer,
  batchList: technician,
  createBatch: technician,
  resumeBatch: technician,
  pauseBatch: technician,
  allowOverwrite: technician,
  orderBook: technician,
  connectOrderBook: engineer,
  disconnectOrderBook: engineer,
  batches: technician,
  batch: technician,
  jobs: technician,
  figures: technician,
  saveFigures: engineer,
  row: technicianMasked,
  rowColumns: technician,
  rowReasons: technician,
  // Those at the stations put rows aside; what the order is, engineers decide. A cancelled row is theirs to reinstate.
  holdRows: technician,
  reinstateRows: technician,
  retryRows: technician,
  cancelRows: engineer,
  changeRow: engineer,
  checkRows: technician,
  addRows: engineer,
  saveReport: { least: 'engineer', locked: 'withoutSecrets' },
  // Whoever works at a station sticks the labels on.
  saveLabels: { least: 'technician', locked: 'withoutSecrets' },
  cancelDocument: technician,
  labelPreview: { least: 'technician', locked: 'withoutSecrets' },
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
  rowOfUri: technician,
  typeAhead: technician,
  closeTree: technician,
  completeUri: technician,
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
  objectSchema: technician,
  checkQueued: technician,
  queueCommands: engineer,
  queueBranch: engineer,
  queuedCommands: technicianMasked,
  cancelQueued: engineer,
  updateChoices: technician,
  checkUpdate: technician,
  startUpdate: engineer,
  updates: technician,
  update: technician,
  abortUpdate: engineer,
  retryUpdate: engineer,
  beginBulkUpdate: engineer,
  // What was masked would be written into a profile.
  offerPlanStep: engineerUnlocked,
  addPlanStep: engineerUnlocked,
  startPlanRun: engineer,
  planStart: technician,
  cancelPlanStart: engineer,
  profilePlans: technician,
  planRuns: technician,
  planRunDevices: technician,
  savePlanRun: engineerUnlocked,
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
