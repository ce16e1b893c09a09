import type { DeviceSummary } from '../../../core/api.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';

const deviceTones: Readonly<Record<DeviceSummary['state'], Tone>> = {
  known: 'plain',
  bootstrapped: 'accent',
  managed: 'ok',
  failing: 'bad',
};

/** How far a device is, as main says it. */
export function DeviceState({ state }: { readonly state: DeviceSummary['state'] }) {
  return (
    <span title={texts.devices.stateHints[state]}>
      <Tag tone={deviceTones[state]}>{texts.devices.states[state]}</Tag>
    </span>
  );
}
