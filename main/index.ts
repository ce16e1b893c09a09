import path from 'node:path';
import { app, dialog, nativeTheme } from 'electron';
import { CodedError, toFault } from '../core/errors.ts';
import { createHandlers } from './api/handlers.ts';
import { registerCalls, sendEvents } from './api/register.ts';
import { type Bench, startBench } from './bench.ts';
import { realisticPace } from './card/virtual/virtual-reader.ts';
import { safeStorageKeeper } from './vault/safe-storage-keeper.ts';
import {
  guardSession,
  guardWebContents,
  openWorkstationWindow,
  registerAppScheme,
} from './windows/workstation-window.ts';

registerAppScheme();
guardWebContents();

if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  const dataFolder = app.commandLine.getSwitchValue('data') || path.join(app.getPath('userData'), 'data');
  guardSession();
  const window = openWorkstationWindow();
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  const starting = startServices(path.resolve(dataFolder));
  const handlers = starting.then((bench) =>
    createHandlers({ bench, window, version: app.getVersion(), dataFolder, failed: (error) => tell(error) }),
  );
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
