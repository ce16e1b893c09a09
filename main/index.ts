import path from 'node:path';
import { app, dialog, nativeTheme } from 'electron';
import { CodedError, codedError, toFault } from '../core/errors.ts';
import { createCallGuard } from './api/call-guard.ts';
import { createHandlers } from './api/handlers.ts';
import { createPageValues } from './api/page-values.ts';
import { registerCalls, sendEvents, sendOverview } from './api/register.ts';
import { startBench } from './bench.ts';
import type { Bench, BenchOptions } from './bench-services.ts';
import { fullSpeed, realisticPace } from './card/virtual/virtual-reader.ts';
import { isCommand, runCommandLine } from './cli/run.ts';
import type { WebBrowser } from './device/web-browser.ts';
import { passphraseFrom } from './vault/passphrase.ts';
import { desktopKeeper } from './vault/safe-storage-keeper.ts';
import { createVaultDoor, type HeldKeeper, heldPassphrase, type VaultDoor } from './vault/vault-door.ts';
import { keptKeyIn } from './vault/vault-key.ts';
import { weakeningSwitches } from './windows/weakening-switches.ts';
import { createWorkstationBrowser } from './windows/workstation-browser.ts';
import { guardSession } from './windows/workstation-session.ts';
import { guardWebContents, openWorkstationWindow, registerAppScheme } from './windows/workstation-window.ts';

registerAppScheme();
guardWebContents();

const words = process.argv.slice(app.isPackaged ? 1 : 2);
const command = commandIn(words);
// Without a release around it, the program is driven by its tests and looked at by its makers.
const weakening = app.isPackaged ? weakeningSwitches(words, process.platform) : [];
if (command) void runCommand(command);
else if (weakening.length > 0) refuseSwitches(weakening);
else if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

/** `dm-bench <command> …` of the installed program: what follows Chromium's own switches, if it is a command. */
function commandIn(all: readonly string[]): readonly string[] | undefined {
  const first = all.findIndex((word) => !word.startsWith('-'));
  return first !== -1 && isCommand(all[first]) ? all.slice(first) : undefined;
}

async function runCommand(args: readonly string[]): Promise<void> {
  const code = await runCommandLine(args);
  app.exit(code);
}

/** Before Electron is ready: later, it would have obeyed them. */
function refuseSwitches(switches: readonly string[]): void {
  tell(codedError('SWITCH_REFUSED', { switches: switches.map((name) => `--${name}`).join(', ') }));
  app.exit(1);
}

/** `--data DIR` or `--data=DIR`; left out, the folder that the system keeps for us. */
function dataFolderOf(all: readonly string[]): string {
  return path.resolve(switchValue(all, 'data') ?? path.join(app.getPath('userData'), 'data'));
}

/** `--name VALUE` or `--name=VALUE`. */
function switchValue(all: readonly string[], name: string): string | undefined {
  const index = all.indexOf(`--${name}`);
  return (index === -1 ? app.commandLine.getSwitchValue(name) : all[index + 1]) || undefined;
}

async function start(): Promise<void> {
  const dataFolder = dataFolderOf(words);
  const values = createPageValues();
  guardSession(undefined, values.answer);
  const window = openWorkstationWindow();
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  const door = createVaultDoor();
  const starting: Promise<Bench> = startServices(
    dataFolder,
    door,
    createWorkstationBrowser(window, async () => {
      const { server, store } = await starting;
      const labelOf = (deviceId: string) => store.devices.get(deviceId)?.label ?? deviceId;
      return { authorities: server.authorities, labelOf };
    }),
  );
  const reception = starting.then((bench) => ({
    handlers: createHandlers({
      ...{ bench, window, version: app.getVersion(), dataFolder },
      failed: (error) => tell(error),
      settingsChanged: () => sendOverview(window, bench, app.getVersion(), dataFolder),
    }),
    guard: createCallGuard(bench.operators),
  }));
  // Services that do not start are told of below, once.
  reception.catch(() => {});
  registerCalls(window, reception, door);
  app.on('window-all-closed', () => app.quit());
  try {
    const bench = await starting;
    nativeTheme.themeSource = bench.store.settings.window().theme;
    values.serve(bench);
    sendEvents(window, bench, app.getVersion(), dataFolder);
    closeBeforeQuit(bench);
  } catch (error) {
    tell(error);
    app.exit(1);
  }
}

/** Starts the services, with what opens the vault. */
async function startServices(dataFolder: string, door: VaultDoor, browser: WebBrowser): Promise<Bench> {
  const { keeper, forget } = await keeperFor(dataFolder, door);
  try {
    // For whoever tries a long list: people at a bench see how long cards take.
    const pace = words.includes('--full-pace') ? fullSpeed : realisticPace;
    return await startAt({ dataFolder, keeper, pace, browser });
  } finally {
    forget();
  }
}

/** The system's key store; or, for a folder that a passphrase protects, that passphrase, which may be asked for. */
async function keeperFor(dataFolder: string, door: VaultDoor): Promise<HeldKeeper> {
  if (keptKeyIn(dataFolder)?.keeper !== 'passphrase') return { keeper: desktopKeeper(), forget() {} };
  const given = await passphraseFrom({
    file: switchValue(words, 'passphrase-file'),
    variable: process.env.DM_BENCH_PASSPHRASE,
  });
  return given === undefined ? door.ask(dataFolder) : heldPassphrase(given);
}

/** Starts the services; where the port is taken, a person may choose another one. */
async function startAt(options: BenchOptions, port?: number): Promise<Bench> {
  try {
    return await startBench(port === undefined ? options : { ...options, port });
  } catch (error) {
    if (!(error instanceof CodedError) || error.fault.code !== 'PORT_IN_USE') throw error;
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      title: 'DM Bench',
      message: error.fault.message,
      detail: `${error.fault.remedy}\nCards that carry this address need it; others do not.`,
      buttons: ['Try again', 'Use another port', 'Quit'],
      cancelId: 2,
    });
    if (response === 2) throw error;
    return startAt(options, response === 1 ? 0 : undefined);
  }
}

/** What is half done is let go of before the process ends. */
function closeBeforeQuit(bench: Bench): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void bench.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

function tell(error: unknown): void {
  const fault = toFault(error);
  if (fault.code === 'INTERNAL') console.error(error);
  dialog.showErrorBox('DM Bench', `${fault.message}\n\n${fault.remedy}\n\n${fault.code}`);
}
