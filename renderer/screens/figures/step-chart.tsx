import type { FiguresView } from '../../../core/api-figures.ts';
import type { StepTimes } from '../../../core/provisioning/figures.ts';
import { timedSteps } from '../../../core/provisioning/row-phase.ts';
import { formatNumber, formatSeconds } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';
import { ChartPanel } from './chart-panel.tsx';

interface StepChartProps {
  readonly view: FiguresView;
  readonly station: string | undefined;
  readonly onShowLine: (batchId: string, label: string) => void;
}

/** What each step takes: the medians of each station in a row, and the numbers of the station that is looked at. */
export function StepChart({ view, station, onShowLine }: StepChartProps) {
  const { steps, throughput, leftOut } = view;
  const names = [undefined, ...(throughput.stations.length > 1 ? throughput.stations : [])];
  const own = steps.filter((each) => each.station === station);
  return (
    <ChartPanel
      title={texts.figures.steps}
      lead={texts.figures.stepsLead}
      columns={[texts.figures.station, ...timedSteps.map((step) => texts.figures.stepNames[step])]}
      rows={names.map((name) => [
        name ?? texts.figures.allStations,
        ...timedSteps.map((step) => {
          const median = steps.find((each) => each.step === step && each.station === name)?.median;
          return median === undefined ? texts.common.none : inWords(median);
        }),
      ])}
    >
      {steps.length === 0 ? (
        <p className="dim">{texts.figures.noSteps}</p>
      ) : (
        <>
          <Stacks steps={steps} names={names} />
          <StepTable steps={own} onShowLine={onShowLine} />
        </>
      )}
      {leftOut > 0 && <p className="dim">{texts.figures.leftOut(leftOut)}</p>}
    </ChartPanel>
  );
}

function Stacks(props: {
  readonly steps: readonly StepTimes[];
  readonly names: readonly (string | undefined)[];
}) {
  const { steps, names } = props;
  const rows = names.map((name) => ({ name, own: steps.filter((each) => each.station === name) }));
  const lengthOf = (own: readonly StepTimes[]) => own.reduce((sum, { median }) => sum + median, 0);
  const most = Math.max(1, ...rows.map(({ own }) => lengthOf(own)));
  return (
    <ul className="stacks" aria-hidden="true">
      {rows.map(({ name, own }) => (
        <li key={name ?? ''}>
          <span className="ellipsis">{name ?? texts.figures.allStations}</span>
          <svg aria-hidden="true">
            {own.map(({ step, median }, index) => (
              <rect
                key={step}
                className="stacks__part"
                data-step={step}
                x={`${(lengthOf(own.slice(0, index)) / most) * 100}%`}
                width={`${(median / most) * 100}%`}
                y="0"
                height="100%"
              />
            ))}
          </svg>
          <span className="stacks__sum">{inWords(lengthOf(own))}</span>
        </li>
      ))}
    </ul>
  );
}

function StepTable(props: {
  readonly steps: readonly StepTimes[];
  readonly onShowLine: (batchId: string, label: string) => void;
}) {
  return (
    <table className="step-table">
      <thead>
        <tr>
          <th scope="col">{texts.figures.step}</th>
          <th scope="col">{texts.figures.median}</th>
          <th scope="col" title={texts.figures.ninetiethLong}>
            {texts.figures.ninetieth}
          </th>
          <th scope="col">{texts.figures.worst}</th>
          <th scope="col">{texts.figures.rows}</th>
        </tr>
      </thead>
      <tbody>
        {props.steps.map(({ step, median, ninetieth, worst, count }) => (
          <tr key={step}>
            <th scope="row">
              <i className="step-table__key" data-step={step} />
              {texts.figures.stepNames[step]}
            </th>
            <td>{inWords(median)}</td>
            <td>{inWords(ninetieth)}</td>
            <td>
              {inWords(worst.milliseconds)}{' '}
              <button
                type="button"
                className="step-table__row"
                title={worst.label}
                onClick={() => props.onShowLine(worst.batchId, worst.label)}
              >
                {texts.figures.line(worst.line)}
              </button>
            </td>
            <td>{formatNumber(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inWords(milliseconds: number): string {
  return formatSeconds(milliseconds / 1000);
}
