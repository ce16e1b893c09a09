import { existsSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from '../machine/find-program.mjs';
import { root } from '../machine/paths.mjs';
import { runLogged } from '../machine/run.mjs';

const LIMIT = 10 * 60 * 1000;

/**
 * Runs npm. It is started with a Node outside this project's node_modules: inside a script npm puts ours
 * first on the PATH, and an installation removes that one while it runs.
 */
export function npm(name, ...args) {
  const environment = outsideEnvironment();
  const node = findProgram('node', environment.PATH) ?? process.execPath;
  const script = npmScript(node);
  const [command, first] = script ? [node, [script]] : ['npm', []];
  return runLogged(name, command, [...first, ...args], { environment, timeout: LIMIT });
}

/** The command's environment without this project's own programs, and with Node's headers if they are here. */
function outsideEnvironment() {
  const own = path.join(root, 'node_modules');
  const searchPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== own && !folder.startsWith(own + path.sep))
    .join(path.delimiter);
  const environment = { ...process.env, PATH: searchPath, npm_config_loglevel: 'warn' };
  const headers = headersFolder(findProgram('node', searchPath));
  // Otherwise node-gyp would download them; any version's serve, the reader bridge uses Node-API only.
  if (headers && !hasHeadersSetting(environment)) environment.npm_package_config_node_gyp_nodedir = headers;
  return environment;
}

function headersFolder(node) {
  const folder = node && path.dirname(path.dirname(node));
  return folder && existsSync(path.join(folder, 'include', 'node', 'node_api.h')) ? folder : undefined;
}

function hasHeadersSetting(environment) {
  return Object.keys(environment).some((name) =>
    /^npm_(config|package_config_node_gyp)_nodedir$/i.test(name),
  );
}

function npmScript(node) {
  const folder = path.dirname(node);
  const places = [
    process.env.npm_execpath ?? '',
    path.join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  return places.find((file) => file.endsWith('npm-cli.js') && existsSync(file));
}
