import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type CodedError, codedError } from '../../core/errors.ts';
import { writeWhole } from '../files.ts';
import type { KeyedCertificate } from './make-certificates.ts';
import type { Vault } from './vault.ts';

/** The file of the data folder that is handed out: the certificate (PEM) that devices trust. */
export const authorityFileName = 'ca.pem';

/** What a data folder keeps of the bench's own certificates, and of those that were imported. */
export interface KeptCertificates {
  readonly authority: KeyedCertificate;
  /** Missing until the bench first listens with TLS. */
  readonly server?: KeyedCertificate;
  /** An operator's own authority, with the chain up to its root; without its key it is only trusted. */
  readonly importedAuthority?: { readonly certificatePem: string; readonly keyPem?: string };
  /** An operator's own server certificate, with the chain up to its root. */
  readonly importedServer?: KeyedCertificate;
  /** Authorities that clients' certificates may come from, each with the chain up to its root. */
  readonly clientAuthorities?: readonly string[];
}

/** The file of a data folder's certificates, and what is handed out beside it. */
export interface CertificateFile {
  /** Undefined where none was made yet. @throws CERTIFICATE_DAMAGED, VAULT_DAMAGED */
  read(): Promise<KeptCertificates | undefined>;
  /** Whole or not at all, on the disk when it returns. @throws FILE_NOT_WRITTEN */
  write(kept: KeptCertificates): Promise<void>;
  /** Sees to it that ca.pem is the certificate that devices trust. @throws FILE_NOT_WRITTEN */
  handOut(authorityPem: string): Promise<void>;
  /** The error for a file that cannot be used. */
  damaged(detail: string, cause?: unknown): CodedError;
}

const sealedCertificate = z.object({ certificate: z.string(), keySealed: z.base64() });
const fileSchema = z.object({
  authority: sealedCertificate,
  server: sealedCertificate.optional(),
  importedAuthority: z.object({ certificate: z.string(), keySealed: z.base64().optional() }).optional(),
  importedServer: sealedCertificate.optional(),
  clientAuthorities: z.array(z.string()).optional(),
});
type Sealed = z.infer<typeof fileSchema>;

export function certificateFile(folder: string, vault: Vault): CertificateFile {
  const file = path.join(folder, 'certificates.json');
  const handedOut = path.join(folder, authorityFileName);
  const damaged = (detail: string, cause?: unknown) =>
    codedError('CERTIFICATE_DAMAGED', { file, detail }, { cause });
  const sealed = (keyPem: string) => Buffer.from(vault.seal(keyPem)).toString('base64');
  const opened = (keySealed: string) => vault.open(Buffer.from(keySealed, 'base64'));
  const seal = ({ certificatePem, keyPem }: KeyedCertificate) => ({
    certificate: certificatePem,
    keySealed: sealed(keyPem),
  });
  const unseal = ({ certificate, keySealed }: z.infer<typeof sealedCertificate>): KeyedCertificate => ({
    certificatePem: certificate,
    keyPem: opened(keySealed),
  });
  return {
    damaged,
    async read() {
      const text = await textOf(file, damaged);
      if (text === undefined) return undefined;
      const kept = parse(text, damaged);
      const imported = kept.importedAuthority;
      return {
        authority: unseal(kept.authority),
        ...(kept.server && { server: unseal(kept.server) }),
        ...(imported && {
          importedAuthority: {
            certificatePem: imported.certificate,
            ...(imported.keySealed === undefined ? {} : { keyPem: opened(imported.keySealed) }),
          },
        }),
        ...(kept.importedServer && { importedServer: unseal(kept.importedServer) }),
        ...(kept.clientAuthorities && { clientAuthorities: kept.clientAuthorities }),
      };
    },
    async write({ authority, server, importedAuthority, importedServer, clientAuthorities }) {
      const content: Sealed = {
        authority: seal(authority),
        ...(server && { server: seal(server) }),
        ...(importedAuthority && {
          importedAuthority: {
            certificate: importedAuthority.certificatePem,
            ...(importedAuthority.keyPem === undefined
              ? {}
              : { keySealed: sealed(importedAuthority.keyPem) }),
          },
        }),
        ...(importedServer && { importedServer: seal(importedServer) }),
        ...(clientAuthorities && { clientAuthorities: [...clientAuthorities] }),
      };
      await writeWhole(file, JSON.stringify(content));
      await syncFolder(folder);
    },
    async handOut(authorityPem) {
      const there = await readFile(handedOut, 'utf8').catch(() => undefined);
      if (there !== authorityPem) await writeWhole(handedOut, authorityPem);
    },
  };
}

async function textOf(file: string, damaged: CertificateFile['damaged']): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw damaged(error instanceof Error ? error.message : String(error), error);
  }
}

function parse(text: string, damaged: CertificateFile['damaged']): Sealed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged('it is not valid JSON', error);
  }
  const parsed = fileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw damaged(`${first?.path.join('.') || 'what it holds'} is missing or wrong`, parsed.error);
}

/**
 * The renaming has to outlive a power cut too: a card may carry the authority a moment later.
 * Windows has no such call, and no need of it.
 */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
