import { provide } from '../host/refuse.ts';

/** Switches for Chromium: those of the executable's command line, and those that main appends. */
export const switches = new Map<string, string>();

/** Electron's `app.commandLine`. */
export const commandLine = provide('CommandLine', {
  appendSwitch: (name: string, value = ''): void => {
    switches.set(name, value);
  },
  hasSwitch: (name: string): boolean => switches.has(name),
  getSwitchValue: (name: string): string => switches.get(name) ?? '',
  removeSwitch: (name: string): void => {
    switches.delete(name);
  },
});
