import type { OperatorView } from '../../core/api-operators.ts';
import type { Act } from '../../core/audit/acts.ts';
import { codedError } from '../../core/errors.ts';
import {
  badgeLength,
  isBadgeCode,
  isOperatorName,
  isPin,
  longestOperatorName,
  pinLength,
} from '../../core/operators/pin.ts';
import { noWrongTries } from '../../core/operators/retry-policy.ts';
import type { Role } from '../../core/operators/role.ts';
import { secretOf, useSecret } from '../../core/secrets.ts';
import type { OperatorRecord } from '../store/operators.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { hashPin } from './pin-hash.ts';

/** A person who is to be added. */
export interface NewOperator {
  readonly name: string;
  readonly role: Role;
  readonly pin?: string | undefined;
  readonly badge?: string | undefined;
}

/** What of a person is to be changed: what is left out stays; null takes a PIN or a badge away. */
export interface OperatorChange {
  readonly operatorId: string;
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly pin?: string | null | undefined;
  readonly badge?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

/** The people of a bench. With the first of them, an engineer, the bench begins to ask who is there. */
export interface Roster {
  isEmpty(): boolean;
  list(): readonly OperatorView[];
  /** @returns the id of the person */
  add(operator: NewOperator): Promise<string>;
  change(change: OperatorChange): Promise<void>;
}

export interface RosterContext {
  readonly store: Pick<Store, 'operators' | 'transaction'>;
  /** Makes the hashes of badges; without it none can be given. */
  readonly vault?: Pick<Vault, 'keyedHash'> | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Records what is done, in the transaction that does it. */
  readonly record: (act: Act) => void;
}

/** The name under which wrong PINs of a person are counted. */
export function pinTries(operatorId: string): string {
  return `pin ${operatorId}`;
}

/** The hash of a badge's code; whoever has the vault's key, and nobody else, can make it. */
export function badgeHashOf(vault: Pick<Vault, 'keyedHash'>, code: string): Uint8Array {
  return useSecret(secretOf(code), (octets) => vault.keyedHash('badge', octets));
}

/** A person as engineers see them. */
export function operatorViewOf(record: OperatorRecord): OperatorView {
  const { operatorId, name, role, pinHash, badgeHash, addedAt, disabledAt } = record;
  return {
    ...{ operatorId, name, role, addedAt },
    hasPin: pinHash !== undefined,
    hasBadge: badgeHash !== undefined,
    ...(disabledAt === undefined ? {} : { disabledAt }),
  };
}

/**
 * The people in a data folder. What it does throws OPERATOR_…: NAME_WRONG, NAME_TAKEN, PIN_UNFIT, BADGE_UNFIT,
 * BADGE_TAKEN, NO_WAY_IN, FIRST_ENGINEER, LAST_ENGINEER, UNKNOWN; then nothing is changed.
 */
export function createRoster({ store, vault, now, newId, record }: RosterContext): Roster {
  const { operators } = store;

  /** What of a person has to be computed before the transaction, in which nothing may wait. */
  const hashes = async ({ pin, badge }: Pick<OperatorChange, 'pin' | 'badge'>) => {
    if (typeof pin === 'string' && !isPin(pin)) throw codedError('OPERATOR_PIN_UNFIT', pinLength);
    if (typeof badge === 'string' && (!isBadgeCode(badge) || vault === undefined))
      throw codedError('OPERATOR_BADGE_UNFIT', badgeLength);
    return {
      pinHash: typeof pin === 'string' ? await hashPin(pin) : undefined,
      badgeHash: typeof badge === 'string' && vault ? badgeHashOf(vault, badge) : undefined,
    };
  };

  const keep = (wanted: OperatorRecord) => {
    const { operatorId, name, badgeHash } = wanted;
    if (!isOperatorName(name)) throw codedError('OPERATOR_NAME_WRONG', { longest: longestOperatorName });
    const namesake = operators.byName(name);
    if (namesake && namesake.operatorId !== operatorId) throw codedError('OPERATOR_NAME_TAKEN', { name });
    const holder = badgeHash && operators.byBadge(badgeHash);
    if (holder && holder.operatorId !== operatorId)
      throw codedError('OPERATOR_BADGE_TAKEN', { name: holder.name });
    if (wanted.disabledAt === undefined && !hasWayIn(wanted))
      throw codedError('OPERATOR_NO_WAY_IN', { name });
    operators.put(wanted);
    if (!operators.list().some(isSureEngineer)) throw codedError('OPERATOR_LAST_ENGINEER', { name });
  };

  return {
    isEmpty: () => operators.list().length === 0,
    list: () => operators.list().map(operatorViewOf),
    async add({ name, role, pin, badge }) {
      const { pinHash, badgeHash } = await hashes({ pin, badge });
      const operatorId = newId();
      store.transaction(() => {
        if (operators.list().length === 0 && (role !== 'engineer' || pinHash === undefined))
          throw codedError('OPERATOR_FIRST_ENGINEER', {});
        keep({
          ...{ operatorId, name, role, addedAt: now() },
          ...(pinHash ? { pinHash } : {}),
          ...(badgeHash ? { badgeHash } : {}),
        });
        record({ kind: 'operatorAdded', operatorId, name, role });
      });
      return operatorId;
    },
    async change(change) {
      const { operatorId, pin, badge, disabled } = change;
      const { pinHash, badgeHash } = await hashes(change);
      store.transaction(() => {
        const before = operators.get(operatorId);
        if (before === undefined) throw codedError('OPERATOR_UNKNOWN', { operator: operatorId });
        const { pinHash: oldPin, badgeHash: oldBadge, disabledAt: oldEnd, ...rest } = before;
        const [nextPin, nextBadge] = [
          pin === undefined ? oldPin : pinHash,
          badge === undefined ? oldBadge : badgeHash,
        ];
        const disabledAt = disabled === undefined ? oldEnd : disabled ? (oldEnd ?? now()) : undefined;
        const after: OperatorRecord = {
          ...rest,
          name: change.name ?? before.name,
          role: change.role ?? before.role,
          ...(nextPin ? { pinHash: nextPin } : {}),
          ...(nextBadge ? { badgeHash: nextBadge } : {}),
          ...(disabledAt === undefined ? {} : { disabledAt }),
        };
        keep(after);
        // Whoever was made to wait by wrong PINs need not wait with the new one.
        if (pinHash) operators.saveWrongTries(pinTries(operatorId), noWrongTries);
        for (const what of changesIn(change, after))
          record({ kind: 'operatorChanged', operatorId, name: after.name, change: what });
      });
    },
  };
}

function hasWayIn({ pinHash, badgeHash }: OperatorRecord): boolean {
  return pinHash !== undefined || badgeHash !== undefined;
}

/** With a PIN, for badges are lost and scanners break. */
function isSureEngineer({ role, pinHash, disabledAt }: OperatorRecord): boolean {
  return role === 'engineer' && pinHash !== undefined && disabledAt === undefined;
}

/** What was changed, in words that the audit log keeps; never a PIN or a code. */
function changesIn(change: OperatorChange, after: OperatorRecord): readonly string[] {
  const { name, role, pin, badge, disabled } = change;
  return [
    ...(name === undefined ? [] : [`name: ${after.name}`]),
    ...(role === undefined ? [] : [`role: ${after.role}`]),
    ...(pin === undefined ? [] : [pin === null ? 'PIN taken away' : 'new PIN']),
    ...(badge === undefined ? [] : [badge === null ? 'badge taken away' : 'new badge']),
    ...(disabled === undefined ? [] : [disabled ? 'disabled' : 'enabled']),
  ];
}
