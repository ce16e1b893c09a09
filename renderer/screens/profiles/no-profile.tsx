import { IconFileCode } from '@tabler/icons-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { texts } from '../../texts.ts';
import { ImportButton } from './import-button.tsx';
import { NewProfileButton } from './new-profile-button.tsx';
import { SampleList } from './sample-list.tsx';

/** The library while it is empty: what it is for, and the samples one click away. */
export function NoProfile({ onOpen }: { readonly onOpen: (profileId: string) => void }) {
  return (
    <EmptyState
      title={texts.profiles.emptyTitle}
      lead={texts.profiles.emptyLead}
      icon={<IconFileCode size="1.75rem" stroke={1.5} />}
    >
      <SampleList onOpen={onOpen} />
      <NewProfileButton onOpen={onOpen} />
      <ImportButton onOpen={onOpen} />
    </EmptyState>
  );
}
