import { IconArchive, IconArrowBackUp, IconCopy, IconDownload, IconPencil } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { call } from '../../bench.ts';
import { ActionMenu, type MenuAction } from '../../components/action-menu.tsx';
import { notifyDone, notifyFault } from '../../components/notify.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { createProfile } from './create-profile.ts';
import type { OpenProfile } from './use-profile.ts';

const RenameDialog = lazy(() => import('./rename-dialog.tsx'));
const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'));

interface ProfileMenuProps {
  readonly open: OpenProfile;
  readonly changed: boolean;
  readonly reload: () => Promise<void>;
  readonly reopen: () => Promise<void>;
}

/** What is done with a whole profile now and then. */
export function ProfileMenu({ open, changed, reload, reopen }: ProfileMenuProps) {
  const { profileId, name, version, archived } = open.detail.summary;
  const [asks, setAsks] = useState<'rename' | 'archive' | 'discard'>();
  const close = () => setAsks(undefined);
  const setArchived = async (wanted: boolean) => {
    const result = await call('archiveProfile', { profileId, archived: wanted });
    if (result.kind === 'fault') return result.fault;
    close();
    await reload();
    return undefined;
  };
  const discard = async () => {
    const { document } = open;
    const { savedText } = document.store.getState();
    // The text goes back first, or it would be kept again when the screen is left.
    if (savedText !== undefined) document.replace(savedText);
    await document.flush();
    const result = await call('discardProfileDraft', { profileId });
    if (result.kind === 'fault') return result.fault;
    close();
    if (result.answer.kind === 'removed') goTo({ name: 'profiles' });
    else await reopen();
    return undefined;
  };
  const exportVersion = async (number: number) => {
    const result = await call('exportProfile', { profileId, number });
    if (result.kind === 'fault') notifyFault(result.fault);
    else if (result.answer.kind === 'saved') notifyDone(texts.profiles.exported, result.answer.file);
  };
  const copy = async () => {
    const fault = await createProfile({ kind: 'copy', profileId }, (copied) =>
      goTo({ name: 'profile', profileId: copied }),
    );
    if (fault) notifyFault(fault);
  };
  const icon = '1rem';
  const actions: readonly (MenuAction | false)[] = [
    version !== undefined && {
      key: 'export',
      words: texts.profiles.export,
      icon: <IconDownload size={icon} />,
      onRun: () => void exportVersion(version),
    },
    {
      key: 'copy',
      words: texts.profiles.copy,
      icon: <IconCopy size={icon} />,
      onRun: () => void copy(),
    },
    version !== undefined && {
      key: 'rename',
      words: texts.profiles.rename,
      icon: <IconPencil size={icon} />,
      onRun: () => void open.document.flush().then(() => setAsks('rename')),
    },
    changed && {
      key: 'discard',
      words: texts.profiles.discard,
      icon: <IconArrowBackUp size={icon} />,
      onRun: () => setAsks('discard'),
    },
    {
      key: 'archive',
      words: archived ? texts.profiles.restore : texts.profiles.archive,
      icon: <IconArchive size={icon} />,
      onRun: () =>
        archived ? void setArchived(false).then((fault) => fault && notifyFault(fault)) : setAsks('archive'),
    },
  ];
  return (
    <>
      <ActionMenu
        label={texts.profiles.more}
        hotkey="M"
        actions={actions.filter((action) => action !== false)}
      />
      <Suspense>
        {asks === 'rename' && (
          <RenameDialog
            profileId={profileId}
            name={name}
            onClose={close}
            onRenamed={() => {
              close();
              void reopen();
            }}
          />
        )}
        {asks === 'archive' && (
          <ConfirmDialog
            title={texts.profiles.archiveTitle(name)}
            words={texts.profiles.archiveLead}
            action={texts.profiles.archive}
            onConfirm={() => setArchived(true)}
            onClose={close}
          />
        )}
        {asks === 'discard' && (
          <ConfirmDialog
            title={texts.profiles.discardTitle}
            words={
              version === undefined
                ? texts.profiles.discardNeverSaved(name)
                : texts.profiles.discardLead(name, version)
            }
            action={texts.profiles.discard}
            danger
            onConfirm={discard}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}
