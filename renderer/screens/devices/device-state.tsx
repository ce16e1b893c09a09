import type { DeviceSummary, SessionSummary } from '../../../core/api.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';

const deviceTones: Readonly<Record<DeviceSummary['state'], Tone>> = {
  known: 'plain',
  bootstrapped: 'accent',
  managed: 'ok',
  failing: 'bad',
};

const sessionTones: Readonly<Record<SessionSummary['state'], Tone>> = {
  open: 'accent',
  fulfilled: 'ok',
  failed: 'bad',
  abandoned: 'warn',
};

/** How far a device is, as main says it. */
export function DeviceState({ state }: { readonly state: DeviceSummary['state'] }) {
  return (
    <span title={texts.devices.stateHints[state]}>
      <Tag tone={deviceTones[state]}>{texts.devices.states[state]}</Tag>
    </span>
  );
}

/** How a session ended, as main says it. */
export function SessionState({ state }: { readonly state: SessionSummary['state'] }) {
  return <Tag tone={sessionTones[state]}>{texts.session.states[state]}</Tag>;
}
