import type { BatchSummary } from '../../../core/api.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useNow } from '../../components/use-now.ts';
import { formatNumber, formatTenths } from '../../format/numbers.ts';
import { expectedEnd, formatExpectedEnd } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import './counter-card.css';

/** What is left of the batch: the one line that is read from across the room. */
export function CounterCard({ batch }: { readonly batch: BatchSummary }) {
  const now = useNow(10_000);
  const { done, failed, inWork, waiting, held, cancelled, total, perMinute, batchId } = batch;
  const seeAside = () => goTo({ name: 'batch', batchId, filter: 'setAside' });
  const running = batch.state === 'running';
  const end = running ? expectedEnd(waiting + inWork, perMinute, now) : undefined;
  return (
    <section className="counter panel" aria-label={texts.bench.batch}>
      <ProgressBar
        label={texts.bench.barLabel(done, failed, total)}
        total={total}
        done={done}
        failed={failed}
        inWork={inWork}
      />
      <dl className="counter__numbers">
        <Count tone={done > 0 ? 'ok' : undefined} value={formatNumber(done)} words={texts.bench.countDone} />
        <Count
          tone={failed > 0 ? 'bad' : undefined}
          value={formatNumber(failed)}
          words={texts.bench.countFailed}
          {...(failed > 0 ? { onWhy: () => goTo({ name: 'batch', batchId, filter: 'failed' }) } : {})}
        />
        <Count value={formatNumber(inWork)} words={texts.bench.countInWork} />
        <Count value={formatNumber(waiting)} words={texts.bench.countLeft} />
        {held > 0 && (
          <Count
            value={formatNumber(held)}
            words={texts.bench.countHeld}
            onWhy={seeAside}
            why={texts.bench.seeRows}
          />
        )}
        {cancelled > 0 && (
          <Count
            value={formatNumber(cancelled)}
            words={texts.bench.countCancelled}
            onWhy={seeAside}
            why={texts.bench.seeRows}
          />
        )}
        {batch.awaited > 0 && <Count value={formatNumber(batch.awaited)} words={texts.stations.awaited} />}
        {perMinute !== undefined && (
          <Count first value={formatTenths(perMinute)} words={texts.bench.perMinute} />
        )}
        {end !== undefined && <Count value={formatExpectedEnd(end, now)} words={texts.bench.expectedEnd} />}
      </dl>
    </section>
  );
}

function Count(props: {
  readonly tone?: 'ok' | 'bad' | undefined;
  readonly value: string;
  readonly words: string;
  /** The first of those at the right. */
  readonly first?: boolean;
  readonly onWhy?: () => void;
  readonly why?: string;
}) {
  return (
    <div className="counter__count" data-tone={props.tone} data-first={props.first}>
      <dt>
        {props.words}
        {props.onWhy && (
          <>
            {' · '}
            <button type="button" className="counter__why" onClick={props.onWhy}>
              {props.why ?? texts.bench.why}
            </button>
          </>
        )}
      </dt>
      <dd>{props.value}</dd>
    </div>
  );
}
