import { Select, TextInput } from '@mantine/core';
import { WholeNumber } from '../../components/whole-number.tsx';
import '../../components/form-styles.ts';
import { lazy, Suspense, useState } from 'react';
import type { ScannerSettings } from '../../../core/api.ts';
import type { StationSetting } from '../../../core/api-stations.ts';
import { mostVirtualStations } from '../../../core/provisioning/station-settings.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { notifyFault } from '../../components/notify.ts';
import { useSettings } from '../../stores/settings.ts';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';
import { Group, Row } from './settings-parts.tsx';

const StationDialog = lazy(() => import('./station-dialog.tsx'));

/** The stations of this bench, how many virtual ones there are, and how the scanner types. */
export function StationsGroup() {
  const stations = useWorkstation((state) => state.overview?.stationSettings) ?? [];
  const [changed, setChanged] = useState<StationSetting>();
  const virtual = stations.filter(({ kind }) => kind === 'virtual').length;
  const saveCount = async (count: number) => {
    if (count < 1 || count > mostVirtualStations || count === virtual) return;
    const result = await call('saveVirtualStations', { count });
    if (result.kind === 'fault') notifyFault(result.fault);
  };
  return (
    <Group title={texts.stations.group}>
      {stations.map((station) => (
        <Row
          key={station.name}
          name={station.name}
          hint={`${texts.stations.tag(station.kind === 'virtual', station.settings.place)} · ${texts.stations.modes[station.settings.mode].name}`}
        >
          <ActionButton
            size="sm"
            needs="saveStation"
            label={texts.stations.settings(station.name)}
            onRun={() => setChanged(station)}
          >
            {texts.stations.change}
          </ActionButton>
        </Row>
      ))}
      <Row name={texts.stations.virtualStations} hint={texts.stations.virtualStationsHint}>
        <WholeNumber
          w="6rem"
          aria-label={texts.stations.virtualStations}
          min={1}
          max={mostVirtualStations}
          value={Math.max(1, virtual)}
          onValue={(value) => void saveCount(value)}
        />
      </Row>
      <ScannerRow />
      <Suspense>
        {changed && <StationDialog station={changed} onClose={() => setChanged(undefined)} />}
      </Suspense>
    </Group>
  );
}

function ScannerRow() {
  const { scanner } = useSettings((state) => state.settings);
  const change = async (wanted: Partial<ScannerSettings>) => {
    const fault = await useSettings.getState().change({ scanner: { ...scanner, ...wanted } });
    if (fault) notifyFault(fault);
  };
  return (
    <Row name={texts.stations.scanner} hint={texts.stations.scannerHint}>
      <TextInput
        w="5.5rem"
        label={texts.stations.prefix}
        maxLength={10}
        value={scanner.prefix}
        onChange={(event) => void change({ prefix: event.currentTarget.value })}
      />
      <TextInput
        w="5.5rem"
        label={texts.stations.suffix}
        maxLength={10}
        value={scanner.suffix}
        onChange={(event) => void change({ suffix: event.currentTarget.value })}
      />
      <WholeNumber
        w="5rem"
        label={texts.stations.shortest}
        min={3}
        max={40}
        value={scanner.shortest}
        onValue={(value) => void change({ shortest: value })}
      />
      <Select
        w="7.5rem"
        label={texts.stations.endsWith}
        allowDeselect={false}
        data={[
          { value: 'either', label: 'Enter, Tab' },
          { value: 'Enter', label: 'Enter' },
          { value: 'Tab', label: 'Tab' },
        ]}
        value={scanner.endsWith}
        onChange={(value) => void (value && change({ endsWith: value }))}
      />
    </Row>
  );
}
