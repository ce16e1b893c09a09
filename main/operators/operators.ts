import type { SignInState } from '../../core/api-operators.ts';
import type { Act } from '../../core/audit/acts.ts';
import type { Actor } from '../../core/audit/entry.ts';
import { codedError } from '../../core/errors.ts';
import type { CallRule } from '../../core/operators/call-rules.ts';
import { isAtLeast } from '../../core/operators/role.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { createPresence } from './presence.ts';
import { createProductionLock, type ProductionLock } from './production-lock.ts';
import { createRoster, type NewOperator, type OperatorChange, type Roster } from './roster.ts';

/** The people of a bench, who of them is there, and what they may do. */
export interface Operators {
  /** Who acts: the person who is signed in, or the bench where that is nobody. */
  currentActor(): Actor;
  state(): SignInState;
  /** Refuses what whoever is there may not do. @throws OPERATOR_SIGN_IN_NEEDED, OPERATOR_NOT_PERMITTED */
  require(least: CallRule['least']): void;
  /** Whether production data is locked against reading back. */
  isProductionLocked(): boolean;
  signIn(
    way: { kind: 'pin'; operatorId: string; pin: string } | { kind: 'badge'; code: string },
  ): Promise<void>;
  signOut(): void;
  noteActivity(): void;
  list(): ReturnType<Roster['list']>;
  /** The first operator is signed in with it. */
  add(operator: NewOperator): Promise<void>;
  change(change: OperatorChange): Promise<void>;
  readonly idleMinutes: number;
  saveIdleMinutes(minutes: number): void;
  readonly production: ProductionLock;
  /** Told when somebody came or went, or what they see was locked or unlocked. @returns what ends that */
  listen(listener: (state: SignInState) => void): () => void;
  close(): void;
}

export interface OperatorsContext {
  readonly store: Store;
  readonly vault: Vault;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Runs something in so many milliseconds, unless the function that comes back is called before. */
  readonly later: (milliseconds: number, run: () => void) => () => void;
  /** Records what is done and by whom, in the transaction that is open. */
  readonly record: (act: Act, actor: Actor) => void;
}

/** Who is at a bench. While no operators are named, whoever is there may do everything. */
export function createOperators(context: OperatorsContext): Operators {
  const { store, vault, now, newId, later, record } = context;
  const listeners = new Set<(state: SignInState) => void>();
  const tell = () => {
    const state = stateNow();
    for (const listener of [...listeners]) listener(state);
  };
  const presence = createPresence({ store, vault, now, later, record, changed: tell });
  const byWhoIsHere = (act: Act) => record(act, presence.currentActor());
  const roster = createRoster({ store, vault, now, newId, record: byWhoIsHere });
  const hasOperators = () => !roster.isEmpty();
  const production = createProductionLock({ store, hasOperators, now, record: byWhoIsHere });

  const stateNow = (): SignInState => {
    const productionLocked = production.isLocked();
    if (roster.isEmpty()) return { kind: 'off', productionLocked };
    const who = presence.current();
    if (who) {
      const { operatorId, name, role } = who;
      return { kind: 'signedIn', operator: { operatorId, name, role }, productionLocked };
    }
    const enabled = store.operators.list().filter(({ disabledAt }) => disabledAt === undefined);
    return {
      kind: 'signedOut',
      operators: enabled
        .filter(({ pinHash }) => pinHash !== undefined)
        .map(({ operatorId, name }) => ({ operatorId, name })),
      badges: enabled.some(({ badgeHash }) => badgeHash !== undefined),
    };
  };

  return {
    currentActor: () => presence.currentActor(),
    state: stateNow,
    require(least) {
      if (least === 'anyone' || roster.isEmpty()) return;
      const who = presence.current();
      if (who === undefined) throw codedError('OPERATOR_SIGN_IN_NEEDED', {});
      if (!isAtLeast(who.role, least)) throw codedError('OPERATOR_NOT_PERMITTED', { name: who.name });
    },
    isProductionLocked: () => production.isLocked(),
    signIn: (way) =>
      way.kind === 'pin'
        ? presence.signInWithPin(way.operatorId, way.pin)
        : presence.signInWithBadge(way.code),
    signOut: () => presence.leave(),
    noteActivity: () => presence.noteActivity(),
    list: () => roster.list(),
    async add(operator) {
      const isFirst = roster.isEmpty();
      const operatorId = await roster.add(operator);
      if (isFirst) presence.enter(operatorId);
      tell();
    },
    async change(change) {
      await roster.change(change);
      tell();
    },
    get idleMinutes() {
      return store.operators.access().idleMinutes;
    },
    saveIdleMinutes(minutes) {
      store.transaction(() => {
        store.operators.saveAccess({ ...store.operators.access(), idleMinutes: minutes });
        byWhoIsHere({ kind: 'securitySettingChanged', setting: 'idleMinutes', value: String(minutes) });
      });
      presence.rearm();
    },
    production: {
      ...production,
      async lock(pin) {
        await production.lock(pin);
        tell();
      },
      async unlock(pin) {
        await production.unlock(pin);
        tell();
      },
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => presence.close(),
  };
}
