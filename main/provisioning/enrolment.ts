import { createHash } from 'node:crypto';
import { composeBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import { mediaTypes } from '../../core/dm/choices.ts';
import { printSerializedMos } from '../../core/mo/serialization.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { configurationOf, fetchedConfigurations } from '../../core/provisioning/session-plan.ts';
import type { Variables } from '../../core/provisioning/variables.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';

/** What enrolment needs of a job. */
export interface EnrolmentJob {
  readonly jobId: string;
  readonly deviceId: string;
  readonly label: string;
  readonly variables: Variables;
}

export interface EnrolmentContext {
  readonly store: Store;
  readonly vault: Vault;
  readonly profile: Profile;
  /** The DM server's address, where the profile names none. */
  readonly serverUri: string;
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
  const { deviceId, label, jobId, variables } = job;
  const known = store.devices.get(deviceId);
  const credentials = known
    ? { userName: known.userName, password: vault.open(known.passwordSealed) }
    : {
        userName: `dm-${base64url(context.randomOctets(9))}`,
        password: base64url(context.randomOctets(24)),
      };
  if (known) store.devices.follow(deviceId, label, jobId);
  else {
    const passwordSealed = vault.seal(credentials.password);
    store.devices.enrol(
      { deviceId, label, jobId, userName: credentials.userName, passwordSealed },
      context.now(),
    );
  }
  for (const name of fetchedConfigurations(profile)) putResource(context, job, name);
  return composeBootstrapMessage({
    account: {
      instance: profile.server.instance,
      serverId: profile.server.id,
      serverUri: profile.server.address ?? context.serverUri,
      name: profile.server.name,
      permittedMoids: profile.permits,
      credentials,
    },
    objects: profile.bootstrap.map((name) => {
      const { target, data } = configurationOf(profile, name, variables);
      return { clientUri: target, data };
    }),
  });
}

function putResource({ store, profile, now }: EnrolmentContext, job: EnrolmentJob, name: string): void {
  const { target, data } = configurationOf(profile, name, job.variables);
  const body = Buffer.from(JSON.stringify(printSerializedMos([{ clientUri: target, data }])));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  store.devices.putResource(job.deviceId, { name, mediaType: mediaTypes.serializedMo, body, etag }, now());
}

function base64url(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}
