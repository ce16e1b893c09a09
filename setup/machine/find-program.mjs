import { existsSync } from 'node:fs';
import path from 'node:path';

const onWindows = process.platform === 'win32';
const SYSTEM_FOLDERS = onWindows ? [] : ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const ENDINGS = onWindows ? ['.exe', '.cmd', ''] : [''];

/** Finds a program on the PATH, or in the system folders that a user's PATH may lack. */
export function findProgram(name, searchPath = process.env.PATH ?? '') {
  for (const folder of [...searchPath.split(path.delimiter), ...SYSTEM_FOLDERS]) {
    const file = ENDINGS.map((ending) => path.join(folder, name + ending)).find(existsSync);
    if (folder && file) return file;
  }
  return undefined;
}
