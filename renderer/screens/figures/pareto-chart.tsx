import { IconList } from '@tabler/icons-react';
import { useState } from 'react';
import type { Outcome } from '../../../core/provisioning/outcomes.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { formatNumber } from '../../format/numbers.ts';
import { formatDateTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { ChartPanel } from './chart-panel.tsx';

/** So many can be looked over; the others are rare, and in the table. */
const shownAtOnce = 8;
/** The width of the plot that a whole is; the rest is for the number beside the last point. */
const whole = 84;

interface ParetoChartProps {
  readonly outcomes: readonly Outcome[];
  readonly onShowRows?: (code: string) => void;
}

/** Failures by how often they were, with their share of all; the one that is chosen says what to do. */
export function ParetoChart({ outcomes, onShowRows }: ParetoChartProps) {
  const [code, setCode] = useState<string>();
  const shown = outcomes.slice(0, shownAtOnce);
  const chosen = shown.find((outcome) => outcome.code === code) ?? shown[0];
  return (
    <ChartPanel
      title={texts.figures.failures}
      lead={texts.figures.failuresLead}
      columns={[
        ...[texts.figures.cause, texts.figures.times, texts.figures.rows, texts.figures.later],
        texts.figures.together,
      ]}
      rows={outcomes.map((outcome) => [
        ...[outcome.cause, formatNumber(outcome.occurrences), formatNumber(outcome.rows)],
        ...[formatNumber(outcome.doneLater), texts.figures.percent(outcome.cumulative)],
      ])}
    >
      {chosen === undefined ? (
        <p className="dim">{texts.figures.noFailure}</p>
      ) : (
        <>
          <div className="pareto">
            <ul className="pareto__causes">
              {shown.map((outcome) => (
                <li key={outcome.code}>
                  <button
                    type="button"
                    className="pareto__cause"
                    aria-pressed={outcome === chosen}
                    title={outcome.cause}
                    onClick={() => setCode(outcome.code)}
                  >
                    <span className="pareto__words">{outcome.cause}</span>
                    <b>{formatNumber(outcome.occurrences)}</b>
                  </button>
                </li>
              ))}
            </ul>
            <ParetoPlot outcomes={shown} chosen={chosen.code} />
          </div>
          <ChosenOutcome outcome={chosen} onShowRows={onShowRows} />
        </>
      )}
    </ChartPanel>
  );
}

function ParetoPlot(props: { readonly outcomes: readonly Outcome[]; readonly chosen: string }) {
  const { outcomes, chosen } = props;
  const middle = (index: number) => `${((index + 0.5) / outcomes.length) * 100}%`;
  const across = (share: number) => `${share * whole}%`;
  return (
    <svg className="pareto__plot" aria-hidden="true">
      {[0.5, 1].map((share) => (
        <line key={share} className="chart__grid" x1={across(share)} x2={across(share)} y1="0" y2="100%" />
      ))}
      {outcomes.map(({ code, cumulative }, index) => {
        const share = cumulative - (outcomes[index - 1]?.cumulative ?? 0);
        return (
          <rect
            key={code}
            className="pareto__bar"
            data-chosen={code === chosen || undefined}
            x="0"
            y={`${((index + 0.24) / outcomes.length) * 100}%`}
            width={across(share)}
            height={`${52 / outcomes.length}%`}
            rx="3"
          />
        );
      })}
      {outcomes.slice(1).map(({ code, cumulative }, index) => (
        <line
          key={code}
          className="pareto__line"
          x1={across(outcomes[index]?.cumulative ?? 0)}
          y1={middle(index)}
          x2={across(cumulative)}
          y2={middle(index + 1)}
        />
      ))}
      {outcomes.map(({ code, cumulative }, index) => (
        <g key={code}>
          <circle className="pareto__point" cx={across(cumulative)} cy={middle(index)} r="4" />
          <text className="chart__label" x={across(cumulative)} dx="9" y={middle(index)} dy="0.35em">
            {`${formatNumber(cumulative * 100)} %`}
          </text>
        </g>
      ))}
    </svg>
  );
}

function ChosenOutcome(props: {
  readonly outcome: Outcome;
  readonly onShowRows: ((code: string) => void) | undefined;
}) {
  const { outcome, onShowRows } = props;
  const { code, cause, remedy, occurrences, rows, doneLater, firstAt, lastAt, stations } = outcome;
  return (
    <div className="pareto__chosen" aria-live="polite">
      <p>
        <b>{cause}</b> <span className="mono dim">{code}</span>
      </p>
      <p>{remedy}</p>
      <dl className="facts pareto__facts">
        <Fact name={texts.figures.happened(occurrences, rows)}>{texts.figures.doneLater(doneLater)}</Fact>
        <Fact name={texts.figures.between}>{`${formatDateTime(firstAt)} – ${formatDateTime(lastAt)}`}</Fact>
        <Fact name={texts.figures.where}>{texts.figures.whereAll(stations)}</Fact>
      </dl>
      {onShowRows && (
        <div>
          <ActionButton icon={<IconList size="1.0625rem" />} hotkey="O" onRun={() => onShowRows(code)}>
            {texts.figures.showRows}
          </ActionButton>
        </div>
      )}
    </div>
  );
}
