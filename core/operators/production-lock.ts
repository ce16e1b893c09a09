import { maskedAlert, maskedRules } from '../alerts/masked-alerts.ts';
import type { Answers, SessionDetail, TranscriptEntry } from '../api.ts';
import type { CardView } from '../api-cards.ts';
import type { QueuedCommandView } from '../api-queue.ts';
import type { RowDetail } from '../api-rows.ts';
import { isSecretPath, maskedJson, maskedText } from '../bootstrap/masked-message.ts';
import { maskedPackage } from '../bootstrap/masked-package.ts';
import { type ErrorCode, errorTable, type Fault, faultOf } from '../errors.ts';
import type { Report, ReportRow } from '../provisioning/report.ts';
import type { MaskedCall } from './call-rules.ts';

/** What of an answer is given while production data is locked against reading back. */
export const masks: { readonly [Name in MaskedCall]: (answer: Answers[Name]) => Answers[Name] } = {
  card: maskedCard,
  writeCard: maskedCard,
  eraseCard: maskedCard,
  unlockCard: maskedCard,
  session: maskedSession,
  row: maskedDetail,
  batchList: maskedList,
  queuedCommands: (commands) => commands.map(maskedCommand),
  alert: maskedAlert,
  alertRules: maskedRules,
};

/** Of a card: which message it holds and for whom, and not a word of what is in it. */
function maskedCard(view: CardView): CardView {
  const { message, card } = view;
  return {
    ...view,
    card: {
      ...card,
      // The octets of files that were not understood may be those of a message.
      problems: card.problems.map(({ octets: _, ...problem }) => problem),
      entries: card.entries.map((entry) => (entry.kind === 'other' ? { ...entry, octets: '' } : entry)),
    },
    ...(message ? { message: { ...message, text: '', objects: [] } } : {}),
  };
}

function maskedSession(session: SessionDetail): SessionDetail {
  return {
    ...session,
    transcript: session.transcript.map(maskedLine),
    interactions: session.interactions.map((interaction) => ({
      ...interaction,
      // What somebody typed into a form may be a password of the site.
      answers: interaction.answers.map(({ label, text }) => ({ label, text: maskedText(text) })),
    })),
  };
}

/** What is written into devices may be a secret: its names stay. */
function maskedCommand(command: QueuedCommandView): QueuedCommandView {
  const { work } = command;
  if (work.kind !== 'place' && work.kind !== 'DEFAULT') return command;
  return { ...command, work: { ...work, data: maskedJson(work.data, []) as typeof work.data } };
}

function maskedLine(line: TranscriptEntry): TranscriptEntry {
  switch (line.kind) {
    case 'package1':
    case 'package2':
    case 'package3':
    case 'refused':
      return { ...line, text: maskedPackage(line.text) };
    case 'note':
      return quotesValues(line.text) ? { ...line, text: maskedText(line.text) } : line;
    case 'repository':
    case 'interaction':
      return line;
  }
}

/** A value of a column; of one that is called as secrets are, a mask. */
function maskedValue(column: string, value: string): string {
  return isSecretPath([column]) ? maskedText(value) : value;
}

/** Of how a list was read: what is the same in every row is a value of the rows. */
function maskedList(list: Answers['batchList']): Answers['batchList'] {
  if (list.reading === undefined) return list;
  const mapping = Object.entries(list.reading.mapping).map(([column, source]) => [
    column,
    source.kind === 'constant' ? { ...source, value: maskedValue(column, source.value) } : source,
  ]);
  return { ...list, reading: { ...list.reading, mapping: Object.fromEntries(mapping) } };
}

/** Of a row: the values of columns that are not called as secrets are. */
function maskedDetail(row: RowDetail): RowDetail {
  return {
    ...row,
    values: Object.fromEntries(
      Object.entries(row.values).map(([column, value]) => [column, maskedValue(column, value)]),
    ),
    history: row.history.map((entry) => ({
      ...entry,
      ...(entry.changes
        ? {
            changes: entry.changes.map(({ column, before, after }) => ({
              ...{ column, before: maskedValue(column, before), after: maskedValue(column, after) },
            })),
          }
        : {}),
    })),
  };
}

/** Whether rows of a report hold secrets: by the names of their columns, and of the nodes that were reported. */
export function holdsSecrets({ rows }: Report): boolean {
  return JSON.stringify(withoutQuotedValues(rows).map(maskedRow)) !== JSON.stringify(rows);
}

function maskedRow(row: ReportRow): unknown {
  const forms = row.forms?.map((form) => ({
    ...form,
    // What somebody typed into a form may be a password of the site.
    answers: form.answers.map((answer) => ({ ...answer, text: maskedText(answer.text) })),
  }));
  return { ...row, forms, row: maskedJson(row.row, []), reported: maskedReported(row.reported) };
}

function maskedReported(reported: ReportRow['reported']): unknown {
  if (reported === undefined) return undefined;
  return Object.fromEntries(Object.entries(reported).map(([uri, root]) => [uri, maskedJson(root, [])]));
}

/** Faults that say what a device reported, or what it should have. */
const quoting = ['SESSION_VALUE_DIFFERS', 'SESSION_VALUE_MISSING'] as const satisfies readonly ErrorCode[];
const quotingTexts = quoting.map((code) => {
  const parts = errorTable[code].cause.split(/\{\w+\}/).map(RegExp.escape);
  return new RegExp(parts.join('.*'), 's');
});

function quotesValues(text: string): boolean {
  return quotingTexts.some((pattern) => pattern.test(text));
}

/** A value of the contract in which no fault says what a device reported or should have. */
export function withoutQuotedValues<Value>(value: Value): Value {
  return withoutQuotes(value) as Value;
}

function withoutQuotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutQuotes);
  if (typeof value !== 'object' || value === null) return value;
  if (isQuotingFault(value)) return { ...value, message: silent(value.code).message };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutQuotes(inner)]));
}

function isQuotingFault(value: object): value is Fault & { readonly code: (typeof quoting)[number] } {
  const code: unknown = Reflect.get(value, 'code');
  return quoting.some((each) => each === code) && 'message' in value;
}

function silent(code: (typeof quoting)[number]): Fault {
  const hidden = { path: '•', expected: '•', step: '•' };
  return code === 'SESSION_VALUE_DIFFERS'
    ? faultOf(code, { ...hidden, reported: '•' })
    : faultOf(code, hidden);
}
