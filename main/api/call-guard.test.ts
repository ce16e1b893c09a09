import { describe, expect, it } from 'vitest';
import { type CallName, requests } from '../../core/api-requests.ts';
import { codedError, toFault } from '../../core/errors.ts';
import { callRules } from '../../core/operators/call-rules.ts';
import { isAtLeast, type Role } from '../../core/operators/role.ts';
import type { Operators } from '../operators/operators.ts';
import { createCallGuard } from './call-guard.ts';

type Here = Role | 'nobody' | 'off';

/** A bench at which somebody is. */
function guardAt(here: Here, locked = false) {
  const operators: Pick<Operators, 'require' | 'state' | 'isProductionLocked'> = {
    require(least) {
      if (here === 'off' || least === 'anyone') return;
      if (here === 'nobody') throw codedError('OPERATOR_SIGN_IN_NEEDED', {});
      if (!isAtLeast(here, least)) throw codedError('OPERATOR_NOT_PERMITTED', { name: 'Ben' });
    },
    state: () =>
      here === 'nobody'
        ? { kind: 'signedOut', operators: [], badges: false }
        : { kind: 'off', productionLocked: locked },
    isProductionLocked: () => locked,
  };
  return createCallGuard(operators);
}

function outcome(name: CallName, here: Here, locked = false): string {
  try {
    guardAt(here, locked).admit(name);
    return 'admitted';
  } catch (error) {
    return toFault(error).code;
  }
}

const calls = Object.keys(requests) as CallName[];

/** Said once more, apart from the table: a slip there would be one here too only by intent. */
const forEngineers: readonly CallName[] = [
  'saveReport',
  'exportSession',
  'addResource',
  'deleteResource',
  'saveAuthority',
  'revokeCertificate',
  'importCertificate',
  'useOwnCertificate',
  'saveCertificate',
  'saveBootstrapAccess',
  'eraseCard',
  'unlockCard',
  'copyCard',
  'nameReader',
  'saveSettings',
  'showDataFolder',
  'operators',
  'addOperator',
  'changeOperator',
  'security',
  'saveIdleMinutes',
  'lockProduction',
  'unlockProduction',
  'protectVault',
  'createProfile',
  'saveProfile',
  'archiveProfile',
  'exportProfile',
];
const forAnyone: readonly CallName[] = ['signInState', 'signIn', 'signOut', 'noteActivity', 'openVault'];
const forTechnicians: readonly CallName[] = [
  'overview',
  'createBatch',
  'resumeBatch',
  'pauseBatch',
  'card',
  'writeCard',
  'verifyCard',
  'device',
  'session',
  'chooseAdmKeys',
  'openKeyFile',
];
const refusedWhileLocked: readonly CallName[] = [
  'exportSession',
  'saveBootstrapAccess',
  'copyCard',
  'compareCard',
];
const maskedWhileLocked: readonly CallName[] = ['session', 'card', 'writeCard', 'eraseCard', 'unlockCard'];

describe('every call of the contract', () => {
  it.each(calls)('%s has one rule for each who may be there', (name) => {
    const { least } = callRules[name];
    expect(outcome(name, 'off')).toBe('admitted');
    expect(outcome(name, 'engineer')).toBe('admitted');
    expect(outcome(name, 'nobody')).toBe(least === 'anyone' ? 'admitted' : 'OPERATOR_SIGN_IN_NEEDED');
    expect(outcome(name, 'technician')).toBe(least === 'engineer' ? 'OPERATOR_NOT_PERMITTED' : 'admitted');
  });

  it.each(forEngineers)('%s is for engineers', (name) => {
    expect(outcome(name, 'technician')).toBe('OPERATOR_NOT_PERMITTED');
    expect(outcome(name, 'nobody')).toBe('OPERATOR_SIGN_IN_NEEDED');
  });

  it.each(forTechnicians)('%s is for technicians, too', (name) => {
    expect(outcome(name, 'technician')).toBe('admitted');
    expect(outcome(name, 'nobody')).toBe('OPERATOR_SIGN_IN_NEEDED');
  });

  it('asks who is there, but for those by which somebody comes', () => {
    expect(calls.filter((name) => outcome(name, 'nobody') === 'admitted').toSorted()).toEqual(
      forAnyone.toSorted(),
    );
  });
});

describe('while production data is locked', () => {
  it.each(refusedWhileLocked)('%s is refused to everybody, engineers and all', (name) => {
    for (const here of ['off', 'engineer'] as const) {
      expect(outcome(name, here, true)).toBe('PRODUCTION_LOCKED');
      expect(outcome(name, here)).toBe('admitted');
    }
  });

  it.each(maskedWhileLocked)('%s is answered with its secrets masked', (name) => {
    expect(callRules[name].locked).toBe('masked');
    expect(outcome(name, 'engineer', true)).toBe('admitted');
  });

  it('the lock itself can be seen and taken away', () => {
    for (const name of ['security', 'unlockProduction', 'signInState'] as const)
      expect(outcome(name, 'engineer', true)).toBe('admitted');
  });

  it('a card is shown without what is in its message, and as it is otherwise', () => {
    const card = {
      card: { entries: [], problems: [] },
      message: { text: '{"Name":"geheim"}', objects: [{ root: 'geheim' }], sha256: 'aa' },
    } as never;
    expect(guardAt('off').veil('card', card)).toBe(card);
    expect(JSON.stringify(guardAt('off', true).veil('card', card))).not.toContain('geheim');
  });
});

describe('what is told unasked', () => {
  it('is told to nobody while nobody is signed in', () => {
    expect(guardAt('nobody').veilEvent({ label: 'BX04100' })).toBeUndefined();
    expect(guardAt('off').veilEvent({ label: 'BX04100' })).toEqual({ label: 'BX04100' });
  });

  it('says no value of a device while production data is locked', () => {
    const fault = { code: 'SESSION_VALUE_DIFFERS', message: 'Key = geheim', remedy: 'x' };
    const event = { activity: { kind: 'failed', fault } };
    expect(JSON.stringify(guardAt('off', true).veilEvent(event))).not.toContain('geheim');
    expect(guardAt('off').veilEvent(event)).toBe(event);
  });
});
