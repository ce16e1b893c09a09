import type { BrowserWindow } from 'electron';
import type { Bench } from '../bench-services.ts';
import { writeWhole } from '../files.ts';
import type { ExportedThing } from '../vault/certificate-desk.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

type CertificateCalls =
  | 'certificates'
  | 'clientCertificates'
  | 'revokeCertificate'
  | 'importCertificate'
  | 'useOwnCertificate'
  | 'saveCertificate';

/** The handlers of what the window asks about certificates. */
export function createCertificateHandlers(
  { certificateDesk: desk }: Bench,
  window: BrowserWindow,
): Pick<CallHandlers, CertificateCalls> {
  return {
    certificates: () => desk.view(),
    clientCertificates: (query) => desk.clients(query),
    revokeCertificate(named) {
      desk.revoke(named);
      return { kind: 'revoked' };
    },
    async importCertificate({ kind, files, password }) {
      const given = files.map(({ name, octets }) => ({ name, octets: Buffer.from(octets, 'base64') }));
      try {
        return await desk.import(kind, given, password);
      } finally {
        // A private key may be in them.
        for (const { octets } of given) octets.fill(0);
      }
    },
    useOwnCertificate: (what) => desk.useOwn(what),
    async saveCertificate(what) {
      const octets = await desk.octetsOf(what);
      return askWhereTo(window, placeOf(what), (file) => writeWhole(file, octets));
    },
  };
}

function placeOf(what: ExportedThing) {
  switch (what.kind) {
    case 'authority':
      return { title: 'Save the certificate that devices trust', name: 'dm-bench-ca', extension: 'pem' };
    case 'server':
      return { title: "Save the server's certificate", name: 'dm-bench-server', extension: 'pem' };
    case 'revocationList':
      return { title: 'Save the list of revoked certificates', name: 'dm-bench', extension: 'crl' };
    case 'client':
      return { title: "Save the device's certificate", name: `client ${what.serial}`, extension: 'pem' };
  }
}
