import { readFileSync } from 'node:fs';
import path from 'node:path';
import { become } from '../machine/become.mjs';
import { endWith } from '../machine/end-with.mjs';
import { endWithNpm } from '../machine/guard.mjs';
import { inProject, root } from '../machine/paths.mjs';
import { say } from '../machine/say.mjs';
import { prepareApp, prepareCli } from '../prepare.mjs';
import { describeElectron, electronEnvironment } from './electron.mjs';
import { runSample } from './sample.mjs';

/** Sets DM Bench up where needed and opens its window; without a display runs the sample in the terminal. */
export async function startApp(args) {
  endWithNpm();
  try {
    if (hasDisplay()) {
      const electron = await prepareApp();
      say(describeElectron(electron));
      become(
        programOf(electron),
        [...sandboxArguments(electron), root, ...args],
        electronEnvironment(electron),
      );
    } else {
      await prepareCli();
      await runSample(args);
    }
  } catch (error) {
    endWith(error);
  }
}

/** Whether a window can be opened here. */
export function hasDisplay(environment = process.env, platform = process.platform) {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

function programOf(electron) {
  if (electron.kind !== 'electron') return path.join(electron.folder, 'electron');
  return path.join(electron.folder, readFileSync(inProject('node_modules', 'electron', 'path.txt'), 'utf8'));
}

/** Electron refuses to run as root with its sandbox. */
function sandboxArguments(electron) {
  const needed = electron.kind === 'electron' && process.platform === 'linux' && process.getuid() === 0;
  if (needed)
    say('As root, Electron runs without its sandbox. For daily work start DM Bench as an ordinary user.');
  return needed ? ['--no-sandbox'] : [];
}
