import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseLaunchArguments } from './host/launch-arguments.ts';
import { watchParent } from './host/parent-watch.ts';
import { Startup } from './host/startup.ts';
import { report, trace } from './host/trace.ts';
import { app } from './modules/app.ts';
import { switches } from './modules/command-line.ts';
import { registerElectron } from './register.ts';

/** How long an app whose parent has gone may take to quit in order. */
const ORPHAN_MILLISECONDS = 3000;

interface Manifest {
  readonly main?: string;
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
}

/** Makes the process look like Electron's main process. */
function disguise(raw: readonly string[]): void {
  const { version } = createRequire(import.meta.url)('../node_modules/electron/package.json') as {
    version: string;
  };
  const field = (value: string) => ({ value, enumerable: true, configurable: true });
  Object.defineProperty(process.versions, 'electron', field(`${version}-host`));
  Object.defineProperties(process, {
    type: field('browser'),
    resourcesPath: field(join(import.meta.dirname, 'dist', 'resources')),
    defaultApp: { value: true, enumerable: true, configurable: true },
  });
  process.argv = [join(import.meta.dirname, 'dist', 'electron'), ...raw];
  // Node's own switches were the host's: children and workers of the app start without them.
  process.execArgv = [];
}

/** The script that starts the app, and what package.json says of it. */
function findApp(target: string): { entry: string; path: string; manifest: Manifest } {
  const path = resolve(target);
  if (!statSync(path).isDirectory()) return { entry: path, path: dirname(path), manifest: {} };
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
  return { entry: resolve(path, manifest.main ?? 'index.js'), path, manifest };
}

/** Runs the app that the command line names, as Electron's executable does. */
async function start(): Promise<void> {
  const raw = process.argv.slice(2);
  disguise(raw);
  const launch = parseLaunchArguments(raw);
  if (launch.printVersion) {
    console.log(`v${process.versions.electron}`);
    return;
  }
  trace('host boots');
  registerElectron();
  watchParent(() => {
    app.quit();
    setTimeout(() => app.exit(1), ORPHAN_MILLISECONDS);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  for (const [name, value] of launch.switches) switches.set(name, value);
  const { entry, path, manifest } = findApp(launch.app);
  app.hostDescribe({
    path,
    name: manifest.productName ?? manifest.name ?? 'Electron',
    version: manifest.version ?? process.versions.node,
  });
  const require = createRequire(import.meta.url);
  for (const script of launch.requires) require(resolve(script));
  const startup = new Startup();
  startup.begin();
  await import(pathToFileURL(entry).href);
  trace('main is imported');
  await startup.finish();
}

start().catch(async (error: unknown) => {
  if (error instanceof Error && error.message.startsWith('electron-host:')) console.error(error.message);
  else console.error(error);
  await app.hostStopChromium().catch((failure: unknown) => report('Chromium could not be ended', failure));
  process.exit(1);
});
