import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconBookmarkPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TextFile } from '../../../core/api.ts';
import type { ProfileSummary } from '../../../core/api-profiles.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { notifyDone } from '../../components/notify.ts';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';
import { FileDrop } from './file-drop.tsx';
import { readFile } from './read-file.ts';
import './profile-choice.css';

/** The profile of an order, and the version of the library that it is. */
export interface ChosenProfile {
  readonly file: TextFile;
  readonly from?: { readonly profileId: string; readonly version: number };
}

interface ProfileChoiceProps {
  readonly chosen: ChosenProfile | undefined;
  readonly onChoose: (chosen: ChosenProfile) => void;
  /** What is known of the profile once it was checked. */
  readonly about: ReactNode;
  /** Whether it was checked and has no fault. */
  readonly isFine: boolean;
}

/** The profile of a new batch: one of the library, or a file, which is offered to be kept. */
export function ProfileChoice({ chosen, onChoose, about, isFine }: ProfileChoiceProps) {
  const { state, reload } = useCall('profiles', {});
  const profiles = state.kind === 'answer' ? state.answer.filter(isUsable) : [];
  const choose = async (profileId: string) => {
    const profile = profiles.find((each) => each.profileId === profileId);
    if (profile?.version === undefined) return;
    const taken = await libraryProfile(profileId, profile.version, profile.name);
    if (taken.kind === 'chosen') onChoose(taken.chosen);
  };
  const keep = async () => {
    if (!chosen) return undefined;
    const result = await call('createProfile', { from: { kind: 'file', ...chosen.file } });
    if (result.kind === 'fault') return result.fault;
    await reload();
    const made = result.answer;
    if (made.kind === 'draft') notifyDone(texts.profiles.keptAsChanges, texts.profiles.keptAsChangesLead);
    else {
      onChoose({ file: chosen.file, from: { profileId: made.profileId, version: made.version } });
      notifyDone(texts.profiles.keptInLibrary, chosen.file.name);
    }
    return undefined;
  };
  return (
    <div className="profile-choice">
      <FileDrop
        title={texts.newBatch.profile}
        hint={texts.newBatch.profileHint}
        file={chosen?.file}
        take={readFile}
        onFile={(file) => onChoose({ file })}
        about={about}
      />
      <div className="profile-choice__library">
        <NativeSelect
          className="profile-choice__select"
          size="xs"
          aria-label={texts.profiles.chooseFromLibrary}
          disabled={profiles.length === 0}
          value={chosen?.from?.profileId ?? ''}
          data={[
            {
              value: '',
              label: profiles.length === 0 ? texts.profiles.libraryEmpty : texts.profiles.chooseNone,
            },
            ...profiles.map(({ profileId, name, version = 0 }) => ({
              value: profileId,
              label: texts.profiles.inLibrary(name, labelledVersion(chosen, profileId) ?? version),
            })),
          ]}
          onChange={(event) => void choose(event.currentTarget.value)}
        />
        {chosen && !chosen.from && isFine && (
          <ActionButton size="sm" needs="createProfile" icon={<IconBookmarkPlus size="1rem" />} onRun={keep}>
            {texts.profiles.keepInLibrary}
          </ActionButton>
        )}
      </div>
    </div>
  );
}

/** A version of the library as the profile of an order. */
export async function libraryProfile(profileId: string, version: number, name: string) {
  const result = await call('profileVersion', { profileId, number: version });
  if (result.kind === 'fault') return result;
  const file = { name: `${name} v${version}.profile.json`, text: result.answer.text };
  return { kind: 'chosen', chosen: { file, from: { profileId, version } } } as const;
}

function isUsable({ archived, faults, version }: ProfileSummary): boolean {
  return !archived && faults === 0 && version !== undefined;
}

function labelledVersion(chosen: ChosenProfile | undefined, profileId: string): number | undefined {
  return chosen?.from?.profileId === profileId ? chosen.from.version : undefined;
}
