import { IconFileImport } from '@tabler/icons-react';
import { useRef } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { notifyFault } from '../../components/notify.ts';
import { texts } from '../../texts.ts';
import { importProfile } from './create-profile.ts';

interface ImportButtonProps {
  readonly onOpen: (profileId: string) => void;
  readonly size?: 'md' | 'lg';
}

/** Takes a profile's file into the library. */
export function ImportButton({ onOpen, size = 'md' }: ImportButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    const fault = file && (await importProfile(file, onOpen));
    if (fault) notifyFault(fault);
    // The same file may be chosen again.
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={texts.profiles.import}
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      <ActionButton
        hotkey="I"
        size={size}
        icon={<IconFileImport size="1.0625rem" />}
        onRun={() => input.current?.click()}
      >
        {texts.profiles.import}
      </ActionButton>
    </>
  );
}
