import type { TransportCredentials } from '../../core/bootstrap/dm-account.ts';
import { presharedKeyMark } from '../../core/dm/choices.ts';
import { codedError } from '../../core/errors.ts';
import type { Authentication } from '../../core/provisioning/profile-server.ts';
import { useSecret } from '../../core/secrets.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { DeviceCertificateRecord } from '../store/device-certificates.ts';
import type { DeviceRecord } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import { type Certificates, renewalTime } from '../vault/certificates.ts';
import type { Vault } from '../vault/vault.ts';

/** What devices prove themselves with, as their profile says: issued once, until it ends or is taken back. */
export interface DeviceCredentials {
  /**
   * Sees to it that a device has what it is to prove itself with: its certificate is made anew where it was revoked,
   * ends within 30 days, or came from another authority than the one that issues now. Call it before the device is
   * enrolled, outside of a transaction.
   * @throws CERTIFICATE_AUTHORITY_TIME, CERTIFICATE_DEVICE_NAME
   */
  prepare(authentication: Authentication, deviceId: string): Promise<void>;
  /** Issues another certificate to a device; those that it has are good as before. */
  issueCertificate(deviceId: string, by?: Pick<Audit, 'record'>): Promise<DeviceCertificateRecord>;
  /** What goes into a device's account. @throws CERTIFICATE_DEVICE_WITHOUT, VAULT_DAMAGED */
  of(authentication: Authentication, device: DeviceRecord): TransportCredentials;
}

export interface DeviceCredentialsOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly certificates: Certificates;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
  readonly randomOctets: (count: number) => Uint8Array;
}

/** Nobody can guess either; an identity only has to be no other one's. */
const keyLength = 32;
const identityLength = 12;

export function createDeviceCredentials(options: DeviceCredentialsOptions): DeviceCredentials {
  const { store, vault, certificates, audit, now, randomOctets } = options;

  const usableCertificate = (deviceId: string): DeviceCertificateRecord | undefined => {
    const authority = certificates.held().issuer.chain[0].fingerprint;
    const newest = store.deviceCertificates.newest(deviceId, authority);
    return newest?.keySealed && newest.validTo > now() ? newest : undefined;
  };

  const issueCertificate: DeviceCredentials['issueCertificate'] = async (deviceId, by = audit) => {
    const { certificatePem, keyPem, facts, authority } = await certificates.makeForDevice(deviceId);
    const record: DeviceCertificateRecord = {
      ...{ authority, deviceId, serial: facts.serial, certificate: certificatePem },
      keySealed: vault.seal(keyPem),
      ...{ validFrom: facts.validity.from, validTo: facts.validity.to, issuedAt: now() },
    };
    store.transaction(() => {
      store.deviceCertificates.add(record);
      const act = { kind: 'certificateIssued', use: 'device' } as const;
      by.record({ ...act, sha256: facts.fingerprint, notAfter: facts.validity.to }, { deviceId });
    });
    return record;
  };

  const issueKey = (deviceId: string): void =>
    store.transaction(() => {
      const identity = `${presharedKeyMark}${Buffer.from(randomOctets(identityLength)).toString('base64url')}`;
      const keySealed = useSecret(randomOctets(keyLength), (key) => vault.sealOctets(key));
      store.presharedKeys.put({ deviceId, identity, keySealed, issuedAt: now() });
      audit.record({ kind: 'credentialsIssued', use: 'preSharedKey' }, { deviceId });
    });

  return {
    issueCertificate,
    async prepare(authentication, deviceId) {
      switch (authentication) {
        case 'password':
          return;
        case 'certificate': {
          const usable = usableCertificate(deviceId);
          if (usable === undefined || usable.validTo - now() < renewalTime) await issueCertificate(deviceId);
          return;
        }
        case 'presharedKey':
          if (store.presharedKeys.ofDevice(deviceId) === undefined) issueKey(deviceId);
      }
    },
    of(authentication, { deviceId, userName, passwordSealed }) {
      switch (authentication) {
        case 'password':
          return { kind: 'password', userName, password: vault.open(passwordSealed) };
        case 'certificate': {
          const { certificate, keySealed } = usableCertificate(deviceId) ?? {};
          if (certificate === undefined || keySealed === undefined)
            throw codedError('CERTIFICATE_DEVICE_WITHOUT', { device: deviceId });
          return { kind: 'certificate', certificate, privateKey: vault.open(keySealed) };
        }
        case 'presharedKey': {
          const key = store.presharedKeys.ofDevice(deviceId);
          if (key === undefined) throw codedError('PRESHARED_KEY_MISSING', { device: deviceId });
          const text = useSecret(vault.openOctets(key.keySealed), (octets) =>
            Buffer.from(octets).toString('base64'),
          );
          return { kind: 'presharedKey', identity: key.identity, key: text };
        }
      }
    },
  };
}
