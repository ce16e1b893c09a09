import path from 'node:path';
import { codedError } from '../../core/errors.ts';
import { commandLineActor } from '../audit/actors.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { ControlHandlers, IssuedView } from '../control/control-calls.ts';
import { fileNameOf, makeFolder, readOctets, writeWhole } from '../files.ts';
import type { DeviceCredentials } from '../server/device-credentials.ts';
import type { CertificateDesk } from '../vault/certificate-desk.ts';
import type { Vault } from '../vault/vault.ts';

/** The calls that are about certificates. */
export type CertificateCalls =
  | 'certificates'
  | 'clientCertificates'
  | 'issueCertificate'
  | 'revokeCertificate'
  | 'importCertificate'
  | 'useOwnCertificate'
  | 'exportCertificate';

export interface CertificateServices {
  readonly vault: Vault;
  readonly audit: Audit;
  readonly certificateDesk: CertificateDesk;
  readonly server: { readonly deviceCredentials: DeviceCredentials };
}

/** What the command line asks about certificates, of a bench that runs or of a folder. */
export function certificateControlHandlers({
  vault,
  audit,
  certificateDesk: desk,
  server,
}: CertificateServices): Pick<ControlHandlers, CertificateCalls> {
  const record = audit.by(commandLineActor);
  return {
    certificates: () => desk.view(),
    clientCertificates: (query) => desk.clients(query),
    async issueCertificate({ deviceId, folder }): Promise<IssuedView> {
      // A place for it comes first: what was issued and could not be written would be nobody's.
      await makeFolder(folder);
      const issued = await server.deviceCredentials.issueCertificate(deviceId, record);
      if (issued.keySealed === undefined)
        throw codedError('CERTIFICATE_DEVICE_WITHOUT', { device: deviceId });
      const name = path.join(folder, fileNameOf(deviceId));
      const [certificateFile, keyFile] = [`${name}.pem`, `${name}.key`];
      await writeWhole(keyFile, vault.open(issued.keySealed), 'owner');
      await writeWhole(certificateFile, issued.certificate);
      return { client: desk.viewOf(issued), certificateFile, keyFile };
    },
    revokeCertificate(named) {
      const { serial, authority, client } = desk.revoke(named, record);
      return { serial, authority, ...(client ? { deviceId: client.deviceId } : {}) };
    },
    async importCertificate({ kind, files, password }) {
      const given = await Promise.all(
        files.map(async (file) => ({ name: path.basename(file), octets: await readOctets(file) })),
      );
      return desk.import(kind, given, password, record);
    },
    useOwnCertificate: (what) => desk.useOwn(what, record),
    async exportCertificate({ what, file }) {
      const octets = await desk.octetsOf(what);
      await writeWhole(file, octets);
      return { octets: octets.length };
    },
  };
}
