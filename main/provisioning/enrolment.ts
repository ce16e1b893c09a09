import { z } from 'zod';
import { composeBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import type { DmAccount, NotificationCredentials } from '../../core/bootstrap/dm-account.ts';
import { mediaTypes } from '../../core/dm/choices.ts';
import { codedError } from '../../core/errors.ts';
import { printSerializedMos } from '../../core/mo/serialization.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { configurationOf, fetchedConfigurations } from '../../core/provisioning/session-plan.ts';
import { type Variables, withBuiltIns } from '../../core/provisioning/variables.ts';
import type { ServerAddresses } from '../server/device-directory.ts';
import type { DeviceRecord } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';

/** What enrolment needs of a job. */
export interface EnrolmentJob {
  readonly jobId: string;
  readonly deviceId: string;
  readonly label: string;
  readonly variables: Variables;
}

/** Where the server is reached, and what proves that it is this one. */
export interface ServerReach {
  readonly http: ServerAddresses;
  readonly https: ServerAddresses;
  /** The certificate (PEM) of the bench's own authority. */
  readonly authorityPem: string;
}

export interface EnrolmentContext {
  readonly store: Store;
  readonly vault: Vault;
  readonly profile: Profile;
  readonly server: ServerReach;
  readonly now: () => number;
  /** So many octets that nobody can guess. */
  readonly randomOctets: (count: number) => Uint8Array;
}

/**
 * Makes a job's device known to the server: its credentials (issued once, however often this is called) and its
 * resources in the Data Repository. Call it within a transaction.
 * @returns the octets of the device's bootstrap message
 */
export function enrol(context: EnrolmentContext, job: EnrolmentJob): Uint8Array {
  const { store, vault, profile } = context;
  const { deviceId, label, jobId } = job;
  const known = store.devices.get(deviceId);
  if (known) store.devices.follow(deviceId, label, jobId);
  else {
    const userName = `dm-${base64url(context.randomOctets(9))}`;
    const passwordSealed = vault.seal(base64url(context.randomOctets(24)));
    const device = { deviceId, label, jobId, userName, passwordSealed };
    store.devices.enrol({ ...device, notificationSealed: newNotificationProof(context) }, context.now());
  }
  if (known && known.notificationSealed === undefined)
    store.devices.proveNotifications(deviceId, newNotificationProof(context));
  for (const name of fetchedConfigurations(profile)) putResource(context, job, name);
  return bootstrapMessageOf(context, job);
}

/** The bootstrap message of a device that is known. @throws DEVICE_UNKNOWN, VAULT_DAMAGED */
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
    credentials: { userName: device.userName, password: vault.open(device.passwordSealed) },
    ...(notification ? { notification } : {}),
    ...(profile.server.transport === 'https' ? { trustAnchor: server.authorityPem } : {}),
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

function serverUriOf({ server: { address, transport } }: Profile, { http, https }: ServerReach): string {
  return address ?? (transport === 'https' ? https.dm : http.dm);
}

function filled(
  { profile, server }: Pick<EnrolmentContext, 'profile' | 'server'>,
  { variables }: EnrolmentJob,
): Variables {
  const { dm, repository } = profile.server.transport === 'https' ? server.https : server.http;
  return withBuiltIns(variables, { id: profile.server.id, dm, repository });
}

function putResource(context: EnrolmentContext, job: EnrolmentJob, name: string): void {
  const { target, data } = configurationOf(context.profile, name, filled(context, job));
  const body = Buffer.from(JSON.stringify(printSerializedMos([{ clientUri: target, data }])));
  context.store.repository.putSmall(
    { owner: { kind: 'device', deviceId: job.deviceId }, name, mediaType: mediaTypes.serializedMo, body },
    context.now(),
  );
}

function base64url(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}
