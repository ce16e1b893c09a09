import { node24 } from '../machine/paths.mjs';
import { run } from '../machine/run.mjs';
import { rulesArguments } from './arguments.mjs';

const { code } = await run(node24, rulesArguments);
process.exitCode = code;
