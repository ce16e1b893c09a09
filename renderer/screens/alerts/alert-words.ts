import type { Firing } from '../../../core/alerts/firing.ts';
import type { AlertRow } from '../../../core/api-alerts.ts';
import type { Actor } from '../../../core/audit/entry.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { texts } from '../../texts.ts';

/** The type of an alert by its own words: what all types begin with is left out. */
export function typeWords({ alertType }: Pick<AlertRow, 'alertType'>): string {
  const words = visibleText(alertType.replace(/^urn:oma:at:/i, ''));
  return words === '' ? texts.alerts.noType : words;
}

/** Who acknowledged an alert; the bench does not know by name whoever it asks no name of. */
export function actorWords(by: Actor): string {
  return by.kind === 'bench' ? texts.alerts.atWorkstation : texts.audit.actor(by);
}

/** What a rule did about an alert, one thing after the other. */
export function firingWords({ marked, told, act }: Firing): string {
  const words = texts.alerts.firing;
  return [
    ...(marked === undefined ? [] : [words.marked(marked)]),
    ...(told === undefined ? [] : [words.told[told]]),
    ...(act === undefined ? [] : actWords(act)),
  ].join('; ');
}

function actWords(act: NonNullable<Firing['act']>): readonly string[] {
  const words = texts.alerts.firing;
  switch (act.kind) {
    case 'acting':
      return [words.acting];
    case 'heldBack':
      return [words.heldBack[act.why]];
    case 'acted':
      return [
        ...(act.commandIds.length === 0 ? [] : [words.queued(act.commandIds.length)]),
        ...(act.asked === 'notAsked' ? [] : [words.asked[act.asked]]),
      ];
    case 'failed':
      return [
        ...(act.commandIds.length === 0 ? [] : [words.queued(act.commandIds.length)]),
        words.failed(visibleText(act.fault.message)),
      ];
  }
}
