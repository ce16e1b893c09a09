import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stateFolder } from './paths.mjs';

const DAY = 24 * 60 * 60 * 1000;

/** What an earlier run remembered under this name, or undefined. */
export function recall(name) {
  try {
    return JSON.parse(readFileSync(path.join(stateFolder, `${name}.json`), 'utf8'));
  } catch {
    // Missing, or cut off by a crash: either way the step is done again.
    return undefined;
  }
}

/** Remembers a value under this name; written aside and renamed, so that a crash leaves the old one. */
export function remember(name, value) {
  mkdirSync(stateFolder, { recursive: true });
  const file = path.join(stateFolder, `${name}.json`);
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(value));
  renameSync(`${file}.${process.pid}`, file);
}

/** Whether this failed for the same key less than a day ago, so that it is not tried again at every start. */
export function failedLately(name, key, now = Date.now()) {
  const failure = recall(name);
  return failure?.key === key && now - failure.at < DAY;
}

/** Notes that something failed for this key; see failedLately. */
export function rememberFailure(name, key) {
  remember(name, { key, at: Date.now() });
}
