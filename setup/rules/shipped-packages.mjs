import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The name of the package at a place of the lockfile: what comes after the last node_modules/. */
export const packageName = (place) =>
  place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * The places in the lockfile of what users get: the run-time dependencies of the project, the packages that are
 * bundled into its window, and whatever these need.
 * @param packages the lockfile's packages
 * @param bundled names of packages that the window's sources import
 */
export function shippedPlaces(packages, bundled) {
  const root = packages[''];
  const found = new Set();
  const waiting = [];
  const want = (name, from) => {
    const place = placeOf(packages, name, from);
    if (place === undefined || found.has(place)) return;
    found.add(place);
    waiting.push(place);
  };
  for (const name of [...namesOf(root.dependencies), ...namesOf(root.optionalDependencies), ...bundled])
    want(name, '');
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { dependencies, optionalDependencies, peerDependencies } = packages[place];
    // An optional peer is there only where somebody else asks for it; then it is found there.
    for (const all of [dependencies, optionalDependencies, peerDependencies])
      for (const name of namesOf(all)) want(name, place);
  }
  return [...found].sort();
}

/** The packages that the sources of some folders import, by name, in their order. */
export function importedPackages(root, folders) {
  const names = new Set();
  for (const folder of folders) {
    for (const entry of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/(?<!\.(?:test|spec))\.(?:tsx?|css)$/.test(entry.name)) continue;
      const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
      for (const name of packagesIn(text)) names.add(name);
    }
  }
  return [...names].sort();
}

/** The packages that a source imports: whatever is neither of the project nor of Node. */
export function packagesIn(text) {
  const imports = text.matchAll(/(?:\bfrom|\bimport|@import|\bimport\()\s*['"]([^'"\n]+)['"]/g);
  return [...imports]
    .map(([, specifier]) => specifier)
    .filter((specifier) => /^[@a-z]/i.test(specifier) && !specifier.startsWith('node:'))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
}

/** Where a package is found from a place, as Node looks for it: within, then further and further up. */
function placeOf(packages, name, from) {
  const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (place in packages) return place;
  if (from === '') return undefined;
  return placeOf(packages, name, from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)));
}

const namesOf = (dependencies) => Object.keys(dependencies ?? {});
