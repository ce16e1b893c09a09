import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconArchive, IconFileCode, IconSparkles } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { ProfileSummary } from '../../../core/api-profiles.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useCall } from '../../components/use-call.ts';
import { useNow } from '../../components/use-now.ts';
import { usePlace } from '../../components/use-place.ts';
import { VirtualGrid } from '../../components/virtual-grid.tsx';
import type { ProfilesPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { ImportButton } from './import-button.tsx';
import { NewProfileButton } from './new-profile-button.tsx';
import { NoProfile } from './no-profile.tsx';
import { profileColumns } from './profile-columns.tsx';
import './profiles-screen.css';

const SamplesDialog = lazy(() => import('./samples-dialog.tsx'));

/** The library: every profile that this workstation keeps. */
export default function ProfilesScreen({ place }: { readonly place: ProfilesPlace }) {
  const { state } = useCall('profiles', {});
  const [search, setSearch] = useState(place.find ?? '');
  const [archived, setArchived] = useState(place.archived ?? false);
  const [active, setActive] = useState(place.row?.index ?? -1);
  const [asksSample, setAsksSample] = useState(false);
  const now = useNow(30_000);
  const columns = useMemo(() => profileColumns(now), [now]);
  const all = state.kind === 'answer' ? state.answer : [];
  const listed = all.filter((profile) => profile.archived === archived && fits(profile, search));
  const leaveTo = usePlace(() => ({
    name: 'profiles',
    find: search,
    archived,
    ...(active >= 0 ? { row: { index: active } } : {}),
  }));
  const open = (profileId: string) => leaveTo({ name: 'profile', profileId });
  if (state.kind === 'answer' && all.length === 0)
    return (
      <ScreenFrame title={texts.profiles.title}>
        <div className="fill panel profiles__empty">
          <NoProfile onOpen={open} />
        </div>
      </ScreenFrame>
    );
  return (
    <ScreenFrame
      title={texts.profiles.title}
      actions={
        // Not before it is known whether there is a profile at all: an empty library has its own ways to one, and a
        // file that is being chosen would be lost with the button that asked for it.
        state.kind !== 'loading' && (
          <>
            <SearchField label={texts.profiles.search} value={search} onChange={setSearch} />
            <ImportButton onOpen={open} />
            <NewProfileButton onOpen={open} />
            <ActionButton
              tone="primary"
              hotkey="N"
              icon={<IconSparkles size="1.0625rem" />}
              onRun={() => setAsksSample(true)}
            >
              {texts.profiles.newFromSample}
            </ActionButton>
          </>
        )
      }
    >
      <SegmentedControl
        className="profiles__shown"
        size="xs"
        withItemsBorders={false}
        aria-label={texts.profiles.shownLabel}
        value={archived ? 'archived' : 'used'}
        onChange={(value) => {
          setActive(-1);
          setArchived(value === 'archived');
        }}
        data={(['used', 'archived'] as const).map((value) => ({ value, label: texts.profiles.shown[value] }))}
      />
      <div className="fill panel">
        {state.kind === 'loading' && <Loading />}
        {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
        {state.kind === 'answer' && listed.length === 0 && (
          <NothingListed search={search} archived={archived} />
        )}
        {listed.length > 0 && (
          <VirtualGrid
            label={texts.profiles.title}
            columns={columns}
            count={listed.length}
            rowAt={(index) => listed[index]}
            rowHeight={3.75}
            active={active}
            onActive={setActive}
            toneOf={({ faults }) => (faults > 0 ? 'warn' : undefined)}
            onOpen={(index) => {
              const profile = listed[index];
              if (profile) open(profile.profileId);
            }}
          />
        )}
      </div>
      <Suspense>
        {asksSample && <SamplesDialog onOpen={open} onClose={() => setAsksSample(false)} />}
      </Suspense>
    </ScreenFrame>
  );
}

function NothingListed({ search, archived }: { readonly search: string; readonly archived: boolean }) {
  if (search === '' && archived)
    return (
      <EmptyState title={texts.profiles.noneArchived} icon={<IconArchive size="1.75rem" stroke={1.5} />} />
    );
  return (
    <EmptyState
      title={texts.profiles.noMatch}
      lead={texts.profiles.noMatchLead}
      icon={<IconFileCode size="1.75rem" stroke={1.5} />}
    />
  );
}

function fits({ name, description = '' }: ProfileSummary, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return `${name}\n${description}`.toLowerCase().includes(wanted);
}
