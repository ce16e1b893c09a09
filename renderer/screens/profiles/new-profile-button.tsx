import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { texts } from '../../texts.ts';

const NewProfileDialog = lazy(() => import('./new-profile-dialog.tsx'));

/** Begins a profile with nothing but its name. */
export function NewProfileButton({ onOpen }: { readonly onOpen: (profileId: string) => void }) {
  const [asks, setAsks] = useState(false);
  return (
    <>
      <ActionButton
        hotkey="E"
        icon={<IconPlus size="1.0625rem" />}
        needs="createProfile"
        onRun={() => setAsks(true)}
      >
        {texts.profiles.newEmpty}
      </ActionButton>
      <Suspense>{asks && <NewProfileDialog onOpen={onOpen} onClose={() => setAsks(false)} />}</Suspense>
    </>
  );
}
