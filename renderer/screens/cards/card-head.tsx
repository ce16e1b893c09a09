import { IconRefresh, IconSitemap } from '@tabler/icons-react';
import type { CardView } from '../../../core/api-cards.ts';
import type { StationView } from '../../../core/api-station-activity.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { iccidGroups } from '../../format/identity.ts';
import { formatExactTime, formatMoment } from '../../format/times.ts';
import { type CardHandle, takesWork } from '../../stores/card-handle.ts';
import { useCards } from '../../stores/cards.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { PlanBlocks } from '../bench/plan-blocks.tsx';
import { holderWords } from './card-words.ts';
import { Outcome } from './outcome.tsx';
import { ReaderName } from './reader-name.tsx';
import { TriesLeftList } from './tries-left.tsx';
import './card-head.css';

interface CardHeadProps {
  readonly reader: StationView;
  readonly view: CardView;
  readonly handle: CardHandle;
  readonly onUnlock: () => void;
  readonly onRenamed: (station: string) => void;
}

/** Whose the card is, large; its counters; and below it the work with it, or what came of that. */
export function CardHead({ reader, view, handle, onUnlock, onRenamed }: CardHeadProps) {
  const { holder, card } = view;
  const { work } = handle;
  const { tone, headline, lead } = holderWords(view);
  return (
    <section className="card-head panel" aria-label={headline}>
      <div className="card-head__words">
        <div className="card-head__reader">
          <ReaderName reader={reader} onRenamed={onRenamed} />
          {holder.kind === 'device' && (
            <ActionButton
              tone="subtle"
              size="sm"
              hotkey="D"
              icon={<IconSitemap size="1rem" />}
              onRun={() => goTo({ name: 'device', deviceId: holder.deviceId })}
            >
              {texts.cards.openDevice}
            </ActionButton>
          )}
          <span className="card-head__read dim">
            {work === undefined ? (
              <span title={formatExactTime(view.readAt)}>
                {texts.cards.readAt(formatMoment(view.readAt, Date.now()))}
              </span>
            ) : (
              `${texts.cards.working[work]}…`
            )}
            <IconAction
              label={`${texts.cards.readAgain} (R)`}
              hotkey="R"
              onRun={() => void useCards.getState().read(view.station)}
            >
              <IconRefresh size="1rem" />
            </IconAction>
          </span>
        </div>
        <div role="status">
          <h2 className="card-head__holder" data-tone={tone}>
            {headline}
          </h2>
        </div>
        <div className="card-head__lead">
          <span>{lead}</span>
          {card.iccid !== undefined && (
            <span className="card-head__iccid dim">
              {texts.cards.iccid} <span className="mono">{iccidGroups(card.iccid)}</span>
            </span>
          )}
        </div>
      </div>
      <TriesLeftList tries={view.tries} disabled={!takesWork(handle)} onUnlock={onUnlock} />
      {work === 'write' || work === 'erase' ? (
        <Progress work={work} progress={handle.progress} />
      ) : (
        <Outcome station={view.station} handle={handle} />
      )}
    </section>
  );
}

function Progress(props: {
  readonly work: 'write' | 'erase';
  readonly progress: CardHandle['progress'] | undefined;
}) {
  const { work, progress } = props;
  const readsBack = progress?.step === 'verify';
  return (
    <div className="card-head__work">
      <p className="card-head__doing">
        {readsBack ? texts.cards.readingBack : texts.cards.working[work]}
        {progress && <span className="dim"> {texts.bench.block(progress.done, progress.total)}</span>}
      </p>
      <PlanBlocks progress={progress} />
      <p className="dim">{texts.cards.leaveIn}</p>
    </div>
  );
}
