import { useEffect, useState } from 'react';
import type { BatchCheck, ListProgress } from '../../../core/api-orders.ts';
import type { Fault } from '../../../core/errors.ts';
import type { ListChoice } from '../../../core/order/column-mapping.ts';
import { call, listen } from '../../bench.ts';
import { notifyFault } from '../../components/notify.ts';
import type { NewBatchPlace } from '../../stores/navigation.ts';
import { type ChosenProfile, libraryProfile } from './profile-choice.tsx';
import { type OpenList, openList } from './read-file.ts';

export type Checking =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking'; readonly progress?: ListProgress; readonly before?: BatchCheck | undefined }
  | { readonly kind: 'checked'; readonly check: BatchCheck }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface Order {
  readonly profile: ChosenProfile | undefined;
  readonly list: OpenList | undefined;
  /** What a person has said of how the list is read. */
  readonly reading: ListChoice;
  readonly checking: Checking;
  readonly setProfile: (profile: ChosenProfile) => void;
  readonly setList: (file: OpenList) => void;
  readonly setReading: (reading: ListChoice) => void;
  /** Gives up the list that is being read. */
  readonly dropList: () => void;
  /** Takes the sample's profile and list. Answers the fault, if any. */
  readonly takeSample: () => Promise<Fault | undefined>;
}

/** The profile and the list of an order; as soon as both are there, main checks them whole. */
export function useOrder(begin: NewBatchPlace['profile']): Order {
  const [profile, setProfile] = useState<ChosenProfile>();
  const [list, setList] = useState<OpenList>();
  const [reading, setReading] = useState<ListChoice>({});
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
    setChecking((now) => ({
      kind: 'checking',
      before: now.kind === 'checked' ? now.check : now.kind === 'checking' ? now.before : undefined,
    }));
    void call('checkBatch', { profile: file, list: { listId: list.listId }, reading }).then((result) => {
      if (!wanted) return;
      setChecking(result.kind === 'fault' ? result : { kind: 'checked', check: result.answer });
    });
    const end = listen('listProgress', (progress) => {
      if (progress.listId !== list.listId) return;
      setChecking((now) => (now.kind === 'checking' ? { ...now, progress } : now));
    });
    return () => {
      wanted = false;
      end();
    };
  }, [file, list, reading]);
  // A list is open as long as it is the one that is looked at.
  useEffect(() => {
    if (!list) return;
    return () => void call('closeList', { listId: list.listId });
  }, [list]);
  const takeList = (next: OpenList | undefined) => {
    setChecking({ kind: 'none' });
    setReading({});
    setList(next);
  };
  const takeSample = async () => {
    const result = await call('sample', {});
    if (result.kind === 'fault') return result.fault;
    const { name, text } = result.answer.list;
    const opened = await openList(new File([text], name));
    if (opened.kind === 'fault') return opened.fault;
    setProfile({ file: result.answer.profile });
    takeList(opened.file);
    return undefined;
  };
  return {
    ...{ profile, list, reading, checking, setProfile, setReading, takeSample },
    setList: takeList,
    dropList: () => takeList(undefined),
  };
}

async function fromLibrary({ profileId, version }: NonNullable<NewBatchPlace['profile']>) {
  const found = await call('profile', { profileId });
  return found.kind === 'fault' ? found : libraryProfile(profileId, version, found.answer.summary.name);
}
