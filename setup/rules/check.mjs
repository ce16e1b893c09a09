import { inProject, node24 } from '../machine/paths.mjs';
import { run } from '../machine/run.mjs';
import { rulesArguments } from './arguments.mjs';

// Both are asked, whatever the first one finds.
const imports = await run(node24, rulesArguments);
const packages = await run(node24, [inProject('setup', 'rules', 'check-supply-chain.mjs')]);
process.exitCode = imports.code || packages.code;
