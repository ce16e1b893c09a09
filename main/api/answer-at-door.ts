import type { CallResult } from '../../core/api.ts';
import { type CallName, requests } from '../../core/api-requests.ts';
import { faultOf, toFault } from '../../core/errors.ts';
import type { VaultDoor } from '../vault/vault-door.ts';

/** Answers a call while the vault's passphrase is waited for: nothing but that passphrase is taken. */
export async function answerAtDoor(
  door: Pick<VaultDoor, 'answer' | 'folder'>,
  name: unknown,
  request: unknown,
): Promise<CallResult<CallName>> {
  const given = name === 'openVault' ? requests.openVault.safeParse(request) : undefined;
  if (!given?.success)
    return { kind: 'fault', fault: faultOf('VAULT_PASSPHRASE_NEEDED', { folder: door.folder() }) };
  try {
    door.answer(given.data.passphrase);
    return { kind: 'answer', answer: { kind: 'opened' } };
  } catch (error) {
    return { kind: 'fault', fault: toFault(error) };
  }
}
