import { create } from 'zustand';
import type { CallResult } from '../../core/api.ts';
import type { SignInState } from '../../core/api-operators.ts';
import type { CallName, CallRequest } from '../../core/api-requests.ts';
import type { Fault } from '../../core/errors.ts';
import { type CallRule, callRules } from '../../core/operators/call-rules.ts';
import { isAtLeast } from '../../core/operators/role.ts';
import { call, listen } from '../bench.ts';
import { clearNotifications } from '../components/notify.ts';
import { useNavigation } from './navigation.ts';
import { useWorkstation } from './workstation.ts';

type Standing =
  | { readonly kind: 'asking' }
  /** The vault waits for its passphrase; nothing else is answered. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'known'; readonly state: SignInState };

interface Operators {
  readonly standing: Standing;
  readonly take: (state: SignInState) => void;
  /** Asks main who is there. */
  readonly load: () => Promise<void>;
  /** Answers why it was refused, if it was. */
  readonly signIn: (way: CallRequest<'signIn'>) => Promise<Fault | undefined>;
  readonly lock: () => Promise<Fault | undefined>;
  readonly openVault: (passphrase: string) => Promise<Fault | undefined>;
}

/** Who is at the bench, as main says. */
export const useOperators = create<Operators>()((set, get) => ({
  standing: { kind: 'asking' },
  take: (state) => {
    const before = get().standing;
    set({ standing: { kind: 'known', state } });
    if (before.kind === 'known' && whoIn(before.state) === whoIn(state)) return;
    if (before.kind === 'known') clearNotifications();
    if (state.kind === 'signedOut') return;
    // Another person begins where everybody begins, with what is true now.
    if (before.kind === 'known') useNavigation.setState({ screen: { name: 'bench' }, before: [] });
    useWorkstation.setState({ standing: { kind: 'starting' } });
    void useWorkstation.getState().load();
  },
  load: async () => {
    const result = await call('signInState', {});
    if (result.kind === 'answer') get().take(result.answer);
    else if (result.fault.code === 'VAULT_PASSPHRASE_NEEDED') set({ standing: { kind: 'closed' } });
    else {
      set({ standing: { kind: 'failed' } });
      useWorkstation.setState({ standing: { kind: 'failed', fault: result.fault } });
    }
  },
  signIn: async (way) => taken(await call('signIn', way)),
  lock: async () => taken(await call('signOut', {})),
  openVault: async (passphrase) => {
    const result = await call('openVault', { passphrase });
    if (result.kind === 'fault') return result.fault;
    set({ standing: { kind: 'asking' } });
    await get().load();
    return undefined;
  },
}));

function taken(result: CallResult<'signIn' | 'signOut' | 'noteActivity'>): Fault | undefined {
  if (result.kind === 'fault') return result.fault;
  useOperators.getState().take(result.answer);
  return undefined;
}

/** Follows what main tells of who is there, and asks it once. */
export function connectOperators(): void {
  listen('signInChanged', (state) => useOperators.getState().take(state));
  void useOperators.getState().load();
}

/** Whoever it is, as one text; the same for everybody where the bench asks nobody. */
export function whoIn(state: SignInState): string {
  return state.kind === 'signedIn' ? `${state.operator.operatorId} ${state.operator.role}` : state.kind;
}

/** Whether whoever is at the bench may make a call now, by the table that main holds it against. */
export function mayCall(state: SignInState | undefined, name: CallName): boolean {
  if (state === undefined) return true;
  const { least, locked }: CallRule = callRules[name];
  if (state.kind === 'signedOut') return least === 'anyone';
  if (locked === 'refused' && state.productionLocked) return false;
  return state.kind === 'off' || least === 'anyone' || isAtLeast(state.operator.role, least);
}

/** Whether something that makes a call is offered; what makes none always is. */
export function useMay(name: CallName | undefined): boolean {
  const state = useOperators(({ standing }) => (standing.kind === 'known' ? standing.state : undefined));
  return name === undefined || mayCall(state, name);
}

/** Who is at the bench; undefined as long as main has not told. */
export function useSignInState(): SignInState | undefined {
  return useOperators(({ standing }) => (standing.kind === 'known' ? standing.state : undefined));
}

/** Whether production data is locked against reading back. */
export function useProductionLocked(): boolean {
  const state = useSignInState();
  return state !== undefined && state.kind !== 'signedOut' && state.productionLocked;
}

/** A scanned code may be a badge. @returns whether it was one, and whose it is, is there now */
export async function offerBadge(code: string): Promise<boolean> {
  const { standing, signIn } = useOperators.getState();
  if (standing.kind !== 'known' || standing.state.kind !== 'signedIn') return false;
  return (await signIn({ kind: 'badge', code })) === undefined;
}

/** Main is told of a touch at most so often; it measures in minutes. */
const leastBetween = 10_000;

/** Tells main that somebody touches the window, for as long as somebody is signed in. @returns what ends that */
export function noteTouches(target: Window): () => void {
  let notedAt = Number.NEGATIVE_INFINITY;
  const note = (event: Event) => {
    const { standing } = useOperators.getState();
    if (standing.kind !== 'known' || standing.state.kind !== 'signedIn') return;
    if (event.timeStamp - notedAt < leastBetween) return;
    notedAt = event.timeStamp;
    void call('noteActivity', {}).then(taken);
  };
  const touches = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
  for (const touch of touches) target.addEventListener(touch, note, { capture: true, passive: true });
  return () => {
    for (const touch of touches) target.removeEventListener(touch, note, { capture: true });
  };
}
