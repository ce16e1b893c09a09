import type { DeviceStanding } from '../../../core/inspect/device-standing.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';

const deviceTones: Readonly<Record<DeviceStanding, Tone>> = {
  neverSeen: 'plain',
  bootstrapped: 'accent',
  inSession: 'accent',
  online: 'ok',
  quiet: 'plain',
  failing: 'bad',
};

/** Where a device stands, as main says it. */
export function DeviceState({ state }: { readonly state: DeviceStanding }) {
  return (
    <span title={texts.devices.stateHints[state]}>
      <Tag tone={deviceTones[state]}>{texts.devices.states[state]}</Tag>
    </span>
  );
}
