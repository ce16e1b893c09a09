import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { TextFile } from '../../core/api.ts';
import type { ProfileSample } from '../../core/api-profiles.ts';
import { codedError } from '../../core/errors.ts';
import { titleOf } from '../../core/provisioning/profile-check.ts';
import { readTextFile } from '../files.ts';
import { examplesFolder } from '../sample.ts';

const ending = '.profile.json';

/** The profiles that come with the workstation, by the names of their files. */
export async function sampleProfiles(): Promise<readonly ProfileSample[]> {
  return Promise.all(
    (await sampleFiles()).map(async (file) => {
      const { name, description } = titleOf((await readSample(file)).text);
      return { file, name: name ?? file, ...(description === undefined ? {} : { description }) };
    }),
  );
}

/** One of them, by the name of its file. @throws FILE_UNREADABLE where it is none of them */
export async function readSample(file: string): Promise<TextFile> {
  if (!(await sampleFiles()).includes(file))
    throw codedError('FILE_UNREADABLE', { file, detail: 'it is none of the samples' });
  return readTextFile(path.join(examplesFolder(), file));
}

async function sampleFiles(): Promise<readonly string[]> {
  return (await readdir(examplesFolder())).filter((file) => file.endsWith(ending)).sort();
}
