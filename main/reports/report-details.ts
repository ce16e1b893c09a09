import { actorsText } from '../../core/audit/actor-text.ts';
import type { ReportRow } from '../../core/provisioning/report.ts';
import { type Ink, inks } from './page-canvas.ts';
import type { TextStyle } from './page-text.ts';
import { type Flow, paragraph, styles } from './report-flow.ts';
import { groups, shownTime, stateWords, reportWords as words } from './report-words.ts';

/** A name and its value; without a name it goes on. */
interface Entry {
  readonly name: string;
  readonly value: string;
  readonly style: TextStyle;
}

const leading = 10.4;
const indent = 112;
/** Lines of one value, and of all that a device reported; what is more is in the record. */
const [mostLines, mostReported] = [6, 60];

/** All that is known of each device, one after the other. */
export async function detailPages(flow: Flow, rows: readonly ReportRow[]): Promise<void> {
  if (rows.length === 0) return;
  await flow.nextPage();
  flow.canvas.outline(words.details);
  paragraph(flow, [words.details], styles.heading, { type: 'H2', leading: 16 });
  for (const row of rows) await device(flow, row);
}

async function device(flow: Flow, row: ReportRow): Promise<void> {
  const { canvas, left, width } = flow;
  const { text } = canvas;
  // A heading does not stand alone at the end of a page.
  await flow.need(70);
  flow.y += 6;
  canvas.decorate('Layout', () => canvas.fill(left, flow.y, width, 0.8, inks.accent));
  flow.y += 4;
  paragraph(flow, text.lines(`${row.line}  ${row.label}`, styles.bodyStrong, width, 2), styles.bodyStrong, {
    type: 'H3',
  });
  paragraph(flow, text.lines(row.device, styles.cellDigits, width, 2), styles.cellDigits, { ink: inks.dim });
  flow.y += 2;
  for (const entry of entriesOf(row)) await write(flow, entry);
}

async function write(flow: Flow, { name, value, style }: Entry): Promise<void> {
  const { canvas, left, width } = flow;
  const lines = canvas.text.lines(value, style, width - indent, mostLines);
  const shown = canvas.text.line(name, styles.cell, indent - 8);
  await flow.need(lines.length * leading);
  const part = canvas.part('P');
  part.put(() => {
    canvas.write(left, flow.y + 7, shown, styles.cell, inks.dim);
    for (const [index, line] of lines.entries()) {
      const ink: Ink = inks.text;
      canvas.write(left + indent, flow.y + 7 + index * leading, line, style, ink);
    }
  });
  part.end();
  flow.y += lines.length * leading;
}

function entriesOf(row: ReportRow): readonly Entry[] {
  const { detail: names } = words;
  const plain = (name: string, value: string | undefined): readonly Entry[] =>
    value === undefined ? [] : [{ name, value, style: styles.cell }];
  const digits = (name: string, value: string | undefined): readonly Entry[] =>
    value === undefined ? [] : [{ name, value, style: { face: 'mono', size: 6.6 } }];
  const time = (name: string, at: string | undefined) => plain(name, at && `${shownTime(at)} UTC`);
  const { card, session, fault, audit } = row;
  const reported = Object.entries(row.reported ?? {}).flatMap(([uri, root]) => leavesOf(root, uri));
  const rest = reported.length - mostReported;
  return [
    ...plain(names.state, `${stateWords(row)}, ${words.attempts(row.attempts)}`),
    ...plain(names.cause, fault && `${fault.message} (${fault.code})`),
    ...plain(names.remedy, fault?.remedy),
    ...time(names.begun, row.begunAt),
    ...time(names.done, row.doneAt),
    ...time(names.failed, row.failedAt),
    ...plain(names.by, row.by && actorsText(row.by)),
    ...plain(names.station, row.station),
    ...digits(names.card, card?.iccid),
    ...digits(names.atr, card?.atr),
    ...plain(names.message, card && `${words.readBack(card.octets, shownTime(card.verifiedAt))} UTC`),
    ...digits(names.digest, card && groups(card.sha256)),
    ...plain(names.session, session && `${session.state}, ${words.commands(session.commandsDone)}`),
    ...digits('', session?.id),
    ...plain(names.entry, audit && String(audit.sequence)),
    ...digits('', audit && groups(audit.digest)),
    ...Object.entries(row.row).flatMap(([name, value], index) =>
      plain(index === 0 ? names.row : '', `${name}: ${value}`),
    ),
    ...(row.forms ?? []).flatMap(({ title, outcome, endedAt, answers }) => [
      ...plain(
        title,
        endedAt === undefined ? outcome : `${outcome}, ${names.ended} ${shownTime(endedAt)} UTC`,
      ),
      ...answers.flatMap(({ label, text, digest }) => [
        ...plain('', `${label}: ${text}`),
        ...digits('', digest && groups(digest)),
      ]),
    ]),
    ...reported
      .slice(0, rest > 0 ? mostReported - 1 : mostReported)
      .flatMap((leaf, index) => plain(index === 0 ? names.reported : '', leaf)),
    ...(rest > 0 ? plain('', words.more(rest + 1)) : []),
  ];
}

/** Every value that a device reported, with the way to it. */
function leavesOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path.replace(/\/$/, '')} = ${String(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, `${path}${name}/`));
}
