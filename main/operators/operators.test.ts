import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignInState } from '../../core/api-operators.ts';
import type { Act } from '../../core/audit/acts.ts';
import type { Actor } from '../../core/audit/entry.ts';
import { toFault } from '../../core/errors.ts';
import { openStore, type Store } from '../store/store.ts';
import { keyFileKeeper, openVault, type Vault } from '../vault/vault.ts';
import { createOperators, type Operators } from './operators.ts';

const minute = 60_000;
const anna = { name: 'Anna', role: 'engineer', pin: '2580', badge: 'BADGE-ANNA' } as const;
const ben = { name: 'Ben', role: 'technician', pin: '1379', badge: 'BADGE-BEN' } as const;

let folder: string;
let store: Store;
let vault: Vault;
let at: number;
let timers: { due: number; run: () => void }[];
let acts: { act: Act; actor: Actor }[];
let told: SignInState[];
let operators: Operators;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'operators-'));
  at = 1_000_000;
  [timers, acts, told] = [[], [], []];
  store = openStore(folder, () => at);
  vault = openVault(folder, keyFileKeeper);
  operators = start();
});
afterEach(() => store.close());

function start(): Operators {
  const started = createOperators({
    store,
    vault,
    now: () => at,
    newId: () => `id ${store.operators.list().length + 1}`,
    later(milliseconds, run) {
      const timer = { due: at + milliseconds, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    record: (act, actor) => acts.push({ act, actor }),
  });
  started.listen((state) => told.push(state));
  return started;
}

/** Lets time pass, and with it what was to be run by then. */
function pass(milliseconds: number): void {
  at += milliseconds;
  for (const timer of timers.filter(({ due }) => due <= at)) {
    timers = timers.filter((each) => each !== timer);
    timer.run();
  }
}

async function startWithBoth(): Promise<void> {
  await operators.add(anna);
  await operators.add(ben);
  operators.signOut();
}

const idOf = (name: string) => operators.list().find((person) => person.name === name)!.operatorId;
const pinOf = (name: string, pin: string) => operators.signIn({ kind: 'pin', operatorId: idOf(name), pin });
const badge = (code: string) => operators.signIn({ kind: 'badge', code });
const who = () => {
  const state = operators.state();
  return state.kind === 'signedIn' ? state.operator.name : state.kind;
};
const codeOf = async (work: () => unknown) => {
  try {
    await work();
    return 'done';
  } catch (error) {
    return toFault(error).code;
  }
};

describe('a bench without operators', () => {
  it('asks nobody who they are', async () => {
    expect(operators.state()).toEqual({ kind: 'off', productionLocked: false });
    expect(operators.currentActor()).toEqual({ kind: 'bench' });
    for (const least of ['anyone', 'technician', 'engineer'] as const)
      expect(await codeOf(() => operators.require(least))).toBe('done');
  });

  it('begins to with an engineer who has a PIN, and who is signed in then', async () => {
    const { pin: _, ...withoutPin } = anna;
    for (const first of [ben, withoutPin])
      expect(await codeOf(() => operators.add(first))).toBe('OPERATOR_FIRST_ENGINEER');
    expect(operators.state().kind).toBe('off');
    await operators.add(anna);
    expect(who()).toBe('Anna');
    expect(operators.currentActor()).toEqual({ kind: 'operator', operatorId: 'id 1', name: 'Anna' });
    expect(acts.map(({ act }) => act.kind)).toEqual(['operatorAdded', 'signedIn']);
  });
});

describe('a PIN', () => {
  it('signs in, and is in no file of the data folder', async () => {
    await startWithBoth();
    expect(operators.state()).toEqual({
      kind: 'signedOut',
      operators: [
        { operatorId: 'id 1', name: 'Anna' },
        { operatorId: 'id 2', name: 'Ben' },
      ],
      badges: true,
    });
    await pinOf('Ben', '1379');
    expect(who()).toBe('Ben');
    store.close();
    for (const name of readdirSync(folder)) {
      const content = readFileSync(path.join(folder, name));
      for (const secret of ['2580', '1379', 'BADGE-ANNA', 'BADGE-BEN'])
        expect(content.includes(secret), `${secret} in ${name}`).toBe(false);
    }
    store = openStore(folder, () => at);
  });

  it('that is wrong makes wait, longer each time, also after a restart; the right one is no exception', async () => {
    await startWithBoth();
    for (let times = 0; times < 3; times++)
      expect(await codeOf(() => pinOf('Anna', '0000'))).toBe('OPERATOR_PIN_WRONG');
    expect(await codeOf(() => pinOf('Anna', '2580'))).toBe('OPERATOR_WAIT');
    operators = start();
    expect(await codeOf(() => pinOf('Anna', '2580'))).toBe('OPERATOR_WAIT');
    // Nobody else waits for it.
    await pinOf('Ben', '1379');
    operators.signOut();
    pass(5_000);
    expect(await codeOf(() => pinOf('Anna', '0000'))).toBe('OPERATOR_PIN_WRONG');
    pass(9_000);
    expect(await codeOf(() => pinOf('Anna', '2580'))).toBe('OPERATOR_WAIT');
    pass(1_000);
    await pinOf('Anna', '2580');
    operators.signOut();
    // Nothing is held against them any more.
    expect(await codeOf(() => pinOf('Anna', '0000'))).toBe('OPERATOR_PIN_WRONG');
    await pinOf('Anna', '2580');
    const failed = acts.filter(({ act }) => act.kind === 'signInFailed');
    expect(failed).toHaveLength(5);
    expect(failed[0]?.act).toEqual({ kind: 'signInFailed', name: 'Anna', code: 'OPERATOR_PIN_WRONG' });
  });

  it('is not found by trying many at once', async () => {
    await startWithBoth();
    const tries = ['0000', '0001', '0002', '0003', '2580', '0004'];
    const codes = await Promise.all(tries.map((pin) => codeOf(() => pinOf('Anna', pin))));
    expect(codes.filter((code) => code === 'OPERATOR_WAIT')).toHaveLength(3);
    expect(who()).toBe('signedOut');
  });

  it('of nobody, of somebody without one and of somebody disabled is as wrong as any other', async () => {
    await startWithBoth();
    await pinOf('Anna', '2580');
    await operators.add({ name: 'Cleo', role: 'technician', badge: 'BADGE-CLEO' });
    await operators.change({ operatorId: idOf('Ben'), disabled: true });
    operators.signOut();
    expect(operators.state()).toMatchObject({ operators: [{ name: 'Anna' }] });
    for (const [operatorId, pin] of [
      ['nobody', '1379'],
      ['id 3', '1379'],
      ['id 3', ''],
      ['id 2', '1379'],
    ] as const)
      expect(await codeOf(() => operators.signIn({ kind: 'pin', operatorId, pin }))).toBe(
        'OPERATOR_PIN_WRONG',
      );
  });
});

describe('a badge', () => {
  it('signs in, and the badge of another switches', async () => {
    await startWithBoth();
    await badge('BADGE-BEN');
    expect(who()).toBe('Ben');
    await badge('BADGE-ANNA');
    expect(who()).toBe('Anna');
    expect(acts.slice(-3).map(({ act, actor }) => [act.kind, 'name' in actor && actor.name])).toEqual([
      ['signedIn', 'Ben'],
      ['signedOut', 'Ben'],
      ['signedIn', 'Anna'],
    ]);
    const before = acts.length;
    await badge('BADGE-ANNA');
    expect(acts).toHaveLength(before);
  });

  it('that nobody has is refused: it makes wait while nobody is there, and changes nothing while somebody is', async () => {
    await startWithBoth();
    for (let times = 0; times < 3; times++)
      expect(await codeOf(() => badge(`352099001761${times}`))).toBe('OPERATOR_BADGE_UNKNOWN');
    expect(await codeOf(() => badge('BADGE-BEN'))).toBe('OPERATOR_WAIT');
    // A PIN still goes.
    await pinOf('Ben', '1379');
    for (let times = 0; times < 20; times++)
      expect(await codeOf(() => badge(`35209900176${times}`))).toBe('OPERATOR_BADGE_UNKNOWN');
    expect(who()).toBe('Ben');
    await badge('BADGE-ANNA');
    expect(who()).toBe('Anna');
  });

  it('is not found by scanning faster than a hand can', async () => {
    await startWithBoth();
    await pinOf('Ben', '1379');
    for (let times = 0; times < 40; times++) await codeOf(() => badge(`guess-${times}`));
    expect(await codeOf(() => badge('BADGE-ANNA'))).toBe('OPERATOR_BADGE_UNKNOWN');
    expect(who()).toBe('Ben');
    pass(minute);
    operators.noteActivity();
    await badge('BADGE-ANNA');
    expect(who()).toBe('Anna');
  });

  it('that was taken away or whose holder is disabled signs nobody in', async () => {
    await startWithBoth();
    await pinOf('Anna', '2580');
    await operators.change({ operatorId: idOf('Ben'), badge: null });
    expect(await codeOf(() => badge('BADGE-BEN'))).toBe('OPERATOR_BADGE_UNKNOWN');
    await operators.change({ operatorId: idOf('Ben'), badge: 'BADGE-BEN', disabled: true });
    expect(await codeOf(() => badge('BADGE-BEN'))).toBe('OPERATOR_BADGE_UNKNOWN');
    expect(who()).toBe('Anna');
  });
});

describe('whoever is there', () => {
  it('may do what their role allows, from one moment to the next', async () => {
    await startWithBoth();
    expect(await codeOf(() => operators.require('technician'))).toBe('OPERATOR_SIGN_IN_NEEDED');
    expect(await codeOf(() => operators.require('anyone'))).toBe('done');
    await badge('BADGE-BEN');
    expect(await codeOf(() => operators.require('technician'))).toBe('done');
    expect(await codeOf(() => operators.require('engineer'))).toBe('OPERATOR_NOT_PERMITTED');
    await operators.change({ operatorId: idOf('Ben'), role: 'engineer' });
    expect(await codeOf(() => operators.require('engineer'))).toBe('done');
    await operators.change({ operatorId: idOf('Ben'), disabled: true });
    expect(who()).toBe('signedOut');
    expect(told.at(-1)?.kind).toBe('signedOut');
  });

  it('is gone after the minutes without a touch, and not before', async () => {
    await startWithBoth();
    await badge('BADGE-BEN');
    pass(9 * minute);
    operators.noteActivity();
    pass(9 * minute);
    expect(who()).toBe('Ben');
    told = [];
    pass(minute);
    // Told by itself, without a call.
    expect(told.map(({ kind }) => kind)).toEqual(['signedOut']);
    expect(who()).toBe('signedOut');
    operators.noteActivity();
    expect(who()).toBe('signedOut');
    expect(acts.at(-1)).toEqual({
      act: { kind: 'signedOut' },
      actor: { kind: 'operator', operatorId: 'id 2', name: 'Ben' },
    });
  });

  it('is gone where the timer did not come, or the clock was set back', async () => {
    await startWithBoth();
    for (const shift of [10 * minute, -1]) {
      await badge('BADGE-BEN');
      at += shift;
      expect(await codeOf(() => operators.require('technician'))).toBe('OPERATOR_SIGN_IN_NEEDED');
    }
  });

  it('stays as long as the setting says', async () => {
    await startWithBoth();
    await badge('BADGE-ANNA');
    operators.saveIdleMinutes(0);
    pass(10_000 * minute);
    expect(who()).toBe('Anna');
    expect(acts.at(-1)?.act).toEqual({
      kind: 'securitySettingChanged',
      setting: 'idleMinutes',
      value: '0',
    });
    operators.noteActivity();
    operators.saveIdleMinutes(1);
    pass(minute);
    expect(who()).toBe('signedOut');
    expect(start().idleMinutes).toBe(1);
  });
});

describe('the people of a bench', () => {
  it('are never left without an engineer who has a PIN, nor anybody without a way in', async () => {
    await startWithBoth();
    await badge('BADGE-ANNA');
    const change = (what: Parameters<Operators['change']>[0]) => codeOf(() => operators.change(what));
    const [annaId, benId] = [idOf('Anna'), idOf('Ben')];
    const before = operators.list();
    for (const what of [{ disabled: true }, { role: 'technician' }, { pin: null }] as const)
      expect(await change({ operatorId: annaId, ...what })).toBe('OPERATOR_LAST_ENGINEER');
    expect(await change({ operatorId: benId, pin: null, badge: null })).toBe('OPERATOR_NO_WAY_IN');
    expect(operators.list()).toEqual(before);
    await operators.change({ operatorId: benId, role: 'engineer' });
    expect(await change({ operatorId: annaId, disabled: true })).toBe('done');
    expect(operators.list().find(({ name }) => name === 'Anna')?.disabledAt).toBe(at);
  });

  it('have names, PINs and badges of their own', async () => {
    await startWithBoth();
    await badge('BADGE-ANNA');
    const add = (what: object) =>
      codeOf(() => operators.add({ name: 'Cleo', role: 'technician', pin: '2846', ...what }));
    expect(await add({ name: 'anna' })).toBe('OPERATOR_NAME_TAKEN');
    expect(await add({ name: ' ' })).toBe('OPERATOR_NAME_WRONG');
    for (const pin of ['1234', '1111', '12', 'abcd']) expect(await add({ pin })).toBe('OPERATOR_PIN_UNFIT');
    expect(await add({ badge: 'short' })).toBe('OPERATOR_BADGE_UNFIT');
    expect(await add({ badge: 'BADGE-BEN' })).toBe('OPERATOR_BADGE_TAKEN');
    expect(await add({ pin: undefined })).toBe('OPERATOR_NO_WAY_IN');
    expect(operators.list()).toHaveLength(2);
    expect(await codeOf(() => operators.change({ operatorId: 'x', name: 'y' }))).toBe('OPERATOR_UNKNOWN');
    // Two may have the same PIN: nobody learns of it.
    expect(await add({ pin: '1379' })).toBe('done');
  });

  it('are never deleted', async () => {
    await startWithBoth();
    const { DatabaseSync } = await import('node:sqlite');
    const file = new DatabaseSync(path.join(folder, 'bench.sqlite'));
    expect(() => file.exec('DELETE FROM operator')).toThrow('never deleted');
    file.close();
  });

  it('need not wait any more with a new PIN', async () => {
    await startWithBoth();
    for (let times = 0; times < 5; times++) await codeOf(() => pinOf('Ben', '0000'));
    expect(await codeOf(() => pinOf('Ben', '1379'))).toBe('OPERATOR_WAIT');
    await pinOf('Anna', '2580');
    await operators.change({ operatorId: idOf('Ben'), pin: '8642' });
    operators.signOut();
    expect(await codeOf(() => pinOf('Ben', '1379'))).toBe('OPERATOR_PIN_WRONG');
    await pinOf('Ben', '8642');
  });
});

describe('the lock on production data', () => {
  it('needs a PIN while there are no operators, and only that one takes it away', async () => {
    const { production } = operators;
    for (const pin of [undefined, '12', '1111'])
      expect(await codeOf(() => production.lock(pin))).toBe('PRODUCTION_PIN_NEEDED');
    expect(operators.isProductionLocked()).toBe(false);
    await production.lock('2580');
    expect(operators.state()).toEqual({ kind: 'off', productionLocked: true });
    operators = start();
    expect(operators.isProductionLocked()).toBe(true);
    for (const pin of ['1379', undefined, ''])
      expect(await codeOf(() => operators.production.unlock(pin))).toBe('PRODUCTION_PIN_WRONG');
    expect(await codeOf(() => operators.production.unlock('2580'))).toBe('OPERATOR_WAIT');
    pass(5_000);
    await operators.production.unlock('2580');
    expect(operators.isProductionLocked()).toBe(false);
    expect(told.at(-1)).toEqual({ kind: 'off', productionLocked: false });
  });

  it('is an engineer’s to take away where there are operators', async () => {
    await operators.production.lock('2580');
    await operators.add(anna);
    await operators.production.unlock(undefined);
    await operators.production.lock(undefined);
    expect(operators.isProductionLocked()).toBe(true);
    expect(operators.production.hasPin()).toBe(false);
    expect(acts.filter(({ act }) => act.kind === 'securitySettingChanged').map(({ act }) => act)).toEqual([
      { kind: 'securitySettingChanged', setting: 'productionLock', value: 'on' },
      { kind: 'securitySettingChanged', setting: 'productionLock', value: 'off' },
      { kind: 'securitySettingChanged', setting: 'productionLock', value: 'on' },
    ]);
  });

  it('stays on where what the store says of it cannot be read', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const file = new DatabaseSync(path.join(folder, 'bench.sqlite'));
    file.exec(`INSERT INTO setting VALUES ('access', '{"production":{"locked":"perhaps"}}')`);
    file.close();
    expect(operators.isProductionLocked()).toBe(true);
  });
});
