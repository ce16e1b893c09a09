import { existsSync } from 'node:fs';
import { failedLately, recall, remember, rememberFailure } from '../machine/memory.mjs';
import { inProject, node24 } from '../machine/paths.mjs';
import { run } from '../machine/run.mjs';
import { say } from '../machine/say.mjs';
import { COMPILER, missing } from '../machine/system-packages.mjs';
import { lockfileKey } from './lockfile.mjs';
import { npm } from './npm.mjs';

const compiled = inProject('node_modules', 'smartcard', 'build', 'Release', 'smartcard_napi.node');

/** Whether the bridge to real readers is known to load, or is known not to be had for now. */
export function smartcardIsSettled(key = lockfileKey()) {
  if (recall('smartcard')?.key === key && existsSync(compiled)) return true;
  return missing(COMPILER).length > 0 || failedLately('smartcard-failure', key);
}

/**
 * Compiles the bridge to real readers where npm could not, for instance because the compiler came later.
 * Without it everything but real readers works, so a failure is said and not thrown. Returns whether it loads.
 */
export async function settleSmartcard(key = lockfileKey(), { insist = false } = {}) {
  if (await loads()) {
    remember('smartcard', { key });
    return true;
  }
  if (missing(COMPILER).length > 0 || (!insist && failedLately('smartcard-failure', key))) return false;
  say('Compiling the bridge to card readers …');
  const folderIsThere = existsSync(inProject('node_modules', 'smartcard', 'package.json'));
  // npm takes an optional package that failed away again; then it has to be installed anew.
  const result = folderIsThere
    ? await npm('smartcard', 'rebuild', 'smartcard')
    : await npm('smartcard', 'install', '--no-save');
  if (result.code === 0 && (await loads())) {
    remember('smartcard', { key });
    return true;
  }
  rememberFailure('smartcard-failure', key);
  say(
    `It could not be compiled (log: ${result.log}). Real readers are unavailable; the virtual station works.`,
  );
  return false;
}

async function loads() {
  if (!existsSync(compiled)) return false;
  return (await run(node24, ['-e', 'require("smartcard")'], { stdio: 'ignore' })).code === 0;
}
