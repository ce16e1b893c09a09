import { become } from '../machine/become.mjs';
import { endWith } from '../machine/end-with.mjs';
import { endWithNpm } from '../machine/guard.mjs';
import { inProject, node24 } from '../machine/paths.mjs';
import { prepareCli } from '../prepare.mjs';
import { chosenElectron, electronEnvironment } from './electron.mjs';

/** Sets DM Bench up where needed and turns into its command line, which gets these arguments. */
export async function startCli(args) {
  endWithNpm();
  try {
    await prepareCli();
  } catch (error) {
    endWith(error);
    return;
  }
  become(node24, [inProject('out', 'main', 'cli.js'), ...args], electronEnvironment(chosenElectron()));
}
