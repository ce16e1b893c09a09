import { describe, expect, it } from 'vitest';
import { type Binding, bindingFor, type Press } from './hotkeys.ts';
import { noScan, stepScan } from './scanner.ts';

const idle: Press = { key: '', modified: false, typing: false, onControl: false };

function binding(key: string, active = true): Binding {
  return { key, active: () => active, run: () => {} };
}

describe('the keys', () => {
  it('answer in either case, the last offer first', () => {
    const [first, second] = [binding('R'), binding('R')];
    expect(bindingFor({ ...idle, key: 'r' }, [first, second])).toBe(second);
    expect(bindingFor({ ...idle, key: 'r' }, [first, binding('R', false)])).toBe(first);
    expect(bindingFor({ ...idle, key: ' ' }, [binding('Space')])).toBeDefined();
  });

  it('leave letters to the field that has the focus, but not the way out', () => {
    const typing = { ...idle, typing: true };
    expect(bindingFor({ ...typing, key: 'r' }, [binding('R')])).toBeUndefined();
    expect(bindingFor({ ...typing, key: '/' }, [binding('/')])).toBeUndefined();
    for (const key of ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9'])
      expect(bindingFor({ ...typing, key }, [binding(key)])).toBeDefined();
    expect(bindingFor({ ...typing, key: 'Escape' }, [binding('Escape')])).toBeDefined();
  });

  it('leave Enter and Space to the button that has the focus', () => {
    const onControl = { ...idle, onControl: true };
    expect(bindingFor({ ...onControl, key: 'Enter' }, [binding('Enter')])).toBeUndefined();
    expect(bindingFor({ ...onControl, key: 'r' }, [binding('R')])).toBeDefined();
  });

  it('leave the system its own', () => {
    expect(bindingFor({ ...idle, key: 'r', modified: true }, [binding('R')])).toBeUndefined();
  });
});

describe('a scanner', () => {
  function type(keys: readonly string[], pause: number) {
    let state = noScan;
    let code: string | undefined;
    for (const [index, key] of keys.entries()) ({ state, code } = stepScan(state, key, 1000 + index * pause));
    return code;
  }

  it('is told from a hand by its speed', () => {
    const keys = [...'352099001761770', 'Enter'];
    expect(type(keys, 4)).toBe('352099001761770');
    expect(type(keys, 120)).toBeUndefined();
  });

  it('may end with Tab, and type something around the code', () => {
    const scanner = { prefix: ']C1', suffix: '#', endsWith: 'Tab', shortest: 3 } as const;
    let state = noScan;
    let code: string | undefined;
    for (const [index, key] of [...']C1BX04#', 'Tab'].entries())
      ({ state, code } = stepScan(state, key, 1000 + index * 4, scanner));
    expect(code).toBe('BX04');
    for (const [index, key] of [...']C1BX04#', 'Enter'].entries())
      ({ state, code } = stepScan(state, key, 2000 + index * 4, scanner));
    expect(code).toBeUndefined();
  });

  it('may use Shift, and needs more than a few characters', () => {
    expect(type(['Shift', 'B', 'Shift', 'X', '0', '4', '1', '0', 'Enter'], 4)).toBe('BX0410');
    expect(type(['1', '2', 'Enter'], 4)).toBeUndefined();
    expect(type(['1', '2', '3', 'Tab', '4', '5', '6', 'Enter'], 4)).toBeUndefined();
  });
});
