import { IconSparkles } from '@tabler/icons-react';
import { useRef } from 'react';
import type { ProfileSample } from '../../../core/api-profiles.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyFault } from '../../components/notify.ts';
import { useCall } from '../../components/use-call.ts';
import { useHotkey } from '../../keys/use-hotkey.ts';
import { texts } from '../../texts.ts';
import { createProfile } from './create-profile.ts';
import './sample-list.css';

/** The samples; one click makes a profile of each. */
export function SampleList({ onOpen }: { readonly onOpen: (profileId: string) => void }) {
  const { state } = useCall('profileSamples', {});
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'fault') return <FaultNotice fault={state.fault} />;
  return (
    <ul className="sample-list">
      {state.answer.map((sample, index) => (
        <li key={sample.file}>
          <SampleButton sample={sample} hotkey={String(index + 1)} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

function SampleButton(props: {
  readonly sample: ProfileSample;
  readonly hotkey: string;
  readonly onOpen: (profileId: string) => void;
}) {
  const { sample, hotkey, onOpen } = props;
  const element = useRef<HTMLButtonElement>(null);
  const begin = async () => {
    const fault = await createProfile({ kind: 'sample', file: sample.file }, onOpen);
    if (fault) notifyFault(fault);
  };
  useHotkey(hotkey, () => void begin(), { element });
  return (
    <button
      ref={element}
      type="button"
      className="sample-list__sample"
      aria-label={texts.profiles.sampleLabel(sample.name)}
      aria-keyshortcuts={hotkey}
      onClick={() => void begin()}
    >
      <IconSparkles size="1.25rem" stroke={1.75} aria-hidden="true" />
      <span className="two-lines">
        <b>{sample.name}</b>
        {sample.description !== undefined && <span className="dim">{sample.description}</span>}
      </span>
      <KeyHint name={hotkey} />
    </button>
  );
}
