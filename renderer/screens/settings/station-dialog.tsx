import { Checkbox, Select, TextInput } from '@mantine/core';
import { WholeNumber } from '../../components/whole-number.tsx';
import '../../components/form-styles.ts';
import { useState } from 'react';
import type { StationSetting } from '../../../core/api-stations.ts';
import { batchModes } from '../../../core/provisioning/batch-mode.ts';
import type { StationSettings } from '../../../core/provisioning/station-settings.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { texts } from '../../texts.ts';

interface StationDialogProps {
  readonly station: StationSetting;
  readonly onClose: () => void;
}

/** How one station works. */
export default function StationDialog({ station, onClose }: StationDialogProps) {
  const [name, setName] = useState(station.name);
  const [settings, setSettings] = useState(station.settings);
  const change = (wanted: Partial<StationSettings>) => setSettings({ ...settings, ...wanted });
  const save = async () => {
    const result = await call('saveStation', { station: station.name, name, settings });
    if (result.kind === 'fault') return result.fault;
    onClose();
    return undefined;
  };
  const saveCode = async () => {
    const result = await call('saveStationCode', { station: station.name });
    return result.kind === 'fault' ? result.fault : undefined;
  };
  const number = (key: 'volume' | 'deviceWaitSeconds' | 'stopAfter', min: number, max: number) => ({
    ...{ min, max, value: settings[key] },
    onValue: (value: number) => change({ [key]: value }),
  });
  return (
    <Dialog
      title={texts.stations.settings(station.name)}
      onClose={onClose}
      actions={
        <>
          <ActionButton onRun={saveCode}>{texts.stations.saveCode}</ActionButton>
          <ActionButton onRun={onClose}>{texts.common.cancel}</ActionButton>
          <ActionButton tone="primary" hotkey="Enter" disabled={name.trim() === ''} onRun={save}>
            {texts.stations.save}
          </ActionButton>
        </>
      }
    >
      <div className="station-form">
        <TextInput
          label={texts.stations.name}
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={texts.stations.place}
          maxLength={80}
          value={settings.place}
          onChange={(event) => change({ place: event.currentTarget.value })}
        />
        <Select
          label={texts.stations.mode}
          allowDeselect={false}
          data={batchModes.map((value) => ({ value, label: texts.stations.modes[value].name }))}
          value={settings.mode}
          onChange={(value) => value && change({ mode: value })}
        />
        <WholeNumber
          label={texts.stations.stopAfter}
          description={texts.stations.stopAfterHint}
          {...number('stopAfter', 0, 100)}
        />
        <WholeNumber
          label={texts.stations.deviceWait}
          description={texts.stations.deviceWaitHint}
          {...number('deviceWaitSeconds', 10, 86_400)}
        />
        <WholeNumber label={texts.stations.volume} {...number('volume', 0, 100)} />
        <Checkbox
          label={texts.stations.autoAdvance}
          checked={settings.autoAdvance}
          onChange={(event) => change({ autoAdvance: event.currentTarget.checked })}
        />
        <Checkbox
          label={texts.stations.waitsForDevice}
          checked={settings.waitsForDevice}
          onChange={(event) => change({ waitsForDevice: event.currentTarget.checked })}
        />
        <Checkbox
          label={texts.stations.tones}
          checked={settings.tones}
          onChange={(event) => change({ tones: event.currentTarget.checked })}
        />
        <Checkbox
          label={texts.stations.engineersOnly}
          checked={settings.who === 'engineers'}
          onChange={(event) => change({ who: event.currentTarget.checked ? 'engineers' : 'anyone' })}
        />
      </div>
    </Dialog>
  );
}
