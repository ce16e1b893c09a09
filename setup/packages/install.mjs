import { existsSync } from 'node:fs';
import { recall, remember } from '../machine/memory.mjs';
import { inProject, node24 } from '../machine/paths.mjs';
import { say } from '../machine/say.mjs';
import { isInstalled, lockfileKey } from './lockfile.mjs';
import { npm } from './npm.mjs';

/** Whether the npm packages are as package-lock.json wants them, by what was remembered of the last look. */
export function npmPackagesAreReady(key = lockfileKey()) {
  return (
    recall('npm-packages')?.key === key &&
    existsSync(node24) &&
    existsSync(inProject('node_modules', '.package-lock.json'))
  );
}

/** Installs the npm packages where that is needed. Throws an Error with words for a person when it can't. */
export async function installNpmPackages(key = lockfileKey()) {
  if (!isInstalled()) {
    say('Installing npm packages (a minute or two) …');
    const result = await npm('npm-ci', 'ci');
    if (result.code !== 0) {
      throw new Error(
        `The npm packages could not be installed (log: ${result.log}):\n${result.tail}\nSee to that, then run the same command again; "npm ci" shows the whole of it.`,
      );
    }
  }
  if (!existsSync(node24)) {
    // Installed with scripts switched off: only Node's own script puts its program in place.
    const result = await npm('npm-rebuild-node', 'rebuild', 'node');
    if (result.code !== 0 || !existsSync(node24)) {
      throw new Error(
        `Node 24 did not come with the npm packages (log: ${result.log}):\n${result.tail}\nAllow npm's install scripts, then run: npm ci`,
      );
    }
  }
  remember('npm-packages', { key });
}
