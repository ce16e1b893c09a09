import { IconCreditCard, IconDeviceDesktopCheck, IconEyeCheck, IconPencilBolt } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { goTo } from '../../stores/navigation.ts';
import { startSample } from '../../stores/sample.ts';
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
