import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { createProfileLibrary } from '../provisioning/profile-library.ts';
import { openStore } from '../store/store.ts';
import { readArguments } from './arguments.ts';
import { profileCommand } from './profile.ts';

const gateway = readFileSync('examples/gateway.profile.json', 'utf8');

let folder: string;
let data: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'profile-command-'));
  data = path.join(folder, 'data');
});

/** Runs `profile …` as the command line does. */
async function run(...words: readonly string[]) {
  const lines: Record<string, unknown>[] = [];
  const output = { json: (value: object) => void lines.push({ ...value }), words: () => {} };
  try {
    const code = await profileCommand.run(
      readArguments(words, profileCommand.options),
      output,
      new AbortController().signal,
    );
    return { code, lines };
  } catch (error) {
    return { code: toFault(error).code, lines };
  }
}

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('the library at the command line', () => {
  it('takes a profile, a further version of it, lists it and gives each version out as it is', async () => {
    const first = written('a.json', gateway);
    expect(await run('import', first, '--data', data)).toMatchObject({
      code: 0,
      lines: [{ event: 'imported', profile: 'GW-200', version: 1 }],
    });
    const second = written('b.json', gateway.replace('Meter gateways', 'Meters'));
    expect(await run('import', second, '--data', data, '--note', 'shorter')).toMatchObject({
      code: 0,
      lines: [{ profile: 'GW-200', version: 2 }],
    });
    expect(await run('list', '--data', data)).toMatchObject({
      code: 0,
      lines: [{ event: 'profile', name: 'GW-200', version: 2, versions: 2, faults: 0 }],
    });
    const out = path.join(folder, 'out.json');
    await run('export', 'GW-200', '--data', data, '--version', '1', '--out', out);
    expect(readFileSync(out, 'utf8')).toBe(gateway);
    const { lines } = await run('export', 'GW-200', '--data', data);
    expect(lines).toEqual([
      {
        event: 'exported',
        profile: 'GW-200',
        version: 2,
        text: gateway.replace('Meter gateways', 'Meters').replace('"version": 1', '"version": 2'),
      },
    ]);
  });

  it('takes nothing with faults, nothing that is there, and nothing over changes of somebody', async () => {
    const file = written('a.json', gateway);
    const wrong = written('wrong.json', gateway.replace('{{serial}}', '{{serail}}'));
    expect(await run('import', wrong, '--data', data)).toMatchObject({
      code: 1,
      lines: [
        { event: 'problem', code: 'PROFILE_VARIABLE_UNKNOWN' },
        { event: 'checked', errors: 1 },
      ],
    });
    await run('import', file, '--data', data);
    expect((await run('import', file, '--data', data)).code).toBe('PROFILE_UNCHANGED');
    const store = openStore(data, () => 1);
    const library = createProfileLibrary(store, {
      now: () => 1,
      newId: () => 'x',
      audit: { record: () => {} },
    });
    const [profile] = await library.list();
    library.keepDraft(profile!.profileId, { base: 1, text: 'half' });
    expect((await run('list', '--data', data)).code).toBe('DATA_FOLDER_IN_USE');
    store.close();
    const changed = written('c.json', gateway.replace('Meter gateways', 'Meters'));
    expect((await run('import', changed, '--data', data)).code).toBe('PROFILE_HAS_DRAFT');
  });

  it.each([
    ['a profile that is not there', ['export', 'X'], 'PROFILE_UNKNOWN'],
    ['a version that is not there', ['export', 'GW-200', '--version', '9'], 'PROFILE_VERSION_UNKNOWN'],
    ['an unknown word', ['fly'], 'USAGE'],
    ['no file', ['import'], 'USAGE'],
  ])('says what is wrong with %s', async (_what, words, code) => {
    await run('import', written('a.json', gateway), '--data', data);
    expect((await run(...words, '--data', data)).code).toBe(code);
  });
});
