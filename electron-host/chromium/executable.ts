import { accessSync, constants, readFileSync, readlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// Debian's own binary first: its /usr/bin/chromium is a shell script, which only costs time.
const CANDIDATES = ['/usr/lib/chromium/chromium', 'chromium', 'chromium-browser', 'google-chrome'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The program of that name or path, or nothing. */
export function findProgram(name: string): string | undefined {
  if (name.includes('/')) return isExecutable(name) ? name : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The system's Chromium. */
export function findChromium(): string {
  const chosen = process.env.ELECTRON_HOST_CHROMIUM;
  if (chosen) {
    const found = findProgram(chosen);
    if (!found) throw new Error(`electron-host: ELECTRON_HOST_CHROMIUM is '${chosen}', which can't be run`);
    return found;
  }
  for (const candidate of CANDIDATES) {
    const found = findProgram(candidate);
    if (found) return found;
  }
  throw new Error(
    `electron-host: no Chromium found (looked for ${CANDIDATES.join(', ')}). ` +
      'Install the Debian package `chromium`, or set ELECTRON_HOST_CHROMIUM.',
  );
}

/** The process that has a Chromium profile open, or nothing. */
export function profileOwner(profile: string): number | undefined {
  try {
    const pid = Number(readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1));
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // A zombie holds nothing any more.
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z') ? undefined : pid;
  } catch {
    // The lock, or the process that it names, is gone.
    return undefined;
  }
}

/** Where new windows wait until they are shown: Chromium can't hide one. */
export const OFF_SCREEN = -20_000;

// Switches that mean something else to the executable, or would give Chromium a life of its own.
const NOT_FOR_CHROMIUM = new Set([
  'user-data-dir',
  'inspect',
  'inspect-brk',
  'app',
  'version',
  'help',
  'require',
  // Playwright appends it; with it, `keep-alive-for-test` does not hold. The host's profile has no extensions.
  'disable-extensions',
]);

/** A command that the kernel ends as soon as this process has ended, however it did. */
export function boundToThisProcess(command: readonly string[]): { program: string; parameters: string[] } {
  const setpriv = findProgram('setpriv');
  const [program = '', ...parameters] = setpriv
    ? [setpriv, '--pdeathsig', 'KILL', '--', ...command]
    : command;
  return { program, parameters };
}

/** Whether windows can be drawn. */
export function hasDisplay(switches: ReadonlyMap<string, string>): boolean {
  return !switches.has('headless') && Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Arguments that every process of one profile shares: the browser's own, and those that ask it for a window. */
export function profileArguments(profile: string): string[] {
  // Chromium's sandbox refuses to run as root; for everyone else it stays on.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [`--user-data-dir=${profile}`, '--test-type', '--no-first-run', ...sandbox];
}

/** The arguments with which Chromium starts. */
export function chromiumArguments(
  profile: string,
  switches: ReadonlyMap<string, string>,
  standbyUrl: string,
): string[] {
  const disabledFeatures = new Set([
    'Translate',
    'MediaRouter',
    'OptimizationHints',
    'HttpsUpgrades',
    'AimEnabled',
  ]);
  const list = [
    ...profileArguments(profile),
    '--remote-debugging-pipe',
    // Once the last window closes, main decides what happens.
    '--keep-alive-for-test',
    `--app=${standbyUrl}`,
    `--window-position=${OFF_SCREEN},${OFF_SCREEN}`,
    '--no-default-browser-check',
    '--deny-permission-prompts',
    '--password-store=basic',
    '--hide-crash-restore-bubble',
    '--disable-infobars',
    '--disable-breakpad',
    '--disable-search-engine-choice-screen',
    // Windows that wait off screen or lie under others run at full speed, as Electron's do in tests.
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    // A bench's network is closed: nothing is fetched that the app did not ask for.
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-default-apps',
    '--disable-sync',
    '--no-pings',
    '--metrics-recording-only',
  ];
  if (!hasDisplay(switches) && !switches.has('headless')) list.push('--headless=new');
  for (const [name, value] of switches) {
    if (name === 'disable-features') for (const feature of value.split(',')) disabledFeatures.add(feature);
    else if (!NOT_FOR_CHROMIUM.has(name)) list.push(value === '' ? `--${name}` : `--${name}=${value}`);
  }
  list.push(`--disable-features=${[...disabledFeatures].join(',')}`);
  return [...new Set(list)];
}
