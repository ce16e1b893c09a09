import '../../jitless.ts';
import { IconDeviceFloppy, IconPlus } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { stepPath } from '../../../core/provisioning/plan-steps-text.ts';
import { nodeAt, readWholeTree } from '../../../core/provisioning/profile-text.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PartTabs } from '../../components/part-tabs.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag } from '../../components/tag.tsx';
import { usePlace } from '../../components/use-place.ts';
import { goTo, type ProfilePart, type ProfilePlace } from '../../stores/navigation.ts';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { texts } from '../../texts.ts';
import { AccountPart } from './account-part.tsx';
import { CardPart } from './card-part.tsx';
import { ColumnsPart } from './columns-part.tsx';
import { FormsPart } from './forms-part.tsx';
import { ObjectsPart } from './objects-part.tsx';
import { PlanPart } from './plan-part.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import { type PartProps, ProfilePartFrame } from './profile-part.tsx';
import { TextPart } from './text-part.tsx';
import { type OpenProfile, useProfile } from './use-profile.ts';
import { VersionsPart } from './versions-part.tsx';
import './profile-screen.css';

const SaveDialog = lazy(() => import('./save-dialog.tsx'));

const parts: readonly ProfilePart[] = [
  'text',
  'account',
  'columns',
  'objects',
  'card',
  'plan',
  'forms',
  'versions',
];

/** The parts that are edited by controls, each as the text has it. */
const edited: Partial<Record<ProfilePart, (props: PartProps) => ReactNode>> = {
  account: (props) => <AccountPart {...props} />,
  columns: (props) => <ColumnsPart {...props} />,
  objects: (props) => <ObjectsPart {...props} />,
  card: (props) => <CardPart {...props} />,
  plan: (props) => <PlanPart {...props} />,
};

/** One profile: its text, the parts of it that are edited by controls, its versions. */
export default function ProfileScreen({ place }: { readonly place: ProfilePlace }) {
  const { state, reload, reopen } = useProfile(place.profileId);
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'fault')
    return (
      <ScreenFrame title={texts.profiles.profile}>
        <FaultNotice fault={state.fault} />
      </ScreenFrame>
    );
  return <Profile place={place} open={state} reload={reload} reopen={reopen} />;
}

interface ProfileProps {
  readonly place: ProfilePlace;
  readonly open: OpenProfile;
  readonly reload: () => Promise<void>;
  readonly reopen: () => Promise<void>;
}

function Profile({ place, open, reload, reopen }: ProfileProps) {
  const { detail, document } = open;
  const { summary } = detail;
  const [part, setPart] = useState<ProfilePart>(place.part ?? 'text');
  const [saving, setSaving] = useState(false);
  const changed = useStore(document.store, ({ text, savedText }) => text !== savedText);
  const faults = useStore(document.store, ({ checked }) => checked?.faultCount ?? 0);
  const fault = useStore(document.store, (state) => state.fault);
  useStepShown(document, place.step);
  usePlace(() => ({ name: 'profile', profileId: place.profileId, part }));
  const shownPart = edited[part];
  const savable = changed && faults === 0;
  /** Asked for while the check of what was typed last is not there yet: it is done when that is fine. */
  const [early, setEarly] = useState(false);
  const save = () => {
    document.settle();
    if (savable) setSaving(true);
    else setEarly(true);
  };
  useEffect(() => {
    if (!early || !savable) return;
    setEarly(false);
    setSaving(true);
  }, [early, savable]);
  useEffect(
    // Whoever types on has something else in mind.
    () => document.store.subscribe((now, before) => now.text !== before.text && setEarly(false)),
    [document],
  );
  useSaveKey(save);
  const { version } = summary;
  /** Shows a place of the text, in the text. */
  const showPlace = (from: number, to?: number) => {
    document.select(from, to);
    setPart('text');
  };
  return (
    <ScreenFrame
      title={summary.name}
      kicker={texts.profiles.profile}
      tags={
        <>
          {version !== undefined && <Tag>{texts.profiles.versionTag(version)}</Tag>}
          {summary.archived && <Tag>{texts.profiles.archived}</Tag>}
          {faults > 0 && <Tag tone="bad">{texts.profiles.faults(faults)}</Tag>}
          {changed && (
            <Tag tone="warn">{version === undefined ? texts.profiles.notSaved : texts.profiles.unsaved}</Tag>
          )}
        </>
      }
      subtitle={
        summary.description !== undefined && (
          <span className="profile__description ellipsis" title={summary.description}>
            {summary.description}
          </span>
        )
      }
      actions={
        <>
          <ProfileMenu open={open} changed={changed} reload={reload} reopen={reopen} />
          <ActionButton
            hotkey="N"
            icon={<IconPlus size="1.0625rem" />}
            disabled={version === undefined || summary.faults > 0}
            onRun={() =>
              version !== undefined &&
              goTo({ name: 'newBatch', profile: { profileId: place.profileId, version } })
            }
          >
            {texts.profiles.newBatch}
          </ActionButton>
          <ActionButton
            tone="primary"
            hotkey="S"
            icon={<IconDeviceFloppy size="1.0625rem" />}
            disabled={!savable}
            onRun={save}
          >
            {texts.profiles.save}
          </ActionButton>
        </>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <PartTabs
        label={texts.profiles.partsLabel}
        parts={parts}
        names={texts.profiles.parts}
        shown={part}
        onShow={setPart}
      >
        {part === 'text' && <TextPart document={document} />}
        {shownPart && (
          <ProfilePartFrame document={document} onShow={showPlace}>
            {shownPart}
          </ProfilePartFrame>
        )}
        {part === 'forms' && <FormsPart document={document} onShow={showPlace} />}
        {part === 'versions' && <VersionsPart open={open} onReload={reload} onEdit={() => setPart('text')} />}
      </PartTabs>
      <Suspense>
        {saving && (
          <SaveDialog
            open={open}
            onClose={() => setSaving(false)}
            onCompare={() => {
              setSaving(false);
              void reload();
              setPart('versions');
            }}
            onSaved={() => {
              setSaving(false);
              void reload();
            }}
          />
        )}
      </Suspense>
    </ScreenFrame>
  );
}

/** Shows a step of the text when the profile is opened for it. */
function useStepShown(document: ProfileDocument, step: ProfilePlace['step']): void {
  // What is asked for when the screen is opened; whoever comes back to it finds it as it was left.
  const [wanted] = useState(step);
  useEffect(() => {
    if (wanted === undefined) return;
    const { text } = document.store.getState();
    const tree = readWholeTree(text);
    const path = tree && stepPath(text, wanted.plan, wanted.index);
    const node = tree && path && nodeAt(tree, path);
    if (node) document.select(node.offset + node.length, node.offset);
  }, [document, wanted]);
}

/** Ctrl S saves wherever the focus is, in the text too. */
function useSaveKey(save: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's';
      if (!isSave) return;
      event.preventDefault();
      if (document.querySelector('dialog[open]') === null) save();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
