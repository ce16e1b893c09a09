import { Checkbox, Radio, TextInput } from '@mantine/core';
import { WholeNumber } from '../../components/whole-number.tsx';
import '../../components/form-styles.ts';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { TextFile } from '../../../core/api.ts';
import type { BatchCheck } from '../../../core/api-orders.ts';
import type { ListChoice } from '../../../core/order/column-mapping.ts';
import { type BatchMode, batchModes } from '../../../core/provisioning/batch-mode.ts';
import { mostFailuresInARow } from '../../../core/provisioning/station-settings.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { type RunForm, runChoiceOf, StationChoice } from '../../components/station-choice.tsx';
import { offeredStations, useBatches } from '../../stores/batches.ts';
import { goTo } from '../../stores/navigation.ts';
import { useOrderBook } from '../../stores/order-book.ts';
import { useStations } from '../../stores/stations.ts';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';
import type { OpenList } from './read-file.ts';

interface RunStepProps {
  readonly profile: TextFile;
  readonly list: OpenList;
  readonly reading: ListChoice;
  readonly check: BatchCheck;
  readonly onBack: () => void;
}

const longestName = 120;

/** The second step: the batch's name, its stations, and what a row needs to be done. */
export function RunStep({ profile, list, reading, check, onBack }: RunStepProps) {
  const [name, setName] = useState(() => list.name.replace(/\.[^.]*$/, '').slice(0, longestName));
  const settings = useStations((state) => state.settings);
  const [chosenMode, setMode] = useState<BatchMode>();
  const [stopAfter, setStopAfter] = useState(0);
  const [form, setForm] = useState<RunForm>(() => ({
    stations: offeredStations(undefined),
    overwrite: false,
    keys: undefined,
  }));
  const orderBook = useOrderBook((store) => store.state);
  const [shared, setShared] = useState(false);
  useEffect(() => void useOrderBook.getState().load(), []);
  const mode = chosenMode ?? settings[form.stations[0] ?? '']?.mode ?? 'cardThenSimulatedDevice';
  const named = name.trim() !== '';
  const start = async () => {
    const started = await useBatches.getState().start({
      name: name.trim(),
      profile,
      list: { listId: list.listId },
      reading,
      mode,
      stopAfter,
      ...(shared ? { shared } : {}),
      ...runChoiceOf(form),
    });
    if (started.kind === 'fault') return started.fault;
    await useWorkstation.getState().load();
    goTo({ name: 'bench' });
    return undefined;
  };
  return (
    <ScreenFrame
      title={texts.newBatch.title}
      kicker={texts.newBatch.stepOf(2)}
      subtitle={
        <>
          {texts.newBatch.fine(check.rows)}
          {check.profile && ` · ${texts.common.profileTag(check.profile.name, check.profile.version)}`}
        </>
      }
      scrolls
      actions={
        <>
          <ActionButton onRun={onBack} hotkey="Escape">
            {texts.common.back}
          </ActionButton>
          <ActionButton
            tone="primary"
            hotkey="Enter"
            icon={<IconPlayerPlay size="1.0625rem" />}
            disabled={!named || form.stations.length === 0}
            onRun={start}
          >
            {texts.newBatch.start}
          </ActionButton>
        </>
      }
    >
      <div className="run-step">
        <div className="run-step__part panel">
          <TextInput
            label={texts.newBatch.name}
            description={texts.newBatch.nameHint}
            value={name}
            maxLength={longestName}
            error={named ? undefined : texts.newBatch.nameMissing}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group
            label={texts.newBatch.device}
            value={mode}
            onChange={(value) => setMode(batchModes.find((each) => each === value))}
          >
            <div className="run-step__radios">
              {batchModes.map((each) => (
                <Radio
                  key={each}
                  value={each}
                  label={texts.stations.modes[each].name}
                  description={texts.stations.modes[each].hint}
                />
              ))}
            </div>
          </Radio.Group>
          {orderBook && orderBook.kind !== 'none' && (
            <Checkbox
              label={texts.orderBook.share}
              description={texts.orderBook.shareHint(orderBook.address)}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          <WholeNumber
            label={texts.stations.stopAfter}
            description={texts.stations.stopAfterHint}
            min={0}
            max={mostFailuresInARow}
            value={stopAfter}
            onValue={setStopAfter}
          />
        </div>
        <div className="run-step__part panel">
          <StationChoice form={form} onChange={setForm} />
        </div>
      </div>
    </ScreenFrame>
  );
}
