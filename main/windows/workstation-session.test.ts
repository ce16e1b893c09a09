import type { Session } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { appIndex } from '../api/app-origin.ts';
import { guardSession } from './workstation-session.ts';

vi.mock('electron', () => ({ session: {} }));

type Handler = (...parameters: readonly unknown[]) => unknown;

/** A session that keeps what it is told, by the name of the call or of the event. */
function tellingSession() {
  const told = new Map<string, unknown>();
  const keep = (name: string) => (value: unknown) => void told.set(name, value);
  const own = {
    protocol: { handle: (scheme: string, handler: unknown) => told.set(`scheme ${scheme}`, handler) },
    webRequest: { onBeforeRequest: keep('onBeforeRequest') },
    on: (event: string, listener: unknown) => told.set(`on ${event}`, listener),
    setPermissionRequestHandler: keep('setPermissionRequestHandler'),
    setPermissionCheckHandler: keep('setPermissionCheckHandler'),
    setDevicePermissionHandler: keep('setDevicePermissionHandler'),
    setSpellCheckerEnabled: keep('setSpellCheckerEnabled'),
  };
  guardSession(own as unknown as Session);
  return {
    told,
    ask: (name: string, ...parameters: readonly unknown[]) => (told.get(name) as Handler)(...parameters),
  };
}

const ourPage = { requestingUrl: appIndex, isMainFrame: true };

describe("the workstation's session", () => {
  it('sets these, and listens for nothing that gives a device, a certificate or a password away', () => {
    expect([...tellingSession().told.keys()].sort()).toEqual([
      'on will-download',
      'onBeforeRequest',
      'scheme app',
      'setDevicePermissionHandler',
      'setPermissionCheckHandler',
      'setPermissionRequestHandler',
      'setSpellCheckerEnabled',
    ]);
  });

  it('grants the same whether a page asks or Electron looks', () => {
    const { ask } = tellingSession();
    for (const [permission, asker, granted] of [
      ['clipboard-sanitized-write', ourPage, true],
      ['clipboard-sanitized-write', { ...ourPage, isMainFrame: false }, false],
      ['clipboard-read', ourPage, false],
      ['media', ourPage, false],
      ['display-capture', ourPage, false],
      ['usb', ourPage, false],
      ['openExternal', ourPage, false],
    ] as const) {
      let answered: unknown;
      const answer = (value: unknown) => {
        answered = value;
      };
      ask('setPermissionRequestHandler', null, permission, answer, asker);
      expect(answered).toBe(granted);
      expect(ask('setPermissionCheckHandler', null, permission, 'app://bench', asker)).toBe(granted);
    }
  });

  it('gives no device away', () => {
    const { ask } = tellingSession();
    for (const deviceType of ['hid', 'serial', 'usb'])
      expect(ask('setDevicePermissionHandler', { deviceType, origin: 'app://bench', device: {} })).toBe(
        false,
      );
  });

  it('lets requests for our own files go, and no others', () => {
    const { ask } = tellingSession();
    for (const [url, cancel] of [
      [appIndex, false],
      ['https://elsewhere.example/', true],
    ] as const) {
      let answered: unknown;
      ask('onBeforeRequest', { url }, (value: unknown) => {
        answered = value;
      });
      expect(answered).toEqual({ cancel });
    }
  });

  it('downloads nothing, and checks no spelling', () => {
    const { ask, told } = tellingSession();
    const event = { preventDefault: vi.fn() };
    ask('on will-download', event, {});
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(told.get('setSpellCheckerEnabled')).toBe(false);
  });
});
