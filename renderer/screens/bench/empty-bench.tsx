import { IconCreditCard, IconDeviceDesktopCheck, IconEyeCheck, IconPencilBolt } from '@tabler/icons-react';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { useBatches } from '../../stores/batches.ts';
import { goTo } from '../../stores/navigation.ts';
import { useStations } from '../../stores/stations.ts';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';
import { CardDrawing } from './card-drawing.tsx';
import './empty-bench.css';

const icons = {
  card: IconCreditCard,
  write: IconPencilBolt,
  verify: IconEyeCheck,
  session: IconDeviceDesktopCheck,
};

/** The bench before its first batch: what it is for, and a run without any hardware one press away. */
export function EmptyBench() {
  return (
    <ScreenFrame title={texts.bench.title} scrolls>
      <div className="empty-bench">
        <div className="empty-bench__hero panel">
          <div className="empty-bench__words">
            <h2 className="empty-bench__title">{texts.bench.emptyTitle}</h2>
            <p className="empty-bench__lead dim">{texts.bench.emptyLead}</p>
            <div className="empty-bench__actions">
              <ActionButton tone="primary" size="lg" hotkey="Enter" onRun={startSample}>
                {texts.bench.trySample}
              </ActionButton>
              <ActionButton size="lg" hotkey="N" onRun={() => goTo({ name: 'newBatch' })}>
                {texts.bench.newBatch}
              </ActionButton>
            </div>
            <p className="dim">{texts.bench.trySampleHint}</p>
          </div>
          <div className="empty-bench__picture">
            <CardDrawing />
          </div>
        </div>
        <section aria-label={texts.bench.howTitle}>
          <p className="kicker empty-bench__kicker">{texts.bench.howTitle}</p>
          <ol className="empty-bench__steps">
            {texts.bench.how.map(({ step, title, words }) => {
              const Icon = icons[step];
              return (
                <li key={step} className="panel">
                  <Icon size="1.375rem" stroke={1.6} aria-hidden="true" />
                  <div>
                    <h3>{title}</h3>
                    <p className="dim">{words}</p>
                  </div>
                </li>
              );
            })}
          </ol>
        </section>
      </div>
    </ScreenFrame>
  );
}

/** Runs the sample on the virtual station with the simulated device. Answers the fault, if any. */
async function startSample() {
  const sample = await call('sample', {});
  if (sample.kind === 'fault') return sample.fault;
  const { names, handles } = useStations.getState();
  const stations = names.filter((name) => handles[name]?.view.kind === 'virtual');
  const started = await useBatches.getState().start({
    name: texts.bench.sampleName,
    profile: sample.answer.profile,
    list: sample.answer.list,
    stations,
    simulatedDevice: true,
    overwrite: false,
  });
  if (started.kind === 'fault') return started.fault;
  // Main tells of the batch by itself; asking makes the bench show it even before its first row moves.
  await useWorkstation.getState().load();
  return undefined;
}
