import type { Answers, CallResult } from '../../core/api.ts';
import { type CallName, type CallRequest, requests } from '../../core/api-requests.ts';
import { CodedError, type Fault, faultOf, toFault } from '../../core/errors.ts';
import type { CallGuard } from './call-guard.ts';

/** A function for each call of the contract; the compiler asks for every one. */
export type CallHandlers = {
  readonly [Name in CallName]: (request: CallRequest<Name>) => Answers[Name] | Promise<Answers[Name]>;
};

/** What answers the window's calls, and what stands before it. */
export interface Reception {
  readonly handlers: CallHandlers;
  readonly guard: CallGuard;
}

/**
 * Answers a call: what came is `unknown`, and is parsed with the contract's schema before a handler sees it, once it
 * is clear that whoever is there may ask. Never throws: what goes wrong is a fault.
 * @param report is told of what nobody expected
 */
export async function answerCall(
  { handlers, guard }: Reception,
  name: unknown,
  request: unknown,
  report: (error: unknown) => void,
): Promise<CallResult<CallName>> {
  if (!isCallName(name)) return refused('there is no such call');
  try {
    guard.admit(name);
    const parsed = requests[name].safeParse(request);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return refused(`${name}: ${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? ''}`);
    }
    // The handler of a name takes what the schema of the same name gives; TypeScript cannot follow the pair.
    const handler = handlers[name] as (request: unknown) => Promise<Answers[CallName]>;
    return { kind: 'answer', answer: guard.veil(name, await handler(parsed.data)) };
  } catch (error) {
    if (!(error instanceof CodedError)) report(error);
    return { kind: 'fault', fault: toFault(error) };
  }
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

function refused(detail: string): { readonly kind: 'fault'; readonly fault: Fault } {
  return { kind: 'fault', fault: faultOf('INTERNAL', { detail }) };
}
