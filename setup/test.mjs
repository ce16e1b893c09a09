import { requireNode } from './machine/node-version.mjs';

// The rest is imported only after the check: an older Node could not even parse it.
requireNode();
import('./testing/run-all.mjs').then((module) => module.runAll());
