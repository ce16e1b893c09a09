import type { Act } from '../../core/audit/acts.ts';
import { codedError } from '../../core/errors.ts';
import { isPin, pinLength } from '../../core/operators/pin.ts';
import type { Store } from '../store/store.ts';
import { hashPin, isPinOf } from './pin-hash.ts';
import { takeTry } from './take-try.ts';

/** Whether production data can be read back in the window. */
export interface ProductionLock {
  isLocked(): boolean;
  hasPin(): boolean;
  /** Without operators it takes a PIN, which alone takes the lock away. @throws PRODUCTION_PIN_NEEDED */
  lock(pin: string | undefined): Promise<void>;
  /** With operators, an engineer needs no PIN. @throws PRODUCTION_PIN_WRONG, OPERATOR_WAIT */
  unlock(pin: string | undefined): Promise<void>;
}

/** A lock whose state is in the store: it outlives a restart. */
export function createProductionLock(context: {
  readonly store: Pick<Store, 'operators' | 'transaction'>;
  /** Whether the bench knows who is there; then it was an engineer who asked. */
  readonly hasOperators: () => boolean;
  readonly now: () => number;
  readonly record: (act: Act) => void;
}): ProductionLock {
  const { store, hasOperators, now, record } = context;
  const { operators } = store;
  const keep = (production: ReturnType<typeof operators.access>['production']) =>
    store.transaction(() => {
      operators.saveAccess({ ...operators.access(), production });
      record({
        kind: 'securitySettingChanged',
        setting: 'productionLock',
        value: production.locked ? 'on' : 'off',
      });
    });
  return {
    isLocked: () => operators.access().production.locked,
    hasPin: () => operators.access().production.pinHash !== undefined,
    async lock(pin) {
      if (operators.access().production.locked) return;
      if (hasOperators() && pin === undefined) {
        keep({ locked: true });
        return;
      }
      if (pin === undefined || !isPin(pin)) throw codedError('PRODUCTION_PIN_NEEDED', pinLength);
      const pinHash = Buffer.from(await hashPin(pin)).toString('base64');
      keep({ locked: true, pinHash });
    },
    async unlock(pin) {
      const { locked, pinHash } = operators.access().production;
      if (!locked) return;
      if (!hasOperators()) {
        const hash = pinHash === undefined ? undefined : new Uint8Array(Buffer.from(pinHash, 'base64'));
        const isRight = await takeTry(operators, 'productionLock', now, () => isPinOf(hash, pin ?? ''));
        if (!isRight) throw codedError('PRODUCTION_PIN_WRONG', {});
      }
      keep({ locked: false });
    },
  };
}
