import { say } from './say.mjs';

/** Ends the process as failed, with the error's words for a person; an unforeseen error keeps its trace. */
export function endWith(error) {
  say(error.constructor === Error ? error.message : String(error.stack));
  process.exitCode = 1;
}
