import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HostEmitter, NotProvidedError, provide, refuseModule } from './refuse.ts';

class Lamp extends HostEmitter {
  #lit = false;
  colour = 'white';

  constructor() {
    super('Lamp', ['lit']);
  }

  static all(): string {
    return 'all lamps';
  }

  light(): boolean {
    this.#lit = true;
    this.emit('lit', this.#lit);
    return this.#lit;
  }
}

type Unknown = Record<string, (...parameters: unknown[]) => unknown>;

describe('provide', () => {
  const lamp = provide('lamp', { light: (): string => 'lit', colour: 'white' });

  it('leaves what is there alone', () => {
    expect(lamp.light()).toBe('lit');
    lamp.light = () => 'replaced';
    expect(lamp.light()).toBe('replaced');
    expect(String(lamp)).toBe('[object Object]');
  });

  it('refuses the rest by name', () => {
    expect(() => (lamp as unknown as Unknown).dim?.()).toThrow('electron-host does not provide lamp.dim');
    expect(() => Object.assign(lamp, { dimmed: true })).toThrow('electron-host does not provide lamp.dimmed');
  });

  it('bears being awaited, printed and turned into JSON', async () => {
    expect(await Promise.resolve(lamp)).toBe(lamp);
    expect(JSON.parse(JSON.stringify(lamp))).toEqual({ colour: 'white' });
    expect(inspect(lamp)).toContain('colour');
    expect('dim' in lamp).toBe(false);
  });
});

describe('HostEmitter', () => {
  it('has its members, private ones included, and its events', () => {
    const lamp = new Lamp();
    const heard: unknown[] = [];
    lamp.on('lit', (value) => heard.push(value)).once('lit', (value) => heard.push(value));
    expect(lamp.light()).toBe(true);
    expect(heard).toEqual([true, true]);
    lamp.colour = 'red';
    expect(lamp.colour).toBe('red');
    expect(lamp).toBeInstanceOf(HostEmitter);
  });

  it('refuses other members, static ones and events by name', () => {
    const lamp = new Lamp();
    expect(() => (lamp as unknown as Unknown).dim?.()).toThrow('electron-host does not provide Lamp.dim');
    expect(() => Object.assign(lamp, { dimmed: true })).toThrow(NotProvidedError);
    expect(() => (Lamp as unknown as Unknown).none?.()).toThrow('electron-host does not provide Lamp.none');
    expect(Lamp.all()).toBe('all lamps');
    for (const method of ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'] as const) {
      expect(() => lamp[method]('dimmed', () => undefined)).toThrow(
        "electron-host does not provide the event 'dimmed' of Lamp",
      );
    }
  });

  it('bears being awaited, printed and turned into JSON', async () => {
    const lamp = new Lamp();
    expect(await Promise.resolve(lamp)).toBe(lamp);
    expect(JSON.stringify(lamp)).toContain('white');
    expect(inspect(lamp)).toContain('Lamp');
  });
});

describe('refuseModule', () => {
  const Tray = refuseModule('Tray') as (new () => object) & Unknown & (() => void);

  it('refuses members, calls and construction by name', () => {
    expect(() => new Tray()).toThrow('electron-host does not provide Tray');
    expect(() => Tray()).toThrow('electron-host does not provide Tray');
    expect(() => Tray.setImage?.()).toThrow('electron-host does not provide Tray.setImage');
    expect(() => Object.assign(Tray, { image: 1 })).toThrow('electron-host does not provide Tray.image');
  });

  it('bears being awaited', async () => {
    expect(await Promise.resolve(Tray)).toBe(Tray);
  });
});
