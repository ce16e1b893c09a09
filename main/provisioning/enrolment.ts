import { z } from 'zod';
import { composeBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import type { DmAccount, NotificationCredentials } from '../../core/bootstrap/dm-account.ts';
import { codedError } from '../../core/errors.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { transportOf } from '../../core/provisioning/profile-server.ts';
import { configurationOf, fetchedConfigurations } from '../../core/provisioning/session-plan.ts';
import { type Variables, withBuiltIns } from '../../core/provisioning/variables.ts';
import type { Audit } from '../audit/audit-log.ts';
import { putConfigurations } from '../server/device-configurations.ts';
import type { DeviceCredentials } from '../server/device-credentials.ts';
import type { ServerAddresses } from '../server/device-directory.ts';
import type { PlainHttp } from '../server/plain-http.ts';
import type { DeviceRecord } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';

/** What enrolment needs of a job. */
export interface EnrolmentJob {
  readonly jobId: string;
  readonly batchId: string;
  readonly line?: number;
  readonly deviceId: string;
  readonly label: string;
  readonly variables: Variables;
}

/** Where the server is reached, and what proves that it is this one. */
export interface ServerReach {
  readonly http: ServerAddresses;
  readonly https: ServerAddresses;
  /** The certificate (PEM) that devices are told to know the server by. */
  readonly authorityPem: string;
  /** A profile that names no transport means http where it is the usual thing, and https elsewhere. */
  readonly plainHttp: PlainHttp;
  readonly deviceCredentials: DeviceCredentials;
}

export interface EnrolmentContext {
  readonly store: Store;
  readonly vault: Vault;
  readonly profile: Profile;
  readonly server: ServerReach;
  readonly audit: Audit;
  readonly now: () => number;
  /** So many octets that nobody can guess. */
  readonly randomOctets: (count: number) => Uint8Array;
}

/**
 * Makes a job's device known to the server: its credentials (issued once, however often this is called) and its
 * resources in the Data Repository. Call it within a transaction, after what it proves itself with was prepared
 * (`ServerReach.deviceCredentials`).
 * @returns the octets of the device's bootstrap message
 */
export function enrol(context: EnrolmentContext, job: EnrolmentJob): Uint8Array {
  const { store, vault, profile, audit } = context;
  const { deviceId, label, jobId, batchId, line } = job;
  const subject = { deviceId, label, jobId, batchId };
  const known = store.devices.get(deviceId);
  if (known) store.devices.follow(deviceId, label, jobId);
  else {
    const userName = `dm-${base64url(context.randomOctets(9))}`;
    const passwordSealed = vault.seal(base64url(context.randomOctets(24)));
    const device = { deviceId, label, jobId, userName, passwordSealed };
    store.devices.enrol({ ...device, notificationSealed: newNotificationProof(context) }, context.now());
    audit.record({ kind: 'deviceEnrolled', ...(line === undefined ? {} : { line }) }, subject);
  }
  if (known && known.jobId !== jobId) audit.record({ kind: 'deviceFollows' }, subject);
  if (known && known.notificationSealed === undefined) {
    store.devices.proveNotifications(deviceId, newNotificationProof(context));
    audit.record({ kind: 'credentialsIssued', use: 'notification' }, subject);
  }
  const { repository } = addressesOf(profile, context.server);
  putConfigurations(
    store,
    { deviceId, profile, variables: filled(context, job), repository, answers: {}, at: context.now() },
    fetchedConfigurations(profile),
  );
  return bootstrapMessageOf(context, job);
}

/**
 * The bootstrap message of a device that is known, with what it was issued to prove itself.
 * @throws DEVICE_UNKNOWN, CERTIFICATE_DEVICE_WITHOUT, PLAIN_HTTP_NOT_OFFERED, VAULT_DAMAGED
 */
export function bootstrapMessageOf(
  { store, vault, profile, server }: Pick<EnrolmentContext, 'store' | 'vault' | 'profile' | 'server'>,
  job: EnrolmentJob,
): Uint8Array {
  const device = store.devices.get(job.deviceId);
  if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: job.deviceId });
  const variables = filled({ profile, server }, job);
  const notification = notificationProofOf(vault, device);
  const account: DmAccount = {
    instance: profile.server.instance,
    serverId: profile.server.id,
    serverUri: serverUriOf(profile, server),
    name: profile.server.name,
    permittedMoids: profile.permits,
    credentials: server.deviceCredentials.of(profile.server.authentication, device),
    ...(notification ? { notification } : {}),
    ...(isSecure(profile, server) ? { trustAnchor: server.authorityPem } : {}),
  };
  return composeBootstrapMessage({
    accounts: [account],
    objects: profile.bootstrap.map((name) => {
      const { target, data } = configurationOf(profile, name, variables);
      return { clientUri: target, data };
    }),
  });
}

const notificationProof = z.object({ data: z.string(), secret: z.string() });

/** What proves notifications to a device; undefined where it has no such thing. @throws VAULT_DAMAGED */
export function notificationProofOf(
  vault: Vault,
  { notificationSealed }: DeviceRecord,
): NotificationCredentials | undefined {
  return notificationSealed && notificationProof.parse(JSON.parse(vault.open(notificationSealed)));
}

function newNotificationProof({ vault, randomOctets }: EnrolmentContext): Uint8Array {
  // Auth/Noti is of the format bin: base64.
  const proof: NotificationCredentials = {
    data: Buffer.from(randomOctets(9)).toString('base64'),
    secret: Buffer.from(randomOctets(24)).toString('base64'),
  };
  return vault.seal(JSON.stringify(proof));
}

function serverUriOf(profile: Profile, server: ServerReach): string {
  const { address } = profile.server;
  // Nobody is told an address where nobody is answered.
  if (address === undefined && !isSecure(profile, server) && server.plainHttp === 'onlyHere')
    throw codedError('PLAIN_HTTP_NOT_OFFERED', {});
  return address ?? addressesOf(profile, server).dm;
}

function isSecure(profile: Profile, { plainHttp }: Pick<ServerReach, 'plainHttp'>): boolean {
  return transportOf(profile.server, plainHttp === 'usual' ? 'http' : 'https') === 'https';
}

/** The addresses of the listener that the profile's devices talk to. */
export function addressesOf(
  profile: Profile,
  server: Pick<ServerReach, 'http' | 'https' | 'plainHttp'>,
): ServerAddresses {
  return isSecure(profile, server) ? server.https : server.http;
}

function filled(
  { profile, server }: Pick<EnrolmentContext, 'profile' | 'server'>,
  { variables }: EnrolmentJob,
): Variables {
  const { dm, repository } = addressesOf(profile, server);
  return withBuiltIns(variables, { id: profile.server.id, dm, repository });
}

function base64url(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}
