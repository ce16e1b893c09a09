import type { CallRequest } from '../../../core/api-requests.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { notifyDone } from '../../components/notify.ts';
import { texts } from '../../texts.ts';
import { readFile } from '../new-batch/read-file.ts';

/**
 * Puts a profile into the library, opens it, and says where it is not what somebody might expect. Answers the fault,
 * if any.
 */
export async function createProfile(
  from: CallRequest<'createProfile'>['from'],
  onOpen: (profileId: string) => void,
): Promise<Fault | undefined> {
  const result = await call('createProfile', { from });
  if (result.kind === 'fault') return result.fault;
  const made = result.answer;
  if (made.kind === 'draft' && made.faults > 0)
    notifyDone(texts.profiles.keptWithFaults, texts.profiles.keptWithFaultsLead(made.faults));
  else if (made.kind === 'draft') notifyDone(texts.profiles.keptAsChanges, texts.profiles.keptAsChangesLead);
  else if (made.kind === 'known' && from.kind === 'file')
    notifyDone(texts.profiles.alreadyThere, texts.profiles.alreadyThereLead(from.name, made.version));
  onOpen(made.profileId);
  return undefined;
}

/** The same with a file that was chosen or dropped. */
export async function importProfile(
  file: File,
  onOpen: (profileId: string) => void,
): Promise<Fault | undefined> {
  const read = await readFile(file);
  if (read.kind === 'fault') return read.fault;
  return createProfile({ kind: 'file', ...read.file }, onOpen);
}
