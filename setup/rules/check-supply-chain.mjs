import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inProject, root } from '../machine/paths.mjs';
import { importedPackages, packageName, shippedPlaces } from './shipped-packages.mjs';
import {
  deprecationProblems,
  licenceProblems,
  majorProblems,
  originProblems,
  pinningProblems,
  scriptProblems,
  settingsProblems,
} from './supply-chain.mjs';
import { POLICY } from './supply-policy.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** All that is wrong with the project's packages; nothing is asked of a network. */
export function supplyChainProblems(folder = root) {
  const manifest = readJson(path.join(folder, 'package.json'));
  const lock = readJson(path.join(folder, 'package-lock.json'));
  const bundled = importedPackages(folder, ['renderer', 'preload']);
  const shipped = shippedPlaces(lock.packages, bundled).map((place) => ({
    ...lock.packages[place],
    name: packageName(place),
    licence: licenceAt(path.join(folder, place), lock.packages[place]),
  }));
  return {
    looked: Object.keys(lock.packages).length - 1,
    shipped: shipped.length,
    problems: [
      ...originProblems(lock),
      ...pinningProblems(manifest, lock),
      ...scriptProblems(manifest, lock),
      ...licenceProblems(shipped, POLICY),
      ...majorProblems(shipped, POLICY),
      ...deprecationProblems(shipped),
      ...settingsProblems(readFileSync(path.join(folder, '.npmrc'), 'utf8')),
    ],
  };
}

/** What the package itself says; of an optional one that is not installed, what the lockfile says. */
function licenceAt(folder, { license, optional }) {
  try {
    return readJson(path.join(folder, 'package.json')).license;
  } catch (error) {
    if (error.code === 'ENOENT' && optional) return license;
    throw error;
  }
}

if (process.argv[1] === inProject('setup', 'rules', 'check-supply-chain.mjs')) {
  const { looked, shipped, problems } = supplyChainProblems();
  for (const problem of problems) console.error(`packages: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`packages: ${looked} looked at, ${shipped} of them shipped: nothing is wrong`);
}
