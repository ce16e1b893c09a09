import type { SignInState } from '../../core/api-operators.ts';
import type { Act } from '../../core/audit/acts.ts';
import type { Actor } from '../../core/audit/entry.ts';
import { codedError } from '../../core/errors.ts';
import type { OperatorRecord } from '../store/operators.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { isPinOf } from './pin-hash.ts';
import { badgeHashOf, pinTries } from './roster.ts';
import { takeTry } from './take-try.ts';

/** Who is at the bench's window. */
export interface Presence {
  /** The person who is signed in; undefined where nobody is, or not any more. */
  current(): OperatorRecord | undefined;
  currentActor(): Actor;
  /** @throws OPERATOR_PIN_WRONG, OPERATOR_WAIT */
  signInWithPin(operatorId: string, pin: string): Promise<void>;
  /** Another person's badge switches. @throws OPERATOR_BADGE_UNKNOWN, OPERATOR_WAIT */
  signInWithBadge(code: string): Promise<void>;
  /** For whoever just named the first engineer of the bench: themselves. */
  enter(operatorId: string): void;
  leave(): void;
  /** Somebody touched the window: the time until it is locked begins anew. */
  noteActivity(): void;
  /** How long the window stays open was changed. */
  rearm(): void;
  close(): void;
}

export interface PresenceContext {
  readonly store: Pick<Store, 'operators'>;
  readonly vault: Pick<Vault, 'keyedHash'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs something in so many milliseconds, unless the function that comes back is called before. */
  readonly later: (milliseconds: number, run: () => void) => () => void;
  readonly record: (act: Act, actor: Actor) => void;
  /** Told when somebody came or went. */
  readonly changed: (state: SignInState['kind']) => void;
}

/** A device's label is scanned far more often than a badge; nobody scans faster than this by hand. */
const mostScansAMinute = 30;
const minute = 60_000;

export function createPresence(context: PresenceContext): Presence {
  const { store, vault, now, later, record, changed } = context;
  const { operators } = store;
  let here: { readonly operatorId: string; readonly seenAt: number } | undefined;
  let disarm: (() => void) | undefined;
  let scans: readonly number[] = [];

  const idle = () => operators.access().idleMinutes * minute;
  const arm = () => {
    disarm?.();
    const most = idle();
    const left = here && most > 0 ? here.seenAt + most - now() : undefined;
    disarm = left === undefined ? undefined : later(Math.max(left, 1), lookAgain);
  };
  const lookAgain = () => {
    if (current() !== undefined) arm();
  };
  const leave = () => {
    if (here === undefined) return;
    const { operatorId } = here;
    const who = operators.get(operatorId);
    here = undefined;
    disarm?.();
    record({ kind: 'signedOut' }, actorOf(who));
    changed('signedOut');
  };
  /** Asked at every call: what was changed of a person, or a time that is up, counts at once. */
  const current = (): OperatorRecord | undefined => {
    if (here === undefined) return undefined;
    const most = idle();
    const who = operators.get(here.operatorId);
    // A clock that was set back opens nothing: it is asked anew who is there.
    const rest = now() - here.seenAt;
    const isUp = most > 0 && (rest >= most || rest < 0);
    if (who && who.disabledAt === undefined && !isUp) return who;
    leave();
    return undefined;
  };
  const enter = (operatorId: string) => {
    if (current()?.operatorId !== operatorId) {
      leave();
      here = { operatorId, seenAt: now() };
      record({ kind: 'signedIn' }, actorOf(operators.get(operatorId)));
      changed('signedIn');
    }
    here = { operatorId, seenAt: now() };
    arm();
  };
  const failed = (name: string, code: 'OPERATOR_PIN_WRONG' | 'OPERATOR_BADGE_UNKNOWN') => {
    record({ kind: 'signInFailed', name, code }, { kind: 'bench' });
    return codedError(code, {});
  };

  return {
    current,
    currentActor: () => actorOf(current()),
    async signInWithPin(operatorId, pin) {
      const who = operators.get(operatorId);
      const hash = who?.disabledAt === undefined ? who?.pinHash : undefined;
      const subject = who ? pinTries(operatorId) : 'pin of nobody';
      const isRight = await takeTry(operators, subject, now, () => isPinOf(hash, pin));
      if (!isRight) throw failed(who?.name ?? '', 'OPERATOR_PIN_WRONG');
      enter(operatorId);
    },
    async signInWithBadge(code) {
      const holderOf = () => {
        const holder = operators.byBadge(badgeHashOf(vault, code));
        return holder?.disabledAt === undefined ? holder : undefined;
      };
      if (current() === undefined) {
        let holder: OperatorRecord | undefined;
        const isKnown = await takeTry(operators, 'badge', now, () => {
          holder = holderOf();
          return holder !== undefined;
        });
        if (!isKnown || holder === undefined) throw failed('', 'OPERATOR_BADGE_UNKNOWN');
        enter(holder.operatorId);
        return;
      }
      // While somebody is signed in, a code is mostly a device's: that is no wrong try, as long as hands scan it.
      scans = [...scans.filter((at) => at > now() - minute), now()].slice(-mostScansAMinute - 1);
      const holder = scans.length > mostScansAMinute ? undefined : holderOf();
      if (holder === undefined) throw codedError('OPERATOR_BADGE_UNKNOWN', {});
      enter(holder.operatorId);
    },
    enter,
    leave,
    noteActivity() {
      const who = current();
      if (who === undefined) return;
      here = { operatorId: who.operatorId, seenAt: now() };
      arm();
    },
    rearm: () => lookAgain(),
    close() {
      leave();
      disarm?.();
    },
  };
}

function actorOf(who: OperatorRecord | undefined): Actor {
  return who ? { kind: 'operator', operatorId: who.operatorId, name: who.name } : { kind: 'bench' };
}
