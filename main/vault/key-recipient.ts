import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import { codedError } from '../../core/errors.ts';
import type { Vault } from './vault.ts';

/** For whom others encrypt key files so that this bench, and nobody else, can open them. */
export interface KeyRecipient {
  /** `age1…`; no secret. */
  readonly recipient: string;
  /** `AGE-SECRET-KEY-1…`. @throws VAULT_DAMAGED */
  identity(): string;
}

const recipientFile = z.object({ recipient: z.string().startsWith('age1'), identitySealed: z.base64() });

/**
 * The bench's recipient for key files (age, X25519), made at first use; its secret is sealed by the vault.
 * @throws VAULT_DAMAGED, DATA_FOLDER_UNUSABLE
 */
export async function openKeyRecipient(folder: string, vault: Vault): Promise<KeyRecipient> {
  const file = path.join(folder, 'key-recipient.json');
  const { recipient, identitySealed } = read(file) ?? (await make(file, folder, vault));
  return { recipient, identity: () => vault.open(Buffer.from(identitySealed, 'base64')) };
}

function read(file: string): z.infer<typeof recipientFile> | undefined {
  try {
    return recipientFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw codedError('VAULT_DAMAGED', {}, { cause });
  }
}

async function make(file: string, folder: string, vault: Vault): Promise<z.infer<typeof recipientFile>> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const identitySealed = Buffer.from(vault.seal(identity)).toString('base64');
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, JSON.stringify({ recipient, identitySealed }), { mode: 0o600, flush: true });
    // Linked, not renamed: of two that begin at once the first one's stays, and both use it.
    linkSync(draft, file);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw codedError('DATA_FOLDER_UNUSABLE', { folder, detail }, { cause });
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const kept = read(file);
  if (kept === undefined) throw codedError('VAULT_DAMAGED', {});
  return kept;
}
