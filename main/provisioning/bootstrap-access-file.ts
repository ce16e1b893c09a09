import { randomBytes } from 'node:crypto';
import { codedError } from '../../core/errors.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { BootstrapAccess } from '../device/bootstrap-access.ts';
import { issueBootstrap } from '../server/bootstrap/bootstrap-host.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { bootstrapMessageOf, type ServerReach } from './enrolment.ts';

/**
 * Opens the way for a device to bootstrap over HTTPS (DM-3), once: the text of the file that the device is given.
 * What was handed out for it before is worth nothing from then on.
 * @throws DEVICE_UNKNOWN
 */
export async function issueBootstrapAccess(
  services: {
    readonly store: Store;
    readonly vault: Vault;
    readonly server: ServerReach;
    readonly audit: Audit;
  },
  deviceId: string,
): Promise<string> {
  const { store, vault, server, audit } = services;
  const device = store.devices.get(deviceId);
  if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
  const job = store.jobs.get(device.jobId);
  const profile = store.profiles.of(job.batchId);
  await server.deviceCredentials.prepare(profile.server.authentication, deviceId);
  const randomOctets = (count: number) => new Uint8Array(randomBytes(count));
  const { label, jobId } = device;
  const { userName, password } = store.transaction(() => {
    audit.record({ kind: 'secretsShown', what: 'bootstrapAccess' }, { deviceId, label, jobId });
    return issueBootstrap(
      { store, vault, now: () => Date.now(), randomOctets },
      deviceId,
      bootstrapMessageOf({ store, vault, profile, server }, job),
    );
  });
  const access: BootstrapAccess = {
    url: server.https.bootstrap,
    deviceId,
    user: userName,
    password,
    trustAnchor: server.authorityPem,
  };
  return `${JSON.stringify(access, undefined, 2)}\n`;
}
