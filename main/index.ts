import path from 'node:path';
import { app, dialog, nativeTheme } from 'electron';
import { CodedError, toFault } from '../core/errors.ts';
import { createHandlers } from './api/handlers.ts';
import { registerCalls, sendEvents } from './api/register.ts';
import { type Bench, startBench } from './bench.ts';
import { realisticPace } from './card/virtual/virtual-reader.ts';
import { isCommand, runCommandLine } from './cli/run.ts';
import { safeStorageKeeper } from './vault/safe-storage-keeper.ts';
import {
  guardSession,
  guardWebContents,
  openWorkstationWindow,
  registerAppScheme,
} from './windows/workstation-window.ts';

registerAppScheme();
guardWebContents();

const words = process.argv.slice(app.isPackaged ? 1 : 2);
const command = commandIn(words);
if (command) void runCommand(command);
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

/** `--data DIR` or `--data=DIR`; left out, the folder that the system keeps for us. */
function dataFolderOf(all: readonly string[]): string {
  const index = all.indexOf('--data');
  const named = index === -1 ? app.commandLine.getSwitchValue('data') : all[index + 1];
  return path.resolve(named || path.join(app.getPath('userData'), 'data'));
}

async function start(): Promise<void> {
  const dataFolder = dataFolderOf(words);
  guardSession();
  const window = openWorkstationWindow();
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  const starting = startServices(dataFolder);
  const handlers = starting.then((bench) =>
    createHandlers({ bench, window, version: app.getVersion(), dataFolder, failed: (error) => tell(error) }),
  );
  // Services that do not start are told of below, once.
  handlers.catch(() => {});
  registerCalls(window, handlers);
  app.on('window-all-closed', () => app.quit());
  try {
    const bench = await starting;
    nativeTheme.themeSource = bench.store.settings.window().theme;
    sendEvents(window, bench, app.getVersion(), dataFolder);
    closeBeforeQuit(bench);
  } catch (error) {
    tell(error);
    app.exit(1);
  }
}

/** Starts the services; where the port is taken, a person may choose another one. */
async function startServices(dataFolder: string, port?: number): Promise<Bench> {
  const options = { dataFolder, keeper: safeStorageKeeper, pace: realisticPace };
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
    return startServices(dataFolder, response === 1 ? 0 : undefined);
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
