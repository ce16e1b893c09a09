import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codedError } from '../core/errors.ts';
import { makeFolder } from './files.ts';

/** The folder of examples: beside the sources, or beside the built bundles. */
export function examplesFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'examples', 'gateway.profile.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder)
      throw codedError('FILE_UNREADABLE', { file: 'examples', detail: 'there is no such folder' });
    folder = parent;
  }
  return path.join(folder, 'examples');
}

/** The newcomer's run: its profile and list, and where its data and report go. */
export interface SamplePaths {
  readonly profile: string;
  readonly list: string;
  readonly data: string;
  readonly report: string;
}

/** The paths of the newcomer's run; its folder is made. @throws FILE_UNREADABLE, FILE_NOT_WRITTEN */
export async function samplePaths(): Promise<SamplePaths> {
  const folder = path.join(os.homedir(), '.local', 'share', 'dm-bench', 'sample');
  await makeFolder(folder);
  return {
    profile: path.join(examplesFolder(), 'gateway.profile.json'),
    list: path.join(examplesFolder(), 'devices-3.csv'),
    data: path.join(folder, 'data'),
    report: path.join(folder, 'report.json'),
  };
}
