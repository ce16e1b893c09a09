import { formatSeconds } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';
import { outcomeOf, type TimedCommand, type TimelineItem } from './timeline.ts';

interface TimelineEntryProps {
  readonly item: TimelineItem;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

const marks: Readonly<Record<TimedCommand['outcome'], string>> = {
  ok: '✓',
  pending: '…',
  failed: '✕',
  unreported: '?',
  awaited: '…',
  none: '·',
};

/** A package or an exchange with the repository, and below a package #2 each of its commands. */
export function TimelineEntry({ item, selected, onSelect }: TimelineEntryProps) {
  return (
    <li className="event" data-kind={item.kind}>
      <button type="button" className="event__line" aria-pressed={selected} onClick={onSelect}>
        <span className="event__time mono dim">{timeWords(item.after)}</span>
        <i className="event__dot" aria-hidden="true" />
        <span className="event__words">
          <Words item={item} />
        </span>
        <span className="event__direction dim">{directionOf(item)}</span>
      </button>
      {item.kind === 'package2' && !endsSession(item.commands) && (
        <ul className="event__commands">
          {item.commands.map((command, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: commands are known by their place
            <Command key={index} command={command} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Words({ item }: { readonly item: TimelineItem }) {
  switch (item.kind) {
    case 'package1':
      return (
        <>
          <b>{texts.session.package(1)}</b> {item.alerts.map(alertWords).join(', ')}
          {item.objects > 0 && <span className="dim"> · {texts.session.objects(item.objects)}</span>}
        </>
      );
    case 'package2': {
      return (
        <>
          <b>{texts.session.package(2)}</b>{' '}
          {endsSession(item.commands) ? texts.session.end : texts.session.commands(item.commands.length)}
        </>
      );
    }
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
          <b>{texts.session.repository}</b> <span className="mono">{item.request}</span>
          {item.status !== undefined && (
            <span className="event__status" data-outcome={outcomeOf(item.status)}>
              {' '}
              {item.status}
            </span>
          )}
        </>
      );
    case 'unreadable':
      return (
        <span className="event__status" data-outcome="failed">
          {texts.session.unreadable}
        </span>
      );
  }
}

function Command({ command }: { readonly command: TimedCommand }) {
  const { name, parameters, status, outcome } = command;
  const words =
    status !== undefined
      ? texts.session.status(status)
      : outcome === 'unreported'
        ? texts.session.noStatus
        : outcome === 'awaited'
          ? texts.session.waitingForStatus
          : '';
  return (
    <li className="command">
      <span className="event__status command__mark" data-outcome={outcome} aria-hidden="true">
        {marks[outcome]}
      </span>
      <span className="command__words">
        <b>{name}</b>
        {parameters.map((parameter) => (
          <span key={parameter} className="mono">
            {parameter}
          </span>
        ))}
      </span>
      <span className="event__status command__status" data-outcome={outcome}>
        {words}
      </span>
    </li>
  );
}

function endsSession(commands: readonly TimedCommand[]): boolean {
  return commands.length === 1 && commands[0]?.name === 'END';
}

function directionOf(item: TimelineItem): string {
  if (item.entry.kind === 'repository') return texts.session.repositoryDirection;
  return item.entry.kind === 'package2' ? texts.session.toDevice : texts.session.fromDevice;
}

/** An alert type by its last words; the whole URN stands in the raw package. */
function alertWords(type: string): string {
  return type.split(':').at(-1) ?? type;
}

function timeWords(after: number): string {
  return `+${formatSeconds(after / 1000)}`;
}
