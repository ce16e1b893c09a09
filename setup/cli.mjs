import { requireNode } from './machine/node-version.mjs';

// The rest is imported only after the check: an older Node could not even parse it.
requireNode();
import('./app/start-cli.mjs').then((module) => module.startCli(process.argv.slice(2)));
