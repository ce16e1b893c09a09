import { beforeEach, describe, expect, it } from 'vitest';
import { goTo, sectionOf, useNavigation } from './navigation.ts';

const now = () => useNavigation.getState();
const section = () => sectionOf(now().screen);

beforeEach(() => useNavigation.setState({ screen: { name: 'bench' }, before: [], visit: 0 }));

describe('the way between screens', () => {
  it('leads back to what was looked at', () => {
    goTo({ name: 'sessions' });
    const row = { index: 7, key: 's7', total: 40 };
    now().note({ name: 'sessions', filter: 'failed', find: 'BX', row }, now().visit);
    goTo({ name: 'session', sessionId: 's7' });
    now().back();
    expect(now().screen).toEqual({ name: 'sessions', filter: 'failed', find: 'BX', row });
    now().back();
    expect(now().screen).toEqual({ name: 'bench' });
    now().back();
    expect(now().screen).toEqual({ name: 'bench' });
  });

  it('does not hear a screen that was left', () => {
    goTo({ name: 'sessions' });
    const { visit } = now();
    goTo({ name: 'devices' });
    now().note({ name: 'sessions', filter: 'open' }, visit);
    expect(now().screen).toEqual({ name: 'devices' });
    now().back();
    expect(now().screen).toEqual({ name: 'sessions' });
  });

  it('tells nobody of a place that is the same', () => {
    goTo({ name: 'devices' });
    now().note({ name: 'devices', find: 'BX' }, now().visit);
    const { screen } = now();
    now().note({ name: 'devices', find: 'BX' }, now().visit);
    expect(now().screen).toBe(screen);
  });
});

describe('a session', () => {
  it('belongs to the devices where it is opened from a device', () => {
    goTo({ name: 'devices' });
    goTo({ name: 'device', deviceId: 'd' });
    goTo({ name: 'session', sessionId: 's' });
    expect(section()).toBe('devices');
    goTo({ name: 'device', deviceId: 'd' });
    goTo({ name: 'session', sessionId: 's' });
    expect(section()).toBe('devices');
    now().back();
    expect(now().screen).toEqual({ name: 'device', deviceId: 'd' });
  });

  it.each([{ name: 'sessions' }, { name: 'server' }, { name: 'batch', batchId: 'b' }] as const)(
    'belongs to the sessions where it is opened from %j',
    (from) => {
      goTo(from);
      goTo({ name: 'session', sessionId: 's' });
      expect(section()).toBe('sessions');
    },
  );

  it('that the window begins with leads back to the list of its section', () => {
    useNavigation.setState({ screen: { name: 'session', sessionId: 's', section: 'devices' } });
    now().back();
    expect(now().screen).toEqual({ name: 'devices' });
    useNavigation.setState({ screen: { name: 'session', sessionId: 's' }, before: [] });
    now().back();
    expect(now().screen).toEqual({ name: 'sessions' });
  });
});
