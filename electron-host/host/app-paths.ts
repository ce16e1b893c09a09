import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

const NAMES = [
  'home',
  'appData',
  'userData',
  'sessionData',
  'temp',
  'exe',
  'module',
  'desktop',
  'documents',
  'downloads',
  'music',
  'pictures',
  'videos',
  'logs',
  'crashDumps',
];

/** Electron's special folders. */
export class AppPaths {
  readonly #set = new Map<string, string>();
  readonly #switches: ReadonlyMap<string, string>;
  readonly #appName: () => string;

  constructor(switches: ReadonlyMap<string, string>, appName: () => string) {
    this.#switches = switches;
    this.#appName = appName;
  }

  get(name: string): string {
    return this.#set.get(name) ?? this.#default(name);
  }

  set(name: string, path: string): void {
    if (!NAMES.includes(name)) throw new Error(`Failed to set path '${name}'`);
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    this.#set.set(name, path);
  }

  #default(name: string): string {
    switch (name) {
      case 'home':
        return homedir();
      case 'appData':
        return process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
      case 'userData': {
        const chosen = this.#switches.get('user-data-dir');
        return chosen ? resolve(chosen) : join(this.get('appData'), this.#appName());
      }
      case 'sessionData':
        return this.get('userData');
      case 'temp':
        return tmpdir();
      case 'exe':
      case 'module':
        return process.argv[0] ?? process.execPath;
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return join(homedir(), name.charAt(0).toUpperCase() + name.slice(1));
      case 'logs':
        return join(this.get('userData'), 'logs');
      case 'crashDumps':
        return join(this.get('userData'), 'Crashpad');
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }
}
