import { build, isBuilt } from './app/build.mjs';
import { chosenElectron, electronIsSettled, fetchElectron } from './app/electron.mjs';
import { settleElectronLibraries } from './app/electron-libraries.mjs';
import { install, installAdvice } from './machine/apt.mjs';
import { failedLately, rememberFailure } from './machine/memory.mjs';
import { oneAtATime } from './machine/one-at-a-time.mjs';
import { say } from './machine/say.mjs';
import { missing, READERS, TESTS, WINDOW } from './machine/system-packages.mjs';
import { installNpmPackages, npmPackagesAreReady } from './packages/install.mjs';
import { lockfileKey } from './packages/lockfile.mjs';
import { settleSmartcard, smartcardIsSettled } from './packages/smartcard.mjs';

/** Makes everything ready for the command line: reader bridge, npm packages, the build. */
export async function prepareCli() {
  const key = lockfileKey();
  if (readersAreSettled() && npmPackagesAreReady(key) && smartcardIsSettled(key) && isBuilt()) return;
  await oneAtATime(async () => {
    await preparePackages(key);
    if (!isBuilt()) await build();
  });
}

/** Makes everything ready for the window as well. Returns the executable that is to run the app. */
export async function prepareApp() {
  await prepareCli();
  const key = lockfileKey();
  if (!electronIsSettled(key)) await oneAtATime(() => fetchElectron(key));
  const electron = chosenElectron();
  if (electron.kind === 'electron') await settleElectronLibraries(electron);
  if (electron.kind === 'stand-in')
    await demand(WINDOW, 'To open its window without Electron, DM Bench needs');
  return electron;
}

/** Makes everything ready for the tests; the build is one of their steps. Returns the executable to test on. */
export async function prepareTests() {
  const key = lockfileKey();
  return oneAtATime(async () => {
    // Before the npm packages, because one of them is compiled; all at once, because apt is slow to start.
    await demand([...READERS, ...WINDOW, ...TESTS], 'The tests need');
    await preparePackages(key, { insist: true });
    await fetchElectron(key);
    const electron = chosenElectron();
    if (electron.kind === 'electron') await settleElectronLibraries(electron);
    return electron;
  });
}

async function preparePackages(key, { insist = false } = {}) {
  // Before the npm packages: one of them, the bridge to real readers, is compiled when it is installed.
  if (!readersAreSettled()) await settleReaders();
  if (!npmPackagesAreReady(key)) await installNpmPackages(key);
  await settleSmartcard(key, { insist });
}

function readersAreSettled() {
  const lacking = missing(READERS);
  return lacking.length === 0 || failedLately('no-readers', lacking.join(' '));
}

async function settleReaders() {
  const lacking = missing(READERS);
  if (await install(lacking)) return;
  rememberFailure('no-readers', lacking.join(' '));
  say('Real card readers are unavailable until some system packages are there; the virtual station works.');
  say(`To have them, ${installAdvice(lacking)}`);
}

async function demand(packages, why) {
  const lacking = missing(packages);
  if (lacking.length === 0 || (await install(lacking))) return;
  throw new Error(`${why} system packages that are missing. Please ${installAdvice(lacking)}`);
}
