import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import type { Throughput, ThroughputInterval } from '../../../core/provisioning/throughput.ts';
import { formatNumber } from '../../format/numbers.ts';
import { formatClock, formatDate, formatDateTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { ChartPanel } from './chart-panel.tsx';

interface ThroughputChartProps {
  readonly throughput: Throughput;
  /** All of them where none is named. */
  readonly station: string | undefined;
}

/** What came through in each interval, done below and failed above; where nothing happened is hatched. */
export function ThroughputChart({ throughput, station }: ThroughputChartProps) {
  const { interval, stations } = throughput;
  const intervals = throughput.intervals.map((each) => ofStation(each, station, stations));
  const when = interval === 'day' ? formatDate : formatDateTime;
  return (
    <ChartPanel
      title={`${texts.figures.throughput}${station === undefined ? '' : ` · ${station}`}`}
      lead={`${texts.figures.intervals[interval]}. ${texts.figures.stillsLead}`}
      columns={[texts.figures.from, texts.figures.doneColumn, texts.figures.failedColumn]}
      rows={intervals
        .filter(({ done, failed }) => done + failed > 0)
        .map(({ from, done, failed }) => [when(from), formatNumber(done), formatNumber(failed)])}
    >
      {intervals.length === 0 ? (
        <p className="dim">{texts.figures.noThroughput}</p>
      ) : (
        <Bars
          intervals={intervals}
          when={when}
          tick={interval === 'day' ? formatDate : shortTime(intervals)}
        />
      )}
    </ChartPanel>
  );
}

function Bars(props: {
  readonly intervals: readonly ThroughputInterval[];
  readonly when: (at: number) => string;
  readonly tick: (at: number) => string;
}) {
  const { intervals, when, tick } = props;
  const hatch = useId();
  const [at, setAt] = useState<number>();
  const last = intervals.length - 1;
  const place = Math.min(at ?? last, last);
  const looked = intervals[place];
  const most = Math.max(1, ...intervals.map(({ done, failed }) => done + failed));
  const move = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ...{ ArrowLeft: place - 1, ArrowDown: place - 1, ArrowRight: place + 1, ArrowUp: place + 1 },
      ...{ Home: 0, End: last },
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(last, to)));
  };
  const point = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const to = Math.floor(((event.clientX - left) / width) * intervals.length);
    setAt(Math.max(0, Math.min(last, to)));
  };
  const words = looked === undefined ? '' : wordsOf(looked, when);
  return (
    <>
      <p className="bars__words">{words}</p>
      <div className="bars">
        <div className="bars__scale dim" aria-hidden="true">
          <span>{formatNumber(most)}</span>
          <span>0</span>
        </div>
        <div
          className="bars__plot"
          role="slider"
          tabIndex={0}
          aria-label={texts.figures.throughput}
          aria-valuemin={0}
          aria-valuemax={last}
          aria-valuenow={place}
          aria-valuetext={words}
          onKeyDown={move}
          onPointerMove={point}
          onPointerLeave={() => setAt(undefined)}
        >
          <svg aria-hidden="true">
            <pattern
              id={hatch}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <line className="bars__hatch" x1="0" x2="0" y1="0" y2="6" />
            </pattern>
            <line className="chart__grid" x1="0" x2="100%" y1="50%" y2="50%" />
            {intervals.map((each, index) => (
              <Bar
                key={each.from}
                interval={each}
                looked={at !== undefined && index === place}
                x={(index / intervals.length) * 100}
                width={100 / intervals.length}
                most={most}
                hatch={`url(#${hatch})`}
              />
            ))}
            <line className="chart__axis" x1="0" x2="100%" y1="100%" y2="100%" />
          </svg>
        </div>
        <div className="bars__ticks dim" aria-hidden="true">
          {[0, Math.floor(last / 2), last].map((index, number) => {
            const shown = intervals[index];
            const own = number === 0 || index > 0;
            return (
              <span key={String(number)}>
                {shown && own && (number !== 1 || last > 1) ? tick(shown.from) : ''}
              </span>
            );
          })}
        </div>
      </div>
    </>
  );
}

function Bar(props: {
  readonly interval: ThroughputInterval;
  readonly looked: boolean;
  readonly x: number;
  readonly width: number;
  readonly most: number;
  readonly hatch: string;
}) {
  const { interval, looked, x, width, most, hatch } = props;
  const { done, failed, still } = interval;
  const [left, broad] = [`${x + width * 0.1}%`, `${Math.min(width * 0.8, 12)}%`];
  const high = (rows: number) => (rows / most) * 96;
  return (
    <g>
      {looked && <rect className="bars__looked" x={`${x}%`} y="0" width={`${width}%`} height="100%" />}
      {still && <rect fill={hatch} x={`${x}%`} y="0" width={`${width}%`} height="100%" />}
      <rect
        className="bars__done"
        x={left}
        width={broad}
        y={`${100 - high(done)}%`}
        height={`${high(done)}%`}
      />
      <rect
        className="bars__failed"
        x={left}
        width={broad}
        y={`${100 - high(done + failed)}%`}
        height={`${high(failed)}%`}
      />
    </g>
  );
}

function ofStation(
  interval: ThroughputInterval,
  station: string | undefined,
  stations: readonly string[],
): ThroughputInterval {
  if (station === undefined) return interval;
  return { ...interval, ...(interval.byStation?.[stations.indexOf(station)] ?? { done: 0, failed: 0 }) };
}

function wordsOf({ from, done, failed, still }: ThroughputInterval, when: (at: number) => string): string {
  return `${when(from)} · ${still ? texts.figures.still : texts.figures.ends(done, failed)}`;
}

/** The time alone within a day, else with the day. */
function shortTime(intervals: readonly ThroughputInterval[]): (at: number) => string {
  const days = new Set(intervals.map(({ from }) => new Date(from).toDateString()));
  return days.size > 1 ? formatDateTime : formatClock;
}
