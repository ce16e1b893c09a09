import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignInState } from '../../core/api-operators.ts';
import { faultOf } from '../../core/errors.ts';
import { useNavigation } from './navigation.ts';
import { mayCall, offerBadge, useOperators, whoIn } from './operators.ts';

const off: SignInState = { kind: 'off', productionLocked: false };
const out: SignInState = { kind: 'signedOut', operators: [], badges: true };
const signedIn = (name: string, role: 'technician' | 'engineer', productionLocked = false): SignInState => ({
  kind: 'signedIn',
  operator: { operatorId: name, name, role },
  productionLocked,
});
const anna = signedIn('Anna', 'engineer');
const ben = signedIn('Ben', 'technician');

const call = vi.fn();
beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue({ kind: 'fault', fault: faultOf('OPERATOR_BADGE_UNKNOWN', {}) });
  vi.stubGlobal('window', { bench: { call, on: () => () => {} } });
  useOperators.setState({ standing: { kind: 'asking' } });
});
afterEach(() => vi.unstubAllGlobals());

const asked = () => call.mock.calls.map(([name]) => name);

describe('what is offered', () => {
  it.each([
    ['eraseCard', off, true],
    ['eraseCard', anna, true],
    ['eraseCard', ben, false],
    ['writeCard', ben, true],
    ['writeCard', out, false],
    ['signIn', out, true],
    ['copyCard', anna, true],
    ['copyCard', signedIn('Anna', 'engineer', true), false],
    ['copyCard', { ...off, productionLocked: true }, false],
    ['card', signedIn('Ben', 'technician', true), true],
    ['saveSettings', undefined, true],
  ] as const)('%s at %j: %s', (name, state, offered) => expect(mayCall(state, name)).toBe(offered));
});

describe('who is at the bench', () => {
  it('begins at the bench, with what is true now, where it is somebody else', () => {
    useOperators.getState().take(anna);
    expect(asked()).toEqual(['overview']);
    useNavigation.setState({ screen: { name: 'settings' }, before: [{ name: 'cards' }] });
    useOperators.getState().take({ ...anna, productionLocked: true } as SignInState);
    expect(useNavigation.getState().screen).toEqual({ name: 'settings' });
    useOperators.getState().take(ben);
    expect(useNavigation.getState()).toMatchObject({ screen: { name: 'bench' }, before: [] });
    expect(asked()).toEqual(['overview', 'overview']);
  });

  it('asks for nothing while nobody is signed in', () => {
    useOperators.getState().take(out);
    expect(asked()).toEqual([]);
  });

  it('is another one with another role', () => {
    expect(whoIn(anna)).not.toBe(whoIn(signedIn('Anna', 'technician')));
    expect(whoIn(off)).not.toBe(whoIn(out));
  });

  it('waits for the passphrase of the vault where main says so', async () => {
    call.mockResolvedValueOnce({ kind: 'fault', fault: faultOf('VAULT_PASSPHRASE_NEEDED', { folder: 'f' }) });
    await useOperators.getState().load();
    expect(useOperators.getState().standing).toEqual({ kind: 'closed' });
    call.mockResolvedValueOnce({ kind: 'fault', fault: faultOf('VAULT_PASSPHRASE_WRONG', { folder: 'f' }) });
    expect((await useOperators.getState().openVault('x'))?.code).toBe('VAULT_PASSPHRASE_WRONG');
    call.mockResolvedValueOnce({ kind: 'answer', answer: { kind: 'opened' } });
    call.mockResolvedValueOnce({ kind: 'answer', answer: off });
    expect(await useOperators.getState().openVault('y')).toBeUndefined();
    expect(useOperators.getState().standing).toEqual({ kind: 'known', state: off });
  });
});

describe('a scanned code', () => {
  it('is offered as a badge only where somebody is signed in', async () => {
    for (const state of [off, out]) {
      useOperators.setState({ standing: { kind: 'known', state } });
      expect(await offerBadge('352099001761770')).toBe(false);
    }
    expect(asked()).toEqual([]);
    useOperators.setState({ standing: { kind: 'known', state: ben } });
    expect(await offerBadge('352099001761770')).toBe(false);
    call.mockResolvedValueOnce({ kind: 'answer', answer: anna });
    expect(await offerBadge('BADGE-ANNA')).toBe(true);
    expect(useOperators.getState().standing).toEqual({ kind: 'known', state: anna });
  });
});
