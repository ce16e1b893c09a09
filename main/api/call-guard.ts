import type { Answers } from '../../core/api.ts';
import type { CallName } from '../../core/api-requests.ts';
import { codedError } from '../../core/errors.ts';
import { type CallRule, callRules, type MaskedCall } from '../../core/operators/call-rules.ts';
import { masks, withoutQuotedValues } from '../../core/operators/production-lock.ts';
import type { Operators } from '../operators/operators.ts';

/** Stands between the window and what answers it: whoever is there, in the window or behind it, passes here. */
export interface CallGuard {
  /** @throws OPERATOR_SIGN_IN_NEEDED, OPERATOR_NOT_PERMITTED, PRODUCTION_LOCKED */
  admit(name: CallName): void;
  /** What of an answer may be seen. */
  veil<Name extends CallName>(name: Name, answer: Answers[Name]): Answers[Name];
  /** What of something told unasked may be seen; undefined where nobody is signed in to see it. */
  veilEvent<Event>(event: Event): Event | undefined;
}

/** Holds every call against the one table of who may do what. */
export function createCallGuard(
  operators: Pick<Operators, 'require' | 'state' | 'isProductionLocked'>,
): CallGuard {
  return {
    admit(name) {
      const { least, locked }: CallRule = callRules[name];
      operators.require(least);
      if (locked === 'refused' && operators.isProductionLocked()) throw codedError('PRODUCTION_LOCKED', {});
    },
    veil(name, answer) {
      if (!operators.isProductionLocked()) return answer;
      const shown = withoutQuotedValues(answer);
      // A mask of a name takes the answer of the same name; TypeScript cannot follow the pair.
      return isMasked(name) ? (masks[name] as (answer: typeof shown) => typeof shown)(shown) : shown;
    },
    veilEvent(event) {
      if (operators.state().kind === 'signedOut') return undefined;
      return operators.isProductionLocked() ? withoutQuotedValues(event) : event;
    },
  };
}

function isMasked(name: CallName): name is MaskedCall {
  return Object.hasOwn(masks, name);
}
