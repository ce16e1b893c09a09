import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { provide } from '../host/refuse.ts';

/** Hands a file or URL to the desktop. */
function open(target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Its life is the desktop's: it outlives the app.
    const opener = spawn('xdg-open', [target], { stdio: 'ignore', detached: true });
    opener.on('error', () =>
      reject(new Error('electron-host needs xdg-open (Debian package `xdg-utils`) for shell')),
    );
    opener.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`xdg-open ended with ${code}: ${target}`)),
    );
    opener.unref();
  });
}

/** Electron's `shell`. */
export const shell = provide('shell', {
  openExternal: (url: string): Promise<void> => open(new URL(url).href),
  openPath: (path: string): Promise<string> =>
    open(path).then(
      () => '',
      (error: Error) => error.message,
    ),
  /** Opens the folder; the file in it can't be marked. */
  showItemInFolder: (path: string): void => {
    open(dirname(path)).catch((error: Error) => console.error(error.message));
  },
});
