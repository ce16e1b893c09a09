import { Tag } from '../../components/tag.tsx';
import { nodeWords } from '../../format/addresses.ts';
import { texts } from '../../texts.ts';
import type { TimelineAlert } from './alerts.ts';
import type { CommandPart } from './command-parts.ts';
import type { TimedCommand } from './timeline.ts';

const marks: Readonly<Record<TimedCommand['outcome'], string>> = {
  ok: '✓',
  pending: '…',
  failed: '✕',
  unreported: '?',
  awaited: '…',
  none: '·',
};

const alertMarks: Readonly<
  Record<TimelineAlert['tone'], { readonly outcome: TimedCommand['outcome']; readonly mark: string }>
> = {
  ok: { outcome: 'ok', mark: '✓' },
  bad: { outcome: 'failed', mark: '✕' },
  warn: { outcome: 'pending', mark: '!' },
  plain: { outcome: 'none', mark: '·' },
};

/** A command of a package #2: what it asks for, and what the device says of it. */
export function CommandLine({ command }: { readonly command: TimedCommand }) {
  return (
    <>
      <i className="line__dot" aria-hidden="true" />
      <span className="status line__mark" data-outcome={command.outcome} aria-hidden="true">
        {marks[command.outcome]}
      </span>
      <span className="line__words line__parts">
        <b>{command.name}</b>
        {command.parts.map((part) => (
          <Part key={part.whole} part={part} />
        ))}
      </span>
      <span className="status line__end" data-outcome={command.outcome}>
        {statusWordsOf(command)}
      </span>
    </>
  );
}

/** An alert of a package: what it is about, and how the device marks it. */
export function AlertLine({ alert }: { readonly alert: TimelineAlert }) {
  const { tone, resultCode, mark } = alert;
  const { outcome, mark: sign } = alertMarks[tone];
  return (
    <>
      <i className="line__dot" aria-hidden="true" />
      <span className="status line__mark" data-outcome={outcome} aria-hidden="true">
        {sign}
      </span>
      <span className="line__words line__parts">
        <b>{texts.session.alert}</b>
        <span className="mono" title={alert.type}>
          {alert.short}
        </span>
        {alert.source !== undefined && (
          <span className="mono dim" title={alert.source}>
            {nodeWords(alert.source).address}
          </span>
        )}
        {mark !== undefined && <Tag tone={resultCode === undefined ? tone : 'plain'}>{mark}</Tag>}
      </span>
      <span className="status line__end" data-outcome={outcome}>
        {resultCode !== undefined && texts.session.result(resultCode)}
      </span>
    </>
  );
}

function Part({ part }: { readonly part: CommandPart }) {
  const { join, short, whole, conditions } = part;
  return (
    <>
      {join !== undefined && (
        <span className="dim">
          <span aria-hidden="true">{texts.session.joins[join].sign}</span>
          <span className="visually-hidden">{texts.session.joins[join].words}</span>
        </span>
      )}
      <span className="mono" title={whole}>
        {short}
      </span>
      {conditions.length > 0 && (
        <span className="dim" title={whole}>
          {texts.session.where(conditions.join(', '))}
        </span>
      )}
      {part.unlessUnchanged && (
        <span title={texts.session.unlessUnchangedHint}>
          <Tag>{texts.session.unlessUnchanged}</Tag>
        </span>
      )}
    </>
  );
}

/** What is to be said of a command, in words. */
export function statusWordsOf({ status, outcome }: TimedCommand): string {
  if (status !== undefined) return texts.session.status(status);
  if (outcome === 'unreported') return texts.session.noStatus;
  return outcome === 'awaited' ? texts.session.waitingForStatus : '';
}
