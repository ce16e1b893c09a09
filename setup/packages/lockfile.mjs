import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inProject } from '../machine/paths.mjs';

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** A key that changes whenever other npm packages are wanted. */
export function lockfileKey() {
  return createHash('sha256')
    .update(read(inProject('package-lock.json')) ?? '')
    .digest('hex');
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm notes what it installed in a hidden
 * lockfile, and only at the very end: after an interrupted installation it is missing or of another state.
 */
export function isInstalled() {
  const installed = read(inProject('node_modules', '.package-lock.json'));
  const wanted = read(inProject('package-lock.json'));
  if (!installed || !wanted) return false;
  try {
    return satisfies(JSON.parse(wanted).packages, JSON.parse(installed).packages);
  } catch (error) {
    // Cut off half-way: as good as none.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Compares two lockfiles' packages; optional ones may be absent, but never of another version. */
export function satisfies(wanted, installed) {
  const missing = Object.entries(wanted).some(([place, entry]) => {
    if (place === '') return false;
    const there = installed[place];
    return there ? there.version !== entry.version : !entry.optional && !entry.devOptional && !entry.peer;
  });
  return !missing && Object.keys(installed).every((place) => place in wanted);
}
