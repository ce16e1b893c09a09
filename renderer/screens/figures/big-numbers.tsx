import type { ReactNode } from 'react';
import type { FiguresView } from '../../../core/api-figures.ts';
import { formatNumber, formatTenths } from '../../format/numbers.ts';
import { formatExpectedEnd, formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';

/** The four numbers that are asked for first. */
export function BigNumbers({ view, children }: { readonly view: FiguresView; readonly children: ReactNode }) {
  const { batch, done, firstPass, perHour } = view;
  const share = firstPass.ended === 0 ? undefined : firstPass.done / firstPass.ended;
  return (
    <div className="figures__numbers panel">
      <dl>
        <BigNumber
          value={formatNumber(done)}
          words={batch ? texts.figures.doneOf(batch.total) : texts.figures.done}
        />
        <BigNumber
          value={share === undefined ? texts.common.none : texts.figures.percent(share)}
          words={texts.figures.yield}
          title={texts.figures.yieldOf(firstPass.done, firstPass.ended)}
        />
        <BigNumber
          value={perHour === undefined ? texts.common.none : rate(perHour)}
          words={perHour === undefined ? texts.figures.perHourUnknown : texts.figures.perHour}
        />
        <Finish view={view} />
      </dl>
      {children}
    </div>
  );
}

function Finish({ view: { finish, failed, at } }: { readonly view: FiguresView }) {
  if (finish === undefined)
    return <BigNumber value={formatNumber(failed)} words={texts.figures.failedRows} />;
  switch (finish.kind) {
    case 'finished':
      return <BigNumber value={formatMoment(finish.at, at)} words={texts.figures.finishedAt} />;
    case 'expected':
      return <BigNumber value={formatExpectedEnd(finish.at, at)} words={texts.figures.expected} />;
    case 'unknown':
      return <BigNumber value={texts.common.none} words={texts.figures.unknown[finish.why]} />;
  }
}

function BigNumber(props: { readonly value: string; readonly words: string; readonly title?: string }) {
  return (
    <div className="figures__number" title={props.title}>
      <dt>{props.words}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

/** Tenths are told of few rows only. */
function rate(perHour: number): string {
  return perHour < 100 ? formatTenths(perHour) : formatNumber(perHour);
}
