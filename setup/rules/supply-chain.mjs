import { packageName } from './shipped-packages.mjs';

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const ALIAS = /^npm:(?:@[\w.-]+\/)?[\w.-]+@(.+)$/;

/**
 * What is wrong with where packages come from, one sentence a problem. Every package is one of a registry, known by
 * its digest; the lockfile names no host, so that each installation asks the one it is told to.
 * @param lock the parsed package-lock.json
 */
export function originProblems({ lockfileVersion, packages }) {
  const problems = lockfileVersion === 3 ? [] : [`package-lock.json is of version ${lockfileVersion}, not 3`];
  for (const [place, entry] of Object.entries(packages)) {
    if (place === '') continue;
    const problem = (text) => problems.push(`${place}: ${text}`);
    if (entry.link) problem('is a link to a folder');
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '')) problem('has no sha512 digest');
    if (!EXACT.test(entry.version ?? '')) problem(`has "${entry.version}" for a version`);
    if (entry.resolved !== undefined) problem('names where it was fetched from');
    for (const [name, range] of rangesOf(entry))
      if (!isRegistryRange(range)) problem(`asks for ${name} from "${range}"`);
  }
  return problems;
}

/** What is wrong with the project's own dependencies: exact versions, the same in both files. */
export function pinningProblems(manifest, { packages }) {
  const problems = [];
  for (const field of ['dependencies', 'optionalDependencies', 'devDependencies']) {
    const wanted = manifest[field] ?? {};
    for (const [name, version] of Object.entries(wanted)) {
      const exact = ALIAS.exec(version)?.[1] ?? version;
      if (!EXACT.test(exact)) problems.push(`${name} is not pinned: "${version}"`);
      else if (packages[`node_modules/${name}`]?.version !== exact)
        problems.push(`${name} ${exact} is not what package-lock.json has`);
    }
    const locked = packages['']?.[field] ?? {};
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)]))
      if (wanted[name] !== locked[name])
        problems.push(`${name} differs between package.json and package-lock.json`);
  }
  for (const field of ['overrides', 'bundleDependencies', 'workspaces'])
    if (manifest[field] !== undefined) problems.push(`package.json has ${field}, of which no rule knows`);
  return problems;
}

/** Install scripts run as whoever installs: each is allowed by name, or not run. */
export function scriptProblems({ allowScripts = {} }, { packages }) {
  const having = new Set(
    Object.keys(packages)
      .filter((place) => packages[place].hasInstallScript)
      .map(packageName),
  );
  return [
    ...[...having]
      .filter((name) => !(name in allowScripts))
      .map((name) => `${name} has an install script, and allowScripts in package.json says nothing of it`),
    ...Object.keys(allowScripts)
      .filter((name) => !having.has(name))
      .map((name) => `allowScripts in package.json names ${name}, which has no install script`),
  ];
}

/**
 * Licences of what is shipped that are not allowed, and exceptions that are needed no more.
 * @param shipped { name, licence } of each; `licence` as its package.json says, if it does
 */
export function licenceProblems(shipped, { licences, otherLicences }) {
  const problems = [];
  const used = new Set();
  for (const { name, licence } of shipped) {
    const exception = otherLicences[name];
    if (isAllowed(licence, licences)) continue;
    if (exception !== undefined && exception.licence === (licence ?? 'none')) used.add(name);
    else problems.push(`${name} has the licence "${licence ?? 'none'}"`);
  }
  for (const name of Object.keys(otherLicences))
    if (!used.has(name)) problems.push(`the exception for the licence of ${name} is needed no more`);
  return problems;
}

/**
 * Packages of which two majors are shipped where one fix should serve.
 * @param shipped { name, version } of each
 */
export function majorProblems(shipped, { securityRelevant, twoMajors }) {
  const versions = new Map();
  for (const { name, version } of shipped) {
    if (!securityRelevant.some((pattern) => pattern.test(name))) continue;
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  const problems = [];
  for (const [name, all] of versions) {
    const told = [...all].sort().join(' and ');
    const several = new Set([...all].map((version) => version.split('.')[0])).size > 1;
    const allowed = twoMajors[name]?.versions.join(' and ');
    if (several && told !== allowed) problems.push(`${name} is shipped as ${told}`);
    if (!several && allowed) problems.push(`the exception for two majors of ${name} is needed no more`);
  }
  for (const name of Object.keys(twoMajors))
    if (!versions.has(name)) problems.push(`the exception for two majors of ${name} is needed no more`);
  return problems;
}

/** Packages that their makers have given up, as the registry said when the lockfile was written. */
export function deprecationProblems(shipped) {
  return shipped
    .filter(({ deprecated }) => deprecated !== undefined)
    .map(({ name, version, deprecated }) => `${name} ${version} is deprecated: ${deprecated}`);
}

/** npm's settings of the project choose no registry and carry no key. */
export function settingsProblems(npmrc) {
  return npmrc
    .split('\n')
    .map((line) => line.trim())
    .filter((line) =>
      /^(?:@[^=]*:)?registry\s*=|^\/\/|_auth|_password|token|ignore-scripts\s*=\s*false/i.test(line),
    )
    .map((line) => `.npmrc sets ${line.split('=')[0].trim()}`);
}

/** An SPDX expression: every part of an AND, one part of an OR. */
function isAllowed(licence, licences) {
  if (typeof licence !== 'string') return false;
  const bare = licence.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(bare)) return false;
  return bare
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((part) => licences.has(part.trim())));
}

function rangesOf({ dependencies, optionalDependencies, peerDependencies }) {
  return [dependencies, optionalDependencies, peerDependencies].flatMap((all) => Object.entries(all ?? {}));
}

/** A version, a range or a tag, perhaps under another name; not an address, a file or a repository. */
function isRegistryRange(range) {
  const own = ALIAS.exec(range)?.[1] ?? range;
  return !/[:/]|^\./.test(own);
}
