import { existsSync } from 'node:fs';
import { findProgram } from './find-program.mjs';

/**
 * Debian's packages by what they are for, each with what shows that it is there. Looking for that instead
 * of asking dpkg takes no time and is right on other Linuxes too.
 */
const PACKAGES = {
  'g++': { program: 'g++' },
  make: { program: 'make' },
  python3: { program: 'python3' },
  'libpcsclite-dev': { file: '/usr/include/PCSC/winscard.h' },
  pcscd: { program: 'pcscd' },
  chromium: {
    program: ['chromium', 'chromium-browser', 'google-chrome'],
    chosenBy: 'ELECTRON_HOST_CHROMIUM',
  },
  xvfb: { program: 'Xvfb' },
  'vsmartcard-vpcd': { file: ['/etc/reader.conf.d/vpcd', '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'] },
  opensc: { program: 'opensc-tool' },
  curl: { program: 'curl' },
  openssl: { program: 'openssl' },
  postgresql: { program: 'postgres', file: '/usr/lib/postgresql' },
};

/** What compiles the bridge to real readers. */
export const COMPILER = ['g++', 'make', 'python3', 'libpcsclite-dev'];

/** Real card readers: the bridge to them, and the service that owns them. */
export const READERS = [...COMPILER, 'pcscd'];

/** What the stand-in for Electron draws its windows with. */
export const WINDOW = ['chromium'];

/** What the tests need besides: a display, a virtual reader, a database, and other people's tools to check against. */
export const TESTS = ['xvfb', 'vsmartcard-vpcd', 'opensc', 'curl', 'openssl', 'postgresql'];

/** Which of these packages the machine lacks. Only Linux has them; elsewhere nothing is ever missing. */
export function missing(packages) {
  if (process.platform !== 'linux') return [];
  return packages.filter((name) => !isThere(PACKAGES[name]));
}

function isThere({ program = [], file = [], chosenBy = '' }) {
  if (process.env[chosenBy]) return true;
  return [program].flat().some((name) => findProgram(name)) || [file].flat().some((name) => existsSync(name));
}
