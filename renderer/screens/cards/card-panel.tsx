import { Loading } from '../../components/loading.tsx';
import { takesWork } from '../../stores/card-handle.ts';
import { useCard } from '../../stores/cards.ts';
import { useStations } from '../../stores/stations.ts';
import { texts } from '../../texts.ts';
import { CardHead } from './card-head.tsx';
import type { CardDialog } from './cards-screen.tsx';
import { ContentsPanel } from './contents-panel.tsx';
import { MessagePanel } from './message-panel.tsx';
import { NoCard, ReaderGone } from './no-card.tsx';
import { Outcome } from './outcome.tsx';

interface CardPanelProps {
  readonly station: string;
  readonly onAsk: (dialog: CardDialog) => void;
  /** Told the reader's new name. */
  readonly onRenamed: (station: string) => void;
}

/** The card in one reader, or what to do so that there is one. */
export function CardPanel({ station, onAsk, onRenamed }: CardPanelProps) {
  const handle = useCard(station);
  const reader = useStations((state) => state.handles[station]?.view);
  const { seen } = handle;
  if (reader === undefined) return <ReaderGone name={station} />;
  if (seen === undefined) return <Loading words={texts.cards.reading} />;
  if (seen.kind === 'fault')
    return (
      <div className="card-missing">
        <Outcome station={station} handle={handle} />
        <NoCard reader={reader} fault={seen.fault} busy={handle.work === 'read'} onRenamed={onRenamed} />
      </div>
    );
  return (
    <div className="card">
      <CardHead
        reader={reader}
        view={seen.view}
        handle={handle}
        onUnlock={() => onAsk('unlock')}
        onRenamed={onRenamed}
      />
      <div className="split card__sides">
        <ContentsPanel view={seen.view} busy={!takesWork(handle)} />
        <MessagePanel view={seen.view} />
      </div>
    </div>
  );
}
