import type {
  CertificateOrigin,
  CertificatesView,
  CertificateView,
  ClientCertificateView,
  ImportedView,
} from '../../core/api-certificates.ts';
import type { Act } from '../../core/audit/acts.ts';
import { codedError, type Fault, faultOf } from '../../core/errors.ts';
import type { Audit } from '../audit/audit-log.ts';
import { recorded } from '../audit/outside-act.ts';
import type { CertificateFilter, DeviceCertificateRecord } from '../store/device-certificates.ts';
import type { Store } from '../store/store.ts';
import { type GivenFile, readBundle } from './certificate-bundle.ts';
import { type Certificates, renewalTime } from './certificates.ts';
import type { ImportedThing } from './held-certificates.ts';
import { printChain } from './pem-chain.ts';
import {
  type CertificateFacts,
  canonicalSerial,
  isForAddress,
  readCertificate,
} from './read-certificates.ts';

/** What is imported: a server's, an authority that devices trust, or one of clients. */
export type ImportKind = 'server' | 'authority' | 'clientAuthority';

/** What leaves the bench as a file, none of it secret. */
export type ExportedThing =
  | { readonly kind: 'authority' | 'server' | 'revocationList' }
  | { readonly kind: 'client'; readonly authority: string; readonly serial: string };

/** The certificates of a bench, as people work with them: in the window and at the command line. */
export interface CertificateDesk {
  view(): CertificatesView;
  clients(query: {
    readonly filter: CertificateFilter;
    readonly search: string;
    readonly offset: number;
    readonly limit: number;
  }): { readonly total: number; readonly rows: readonly ClientCertificateView[] };
  viewOf(record: DeviceCertificateRecord): ClientCertificateView;
  /**
   * Takes a certificate back, at once.
   * @param authority left out, the one that issued the only certificate with this number
   * @throws CERTIFICATE_UNKNOWN, CERTIFICATE_REVOKED_BEFORE
   */
  revoke(
    named: { readonly serial: string; readonly authority?: string | undefined },
    audit?: Pick<Audit, 'record'>,
  ): { readonly serial: string; readonly authority: string; readonly client?: ClientCertificateView };
  /** Checks the files whole, keeps what they hold, and uses it. @throws CERTIFICATE_… */
  import(
    kind: ImportKind,
    files: readonly GivenFile[],
    password: string | undefined,
    audit?: Pick<Audit, 'record'>,
  ): Promise<ImportedView>;
  /** @throws CERTIFICATE_NOT_IMPORTED */
  useOwn(what: ImportedThing, audit?: Pick<Audit, 'record'>): Promise<CertificatesView>;
  /** PEM, or DER for a list. @throws CERTIFICATE_UNKNOWN, CERTIFICATE_NOT_IMPORTED */
  octetsOf(what: ExportedThing): Promise<Uint8Array>;
  /** Told when anything of it changed. */
  listen(changed: () => void): void;
}

export interface CertificateDeskOptions {
  readonly store: Store;
  readonly certificates: Certificates;
  readonly audit: Pick<Audit, 'record'>;
  /** The names and addresses by which devices reach the server; none where it does not run. */
  readonly names: readonly string[];
  /** What pre-shared keys can be used with here, or why not. */
  readonly presharedKeys: CertificatesView['presharedKeys'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type CertificatesChange = Omit<Extract<Act, { kind: 'certificatesChanged' }>, 'kind'>;

function recordedChange<Result>(
  audit: Pick<Audit, 'record'>,
  change: CertificatesChange,
  work: () => Promise<Result>,
): Promise<Result> {
  return recorded(
    audit,
    {
      subject: {},
      begun: { kind: 'certificatesChangeBegun', ...change },
      ended: { kind: 'certificatesChanged', ...change },
      failed: ({ code }) => ({ kind: 'certificatesChangeFailed', ...change, code }),
    },
    work,
  );
}

export function createCertificateDesk(options: CertificateDeskOptions): CertificateDesk {
  const { store, certificates, names, presharedKeys, now } = options;
  const listeners: (() => void)[] = [];
  const tell = () => listeners.forEach((changed) => void changed());
  certificates.listen(async () => tell());

  const clientViewOf = (record: DeviceCertificateRecord): ClientCertificateView => {
    const { authority, serial, deviceId, validFrom, validTo, issuedAt, revokedAt } = record;
    const label = store.devices.get(deviceId)?.label;
    const left = validTo - now();
    const lasting = left < 0 ? 'ended' : left < renewalTime ? 'ending' : 'valid';
    return {
      ...{ authority, serial, deviceId, validFrom, validTo, issuedAt },
      ...(label === undefined ? {} : { label }),
      ...(revokedAt === undefined ? { state: lasting } : { state: 'revoked', revokedAt }),
    };
  };

  const view = (): CertificatesView => {
    const { anchor, own, issuer, importedServer } = certificates.held();
    const ownRoot = own.chain[0].fingerprint;
    const origin = ({ fingerprint }: CertificateFacts): CertificateOrigin =>
      fingerprint === ownRoot ? 'bench' : 'imported';
    const server = importedServer?.chain[0] ?? certificates.madeServer();
    return {
      anchor: { ...viewOfFacts(anchor), origin: origin(anchor) },
      issuer: { ...viewOfFacts(issuer.chain[0]), origin: origin(issuer.chain[0]) },
      ...(server
        ? { server: { ...viewOfFacts(server), origin: importedServer ? 'imported' : 'bench' } }
        : {}),
      clientAuthorities: certificates
        .clientAuthorities()
        .map(({ kind, certificate }) => ({ ...viewOfFacts(certificate), origin: kind })),
      presharedKeys,
      warnings: importedServer ? serverWarnings(importedServer.chain[0], names, now()) : [],
    };
  };

  return {
    view,
    viewOf: clientViewOf,
    clients(query) {
      const at = now();
      const { total, rows } = store.deviceCertificates.page({
        ...query,
        search: query.search.trim(),
        now: at,
        endingAt: at + renewalTime,
      });
      return { total, rows: rows.map(clientViewOf) };
    },
    revoke({ serial: given, authority: named }, audit = options.audit) {
      const serial = canonicalSerial(given.replaceAll(/[\s:]/g, ''));
      const unknown = () => codedError('CERTIFICATE_UNKNOWN', { serial });
      const issued = store.deviceCertificates
        .bySerial(serial)
        .filter(({ authority }) => named === undefined || authority === named);
      const [record, ...others] = issued;
      const foreign = certificates
        .clientAuthorities()
        .some(({ kind, certificate }) => kind === 'clients' && certificate.fingerprint === named);
      const authority = record?.authority ?? (foreign ? named : undefined);
      if (authority === undefined || others.length > 0 || !/^[0-9a-f]{2,64}$/.test(serial)) throw unknown();
      store.transaction(() => {
        if (!store.deviceCertificates.revoke({ authority, serial, revokedAt: now() }))
          throw codedError('CERTIFICATE_REVOKED_BEFORE', { serial });
        const sha256 = record && readCertificate(record.certificate)?.fingerprint;
        if (record && sha256)
          audit.record({ kind: 'certificateRevoked', sha256 }, { deviceId: record.deviceId });
        else
          audit.record({ kind: 'credentialsRevoked', use: 'certificate', reason: `serial number ${serial}` });
      });
      tell();
      const after = store.deviceCertificates.get(authority, serial);
      return { serial, authority, ...(after ? { client: clientViewOf(after) } : {}) };
    },
    async import(kind, files, password, audit = options.audit) {
      const bundle = await readBundle(files, password);
      const before = certificates.held().anchor.fingerprint;
      const sha256 = bundle.certificates[0]?.fingerprint;
      const change = { change: 'imported', of: kind, ...(sha256 === undefined ? {} : { sha256 }) } as const;
      await recordedChange(audit, change, () => {
        if (kind === 'server') return certificates.importServer(bundle);
        if (kind === 'authority') return certificates.importAuthority(bundle);
        return certificates.importClientAuthority(bundle);
      });
      const devices = store.devices.count();
      const others = certificates.held().anchor.fingerprint !== before && devices > 0;
      return {
        certificates: view(),
        warnings: others ? [faultOf('CERTIFICATE_OTHER_ANCHOR', { count: devices })] : [],
      };
    },
    async useOwn(what, audit = options.audit) {
      const sha256 = what.kind === 'clientAuthority' ? { sha256: what.fingerprint } : {};
      const change = { change: 'ownAgain', of: what.kind, ...sha256 } as const;
      await recordedChange(audit, change, () => certificates.forget(what));
      return view();
    },
    async octetsOf(what) {
      const { anchor, issuer, importedServer } = certificates.held();
      switch (what.kind) {
        case 'authority':
          return Buffer.from(anchor.pem);
        case 'server': {
          const server = importedServer?.chain ?? certificates.madeServer();
          if (server === undefined) throw codedError('CERTIFICATE_NOT_IMPORTED', { what: 'server' });
          return Buffer.from('pem' in server ? server.pem + printChain(issuer.chain) : printChain(server));
        }
        case 'revocationList': {
          const { fingerprint } = issuer.chain[0];
          const list = await certificates.revocationList(fingerprint, (of) =>
            store.deviceCertificates.revokedOf(of),
          );
          if (list === undefined) throw new Error('the authority that issues has no key');
          return list;
        }
        case 'client': {
          const record = store.deviceCertificates.get(what.authority, canonicalSerial(what.serial));
          if (record === undefined) throw codedError('CERTIFICATE_UNKNOWN', { serial: what.serial });
          return Buffer.from(record.certificate);
        }
      }
    },
    listen: (changed) => void listeners.push(changed),
  };
}

function serverWarnings(server: CertificateFacts, names: readonly string[], now: number): readonly Fault[] {
  const { subject, validity } = server;
  const unnamed = names.filter((name) => !isForAddress(server, name));
  return [
    ...unnamed.map((address) => faultOf('CERTIFICATE_ADDRESS_NOT_NAMED', { subject, address })),
    ...(validity.to - now < renewalTime
      ? [faultOf('CERTIFICATE_ENDS_SOON', { subject, to: new Date(validity.to).toISOString().slice(0, 10) })]
      : []),
  ];
}

function viewOfFacts(facts: CertificateFacts): CertificateView {
  const { subject, issuer, serial, fingerprint, validity, key, addresses } = facts;
  return {
    ...{ subject, issuer, serial, fingerprint, addresses },
    validFrom: validity.from,
    validTo: validity.to,
    key: key.words,
  };
}
