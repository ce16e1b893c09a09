import { useEffect, useState } from 'react';
import type { BatchCheck, TextFile } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { notifyFault } from '../../components/notify.ts';
import type { NewBatchPlace } from '../../stores/navigation.ts';
import { type ChosenProfile, libraryProfile } from './profile-choice.tsx';

export type Checking =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'checked'; readonly check: BatchCheck }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface Order {
  readonly profile: ChosenProfile | undefined;
  readonly list: TextFile | undefined;
  readonly checking: Checking;
  readonly setProfile: (profile: ChosenProfile) => void;
  readonly setList: (file: TextFile) => void;
  /** Takes the sample's profile and list. Answers the fault, if any. */
  readonly takeSample: () => Promise<Fault | undefined>;
}

/** The profile and the list of an order; as soon as both are there, main checks them whole. */
export function useOrder(begin: NewBatchPlace['profile']): Order {
  const [profile, setProfile] = useState<ChosenProfile>();
  const [list, setList] = useState<TextFile>();
  const [checking, setChecking] = useState<Checking>({ kind: 'none' });
  const file = profile?.file;
  useEffect(() => {
    if (!begin) return;
    let wanted = true;
    void fromLibrary(begin).then((result) => {
      if (!wanted) return;
      if (result.kind === 'fault') notifyFault(result.fault);
      else setProfile(result.chosen);
    });
    return () => {
      wanted = false;
    };
  }, [begin]);
  useEffect(() => {
    if (!file || !list) return;
    let wanted = true;
    setChecking({ kind: 'checking' });
    void call('checkBatch', { profile: file, list }).then((result) => {
      if (!wanted) return;
      setChecking(result.kind === 'fault' ? result : { kind: 'checked', check: result.answer });
    });
    return () => {
      wanted = false;
    };
  }, [file, list]);
  const takeSample = async () => {
    const result = await call('sample', {});
    if (result.kind === 'fault') return result.fault;
    setProfile({ file: result.answer.profile });
    setList(result.answer.list);
    return undefined;
  };
  return { profile, list, checking, setProfile, setList, takeSample };
}

async function fromLibrary({ profileId, version }: NonNullable<NewBatchPlace['profile']>) {
  const found = await call('profile', { profileId });
  return found.kind === 'fault' ? found : libraryProfile(profileId, version, found.answer.summary.name);
}
