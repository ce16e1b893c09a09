import type { ReactNode } from 'react';
import { serverWords } from '../../format/addresses.ts';
import { formatSeconds } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';
import { outcomeOf, type TimelineItem } from './timeline.ts';
import { AlertLine, CommandLine } from './timeline-parts.tsx';

interface TimelineEntryProps {
  readonly item: TimelineItem;
  readonly deviceId: string;
  /** Whether it is selected itself, or the part of it that is. */
  readonly selected: 'whole' | number | undefined;
  readonly onSelect: (part?: number) => void;
}

/** A line of the transcript, and below a package each of its commands or alerts. */
export function TimelineEntry({ item, deviceId, selected, onSelect }: TimelineEntryProps) {
  return (
    <li className="event" data-kind={item.kind}>
      <TimelineLine selected={selected === 'whole'} onSelect={() => onSelect()}>
        <span className="line__time mono dim">{timeWords(item.after)}</span>
        <i className="line__dot" aria-hidden="true" />
        <span className="line__words">
          <Words item={item} deviceId={deviceId} />
        </span>
        <span className="line__end dim">{directionOf(item)}</span>
      </TimelineLine>
      <Parts item={item} selected={selected} onSelect={onSelect} />
    </li>
  );
}

/** A line that can be selected. The arrows go from one to the next; Tab goes to the one that is selected. */
function TimelineLine(props: {
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly part?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={props.part ? 'line line--part' : 'line'}
      data-line
      aria-pressed={props.selected}
      tabIndex={props.selected ? 0 : -1}
      onFocus={props.onSelect}
      onClick={props.onSelect}
    >
      {props.children}
    </button>
  );
}

function Parts({ item, selected, onSelect }: Omit<TimelineEntryProps, 'deviceId'>) {
  const line = (index: number, words: ReactNode) => (
    <li key={index}>
      <TimelineLine part selected={selected === index} onSelect={() => onSelect(index)}>
        {words}
      </TimelineLine>
    </li>
  );
  if (item.kind === 'package2' && !endsSession(item))
    return <ul>{item.commands.map((command, index) => line(index, <CommandLine command={command} />))}</ul>;
  if ((item.kind === 'package1' || item.kind === 'package3') && item.alerts.length > 0)
    return <ul>{item.alerts.map((alert, index) => line(index, <AlertLine alert={alert} />))}</ul>;
  return null;
}

function Words({ item, deviceId }: { readonly item: TimelineItem; readonly deviceId: string }) {
  switch (item.kind) {
    case 'package1': {
      const { kind, notificationId } = item.beginning;
      return (
        <>
          <b>{texts.session.package(1)}</b> {texts.session.began[kind]}
          {notificationId !== undefined && `, ${texts.session.notificationNumber(notificationId)}`}
          {item.objects > 0 && <span className="dim"> · {texts.session.objects(item.objects)}</span>}
        </>
      );
    }
    case 'package2':
      return (
        <>
          <b>{texts.session.package(2)}</b>{' '}
          {endsSession(item) ? texts.session.end : texts.session.commands(item.commands.length)}
        </>
      );
    case 'package3':
      return (
        <>
          <b>{texts.session.package(3)}</b> {texts.session.statuses(item.statuses)}
          {item.alerts.length > 0 && ` · ${texts.session.alerts(item.alerts.length)}`}
        </>
      );
    case 'repository':
      return (
        <>
          <b>{item.upload ? texts.session.upload : texts.session.repository}</b>{' '}
          <span className="mono" title={item.entry.text}>
            {item.method} {serverWords(item.resource, deviceId)}
          </span>
          <Status status={item.status} />
        </>
      );
    case 'refused':
      return (
        <>
          <b className="cause">{texts.session.refused}</b> {item.words}
          <Status status={item.status} />
        </>
      );
    case 'interaction':
      return (
        <>
          <b>{texts.session.form.form}</b>{' '}
          <span className="status" data-outcome={item.outcome}>
            {item.words}
          </span>
        </>
      );
    case 'note':
      return (
        <>
          <b>{texts.session.note}</b> <span className="line__note">{item.words}</span>
        </>
      );
    case 'unreadable':
      return (
        <span className="status" data-outcome="failed">
          {texts.session.unreadable}
        </span>
      );
  }
}

function Status({ status }: { readonly status: number | undefined }) {
  if (status === undefined) return null;
  return (
    <span className="status" data-outcome={outcomeOf(status)}>
      {' '}
      {texts.session.status(status)}
    </span>
  );
}

/** Whether a package does nothing but end the session: its only command needs no line of its own. */
function endsSession(item: TimelineItem & { readonly kind: 'package2' }): boolean {
  return item.commands.length === 1 && item.commands[0]?.name === 'END';
}

function directionOf(item: TimelineItem): string {
  switch (item.entry.kind) {
    case 'package1':
    case 'package3':
    case 'refused':
      return texts.session.fromDevice;
    case 'package2':
      return texts.session.toDevice;
    case 'repository':
      return item.kind === 'repository' && item.upload
        ? texts.session.toRepository
        : texts.session.fromRepository;
    case 'interaction':
      return texts.session.form.browser;
    case 'note':
      return '';
  }
}

function timeWords(after: number): string {
  return after < 0 ? `−${formatSeconds(-after / 1000)}` : `+${formatSeconds(after / 1000)}`;
}
