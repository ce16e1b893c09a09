import { IconBolt, IconCreditCardOff, IconPlugConnectedX, IconStack2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StationView } from '../../../core/api-station-activity.ts';
import type { Fault } from '../../../core/errors.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultCode, FaultNotice } from '../../components/fault-notice.tsx';
import { useCards } from '../../stores/cards.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { CardDrawing } from '../bench/card-drawing.tsx';
import { ReaderName } from './reader-name.tsx';
import './no-card.css';

interface NoCardProps {
  readonly reader: StationView;
  /** Why no card was read. */
  readonly fault: Fault;
  readonly busy: boolean;
  readonly onRenamed: (station: string) => void;
}

/** Why there is no card to be seen, calmly, and what to do. */
export function NoCard({ reader, fault, busy, onRenamed }: NoCardProps) {
  return (
    <section className="no-card panel" aria-label={reader.name}>
      <div className="no-card__reader">
        <ReaderName reader={reader} onRenamed={onRenamed} />
      </div>
      <Reason reader={reader} fault={fault} busy={busy} />
    </section>
  );
}

/** A reader that was looked at and is not there any more. */
export function ReaderGone({ name }: { readonly name: string }) {
  return (
    <section className="no-card panel" aria-label={name}>
      <Calm
        picture={<IconPlugConnectedX stroke={1.5} />}
        title={texts.cards.lostTitle}
        lead={texts.cards.lostLead(name)}
      />
    </section>
  );
}

function Reason({ reader, fault, busy }: Omit<NoCardProps, 'onRenamed'>) {
  const { name } = reader;
  const retry = (
    <ActionButton
      tone="primary"
      size="lg"
      hotkey="Enter"
      disabled={busy}
      onRun={() => useCards.getState().read(name)}
    >
      {texts.cards.tryAgain}
    </ActionButton>
  );
  switch (fault.code) {
    case 'CARD_ABSENT':
      return (
        <Calm picture={<CardDrawing />} title={texts.cards.absentTitle} lead={texts.cards.absentLead(name)} />
      );
    case 'CARD_MUTE':
      return (
        <Calm picture={<IconCreditCardOff stroke={1.5} />} title={texts.cards.muteTitle} fault={fault}>
          {retry}
        </Calm>
      );
    case 'READER_LOST':
    case 'READER_UNKNOWN':
      return (
        <Calm
          picture={<IconPlugConnectedX stroke={1.5} />}
          title={texts.cards.lostTitle}
          lead={texts.cards.lostLead(name)}
        />
      );
    case 'PCSC_NOT_RUNNING':
    case 'PCSC_UNAVAILABLE':
      return (
        <Calm picture={<IconPlugConnectedX stroke={1.5} />} title={texts.cards.serviceTitle} fault={fault}>
          {retry}
        </Calm>
      );
    case 'STATION_AT_WORK':
      return (
        <Calm picture={<IconStack2 stroke={1.5} />} title={texts.cards.atWorkTitle} lead={fault.remedy}>
          <ActionButton tone="primary" size="lg" hotkey="Enter" onRun={() => goTo({ name: 'bench' })}>
            {texts.cards.toBench}
          </ActionButton>
        </Calm>
      );
    case 'READER_BUSY':
      return (
        <Calm picture={<IconBolt stroke={1.5} />} title={texts.cards.busyTitle} fault={fault}>
          {retry}
        </Calm>
      );
    default:
      return (
        <div className="no-card__fault">
          <h2 className="no-card__title">{texts.cards.failedTitle}</h2>
          <FaultNotice fault={fault}>{retry}</FaultNotice>
        </div>
      );
  }
}

function Calm(props: {
  readonly picture: ReactNode;
  readonly title: string;
  readonly lead?: string;
  /** What says why, in place of a lead. */
  readonly fault?: Fault;
  readonly children?: ReactNode;
}) {
  const { fault } = props;
  return (
    <div className="no-card__calm" role="status">
      <div className="no-card__picture" aria-hidden="true">
        {props.picture}
      </div>
      <h2 className="no-card__title">{props.title}</h2>
      {props.lead !== undefined && <p className="no-card__lead dim">{props.lead}</p>}
      {fault && (
        <>
          <p className="no-card__lead">{fault.remedy}</p>
          <p className="dim">
            {fault.message} <FaultCode code={fault.code} />
          </p>
        </>
      )}
      {props.children !== undefined && <div className="no-card__actions">{props.children}</div>}
    </div>
  );
}
