import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconChartBar, IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import type { FiguresScope, FiguresView } from '../../../core/api-figures.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { texts } from '../../texts.ts';
import { BigNumbers } from './big-numbers.tsx';
import { ParetoChart } from './pareto-chart.tsx';
import { StepChart } from './step-chart.tsx';
import { ThroughputChart } from './throughput-chart.tsx';
import { useFigures } from './use-figures.ts';
import './figures.css';

interface FiguresPartProps {
  readonly scope: FiguresScope;
  /** Goes to the rows that failed with a code; only where the figures are of one batch. */
  readonly onShowRows?: (code: string) => void;
  readonly onShowLine: (batchId: string, label: string) => void;
}

/** What became of rows, and how quickly: of one batch, or of all since a time. */
export default function FiguresPart(props: FiguresPartProps) {
  const state = useFigures(props.scope);
  switch (state.kind) {
    case 'loading':
      return <Loading />;
    case 'fault':
      return <FaultNotice fault={state.fault} />;
    case 'answer':
      return state.answer.rows === 0 ? <NoFigures /> : <Charts {...props} view={state.answer} />;
  }
}

function NoFigures() {
  return (
    <div className="fill panel">
      <EmptyState
        title={texts.figures.emptyTitle}
        lead={texts.figures.emptyLead}
        icon={<IconChartBar size="1.75rem" stroke={1.5} />}
      />
    </div>
  );
}

function Charts({ scope, view, onShowRows, onShowLine }: FiguresPartProps & { readonly view: FiguresView }) {
  const [chosen, setStation] = useState('');
  const { stations } = view.throughput;
  const station = stations.includes(chosen) ? chosen : undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the keyboard
    <section className="figures" aria-label={texts.batches.parts.figures} tabIndex={0}>
      <BigNumbers view={view}>
        <div className="figures__tools">
          {stations.length > 1 && (
            <NativeSelect
              aria-label={texts.figures.station}
              value={station ?? ''}
              onChange={(event) => setStation(event.currentTarget.value)}
              data={[
                { value: '', label: texts.figures.allStations },
                ...stations.map((value) => ({ value, label: value })),
              ]}
            />
          )}
          <ActionButton
            hotkey="C"
            needs="saveFigures"
            icon={<IconDeviceFloppy size="1.0625rem" />}
            onRun={() => save(scope)}
          >
            {texts.figures.save}
          </ActionButton>
        </div>
      </BigNumbers>
      <div className="figures__charts">
        <ParetoChart outcomes={view.outcomes} {...(onShowRows ? { onShowRows } : {})} />
        <div className="figures__column">
          <ThroughputChart throughput={view.throughput} station={station} />
          <StepChart view={view} station={station} onShowLine={onShowLine} />
        </div>
      </div>
    </section>
  );
}

async function save(scope: FiguresScope): Promise<Fault | undefined> {
  const result = await call('saveFigures', scope);
  if (result.kind === 'fault') return result.fault;
  if (result.answer.kind === 'saved') notifyDone(texts.figures.saved, result.answer.file);
  return undefined;
}
