import { useCallback, useEffect, useState } from 'react';
import type { ProfileDetail } from '../../../core/api-profiles.ts';
import { type Fault, faultOf } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { createChecker, startCheckThread } from '../../stores/profiles-checker.ts';
import { createProfileDocument, type ProfileDocument } from '../../stores/profiles-document.ts';
import { editedText } from './editor-setup.ts';

/** A profile that is open. */
export interface OpenProfile {
  readonly detail: ProfileDetail;
  readonly document: ProfileDocument;
}

export type ProfileState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | ({ readonly kind: 'open' } & OpenProfile);

/**
 * Opens a profile for as long as the component is shown: what is typed is kept, whatever becomes of the window.
 * @returns `reload` asks for its versions again, `reopen` also takes its text anew
 */
export function useProfile(profileId: string): {
  readonly state: ProfileState;
  readonly reload: () => Promise<void>;
  readonly reopen: () => Promise<void>;
} {
  const [state, setState] = useState<ProfileState>({ kind: 'loading' });
  const [opened, setOpened] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `opened` says that it is to be opened anew
  useEffect(() => {
    let document: ProfileDocument | undefined;
    let left = false;
    void call('profile', { profileId }).then((result) => {
      if (left) return;
      if (result.kind === 'fault') {
        setState(result);
        return;
      }
      document = openDocument(result.answer);
      setState({ kind: 'open', detail: result.answer, document });
    });
    const flush = () => void document?.flush();
    window.addEventListener('pagehide', flush);
    window.addEventListener('blur', flush);
    return () => {
      left = true;
      window.removeEventListener('pagehide', flush);
      window.removeEventListener('blur', flush);
      void document?.close();
    };
  }, [profileId, opened]);
  const reload = useCallback(async () => {
    const result = await call('profile', { profileId });
    if (result.kind === 'answer')
      setState((before) => (before.kind === 'open' ? { ...before, detail: result.answer } : before));
  }, [profileId]);
  const reopen = useCallback(async () => {
    setState({ kind: 'loading' });
    setOpened((before) => before + 1);
  }, []);
  return { state, reload, reopen };
}

function openDocument({ summary: { profileId }, text: savedText, draft, versions }: ProfileDetail) {
  return createProfileDocument({
    text: draft?.text ?? savedText ?? '',
    savedText,
    base: draft ? draft.base : versions[0]?.number,
    extensions: editedText(),
    makeChecker: (checked, failed) =>
      createChecker(startCheckThread(), checked, (detail) => failed(faultOf('INTERNAL', { detail }))),
    async keep(text, base) {
      const started = base === undefined ? {} : { base };
      if (text !== undefined)
        return faultOfCall(await call('keepProfileDraft', { profileId, text, ...started }));
      // A profile that was never saved is all draft: it is let go of by a person only.
      if (base === undefined) return undefined;
      return faultOfCall(await call('discardProfileDraft', { profileId }));
    },
    later(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}

function faultOfCall(
  result: { readonly kind: 'answer' } | { readonly kind: 'fault'; readonly fault: Fault },
) {
  return result.kind === 'fault' ? result.fault : undefined;
}
