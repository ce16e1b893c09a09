import { useEffect, useState } from 'react';
import type { BatchCheck, TextFile } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';

export type Checking =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'checked'; readonly check: BatchCheck }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface Order {
  readonly profile: TextFile | undefined;
  readonly list: TextFile | undefined;
  readonly checking: Checking;
  readonly setProfile: (file: TextFile) => void;
  readonly setList: (file: TextFile) => void;
  /** Takes the sample's profile and list. Answers the fault, if any. */
  readonly takeSample: () => Promise<Fault | undefined>;
}

/** The two files of an order; as soon as both are there, main checks them whole. */
export function useOrder(): Order {
  const [profile, setProfile] = useState<TextFile>();
  const [list, setList] = useState<TextFile>();
  const [checking, setChecking] = useState<Checking>({ kind: 'none' });
  useEffect(() => {
    if (!profile || !list) return;
    let wanted = true;
    setChecking({ kind: 'checking' });
    void call('checkBatch', { profile, list }).then((result) => {
      if (!wanted) return;
      setChecking(result.kind === 'fault' ? result : { kind: 'checked', check: result.answer });
    });
    return () => {
      wanted = false;
    };
  }, [profile, list]);
  const takeSample = async () => {
    const result = await call('sample', {});
    if (result.kind === 'fault') return result.fault;
    setProfile(result.answer.profile);
    setList(result.answer.list);
    return undefined;
  };
  return { profile, list, checking, setProfile, setList, takeSample };
}
