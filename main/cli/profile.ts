import type { ProfileMade } from '../../core/api-profiles.ts';
import { codedError } from '../../core/errors.ts';
import { readProfile } from '../../core/provisioning/profile.ts';
import { checkProfileText } from '../../core/provisioning/profile-check.ts';
import { commandLineActor } from '../audit/actors.ts';
import { withAuditLog } from '../audit/open-folder.ts';
import { readTextFile, writeWhole } from '../files.ts';
import { newId } from '../ids.ts';
import { createProfileLibrary, type ProfileLibrary } from '../provisioning/profile-library.ts';
import { presharedKeysFault } from '../server/auth/preshared-keys.ts';
import { openStore } from '../store/store.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { keeperOf, keeperUsage } from './keeper.ts';
import type { Output } from './output.ts';
import { addPlanStep } from './profile-add-step.ts';
import { tellFaults } from './profile-faults.ts';

/** `profile`: every fault of a profile, and the library of profiles of a data folder that no bench is using. */
export const profileCommand: Command = {
  purpose: 'Checks, lists, imports and exports profiles.',
  usage:
    'profile check FILE | profile list --data DIR | profile export NAME --data DIR [--version N] [--out FILE] | ' +
    `profile import FILE --data DIR [--note TEXT] ${keeperUsage} | ` +
    'profile add-step NAME --file COMMANDS.json --data DIR [--plan PLAN] [--after STEP] [--step NAME] ' +
    `[--device DEVID] ${keeperUsage}`,
  options: {
    texts: ['data', 'version', 'out', 'note', 'file', 'plan', 'after', 'step', 'device', 'passphrase-file'],
  },
  async run(args, output) {
    const [action, subject] = args.positionals;
    if (action === 'check' && subject !== undefined) return check(subject, output);
    if (action === 'list') return inLibrary(args, (library) => list(library, output));
    if (action === 'export' && subject !== undefined)
      return inLibrary(args, (library) => exportVersion(library, subject, args, output));
    if (action === 'import' && subject !== undefined) return importFile(subject, args, output);
    if (action === 'add-step' && subject !== undefined) return addPlanStep(subject, args, output);
    throw codedError('USAGE', {
      detail:
        'profile needs check or import with a file, list, or export or add-step with the name of a profile.',
    });
  },
};

async function check(file: string, output: Output): Promise<0 | 1> {
  const { name, text } = await readTextFile(file);
  const reading = readProfile(text, name, { presharedKeys: presharedKeysFault() });
  if (reading.kind === 'faults') return tellFaults(file, reading.faults, output);
  const { profile } = reading;
  output.json({ event: 'checked', file, errors: 0, profile: profile.name, version: profile.version });
  output.words(`${profile.name} version ${profile.version}: no faults.`);
  return 0;
}

/** Looks into the library of a data folder: nothing is changed, so that nothing is to be recorded. */
async function inLibrary(args: Arguments, work: (library: ProfileLibrary) => Promise<0 | 1>): Promise<0 | 1> {
  const now = () => Date.now();
  const store = openStore(args.required('data'), now);
  const record = () => {
    throw new Error('a profile was changed without a record of it');
  };
  try {
    return await work(createProfileLibrary(store, { now, newId, audit: { record } }));
  } finally {
    store.close();
  }
}

async function list(library: ProfileLibrary, output: Output): Promise<0> {
  const profiles = await library.list();
  for (const profile of profiles) output.json({ event: 'profile', ...profile });
  output.words(`${profiles.length} profiles.`);
  return 0;
}

async function exportVersion(
  library: ProfileLibrary,
  name: string,
  args: Arguments,
  output: Output,
): Promise<0> {
  const profile = (await library.list()).find((each) => each.name === name);
  if (profile === undefined) throw codedError('PROFILE_UNKNOWN', { profile: name });
  const version = args.number('version') ?? profile.version;
  if (version === undefined) throw codedError('PROFILE_NOT_SAVED', { profile: name });
  const text = library.text(profile.profileId, version);
  const out = args.text('out');
  output.json({
    event: 'exported',
    profile: name,
    version,
    ...(out === undefined ? { text } : { file: out }),
  });
  if (out !== undefined) await writeWhole(out, text);
  return 0;
}

/** Only what has no fault is taken, and over nobody's changes: nobody is there to mend or to choose. */
async function importFile(file: string, args: Arguments, output: Output): Promise<0 | 1> {
  const { name, text } = await readTextFile(file);
  const reading = checkProfileText(text, name);
  if (reading.kind === 'faults') return tellFaults(file, reading.faults, output);
  const folder = args.required('data');
  const { keeper, forget } = await keeperOf(args);
  try {
    const opened = { folder, keeper, actor: commandLineActor, mayBeNew: true };
    return await withAuditLog<0 | 1>(opened, async ({ store, audit }) => {
      const library = createProfileLibrary(store, { now: () => Date.now(), newId, audit });
      const { name: profile } = reading.profile;
      const note = args.text('note') ?? `Imported from ${name}`;
      const known = (await library.list()).find((each) => each.name === profile);
      if (known?.draft) throw codedError('PROFILE_HAS_DRAFT', { profile });
      const { version } = known
        ? library.save(known.profileId, { base: known.version, text, note })
        : versionOf(library.keep({ name, text }, note));
      output.json({ event: 'imported', profile, version });
      output.words(`${profile} version ${version} is in the library.`);
      return 0;
    });
  } finally {
    forget();
  }
}

/** A text without faults, of a name that nobody has, is a version. */
function versionOf(made: ProfileMade): { readonly version: number } {
  if (made.kind === 'draft') throw new Error('a profile without faults was kept as a draft');
  return made;
}
