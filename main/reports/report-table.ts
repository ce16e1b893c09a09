import { actorsText } from '../../core/audit/actor-text.ts';
import type { ReportRow } from '../../core/provisioning/report.ts';
import { reportStates } from '../../core/provisioning/report-states.ts';
import { endOf } from '../../core/provisioning/report-summary.ts';
import { type Ink, inks, type Part } from './page-canvas.ts';
import type { PageText, TextStyle } from './page-text.ts';
import { type Flow, paragraph, styles } from './report-flow.ts';
import {
  counted,
  groups,
  shownTime,
  shownTimeOfDay,
  stateWords,
  reportWords as words,
} from './report-words.ts';

/** The columns, each with its share of the width; they add up to 1. */
const columns = [
  { title: words.columns.line, share: 0.052 },
  { title: words.columns.device, share: 0.215 },
  { title: words.columns.result, share: 0.148 },
  { title: words.columns.card, share: 0.255 },
  { title: words.columns.reported, share: 0.15 },
  { title: words.columns.who, share: 0.18 },
] as const;

/** Points between a cell's text and the next cell. */
const gutter = 7;
const leading = 8.8;
const cardDigits: TextStyle = { face: 'mono', size: 6.6 };
const padding = 4.4;
/** Between a row and why it failed. */
const causeGap = 2.4;

interface CellLine {
  readonly text: string;
  readonly style: TextStyle;
  readonly ink: Ink;
}

interface RowLayout {
  readonly cells: readonly (readonly CellLine[])[];
  /** Beneath the row: why it failed, and what to do. */
  readonly cause: readonly CellLine[];
  readonly height: number;
}

/** A device a line, with the heading on every page. */
export async function deviceTable(flow: Flow, rows: readonly ReportRow[]): Promise<void> {
  if (rows.length === 0) return;
  await flow.nextPage();
  flow.canvas.outline(words.devices);
  paragraph(flow, [words.devices], styles.heading, { type: 'H2', leading: 14 });
  const meaning = flow.canvas.text.lines(words.meaning, styles.cell, flow.width, 3);
  paragraph(flow, meaning, styles.cell, { ink: inks.dim, leading: 9.4 });
  flow.y += 5;
  let table = begin(flow);
  for (const row of rows) {
    const layout = layoutOf(row, flow);
    if (flow.room() < layout.height) {
      table.end();
      await flow.nextPage();
      table = begin(flow);
    }
    drawRow(flow, layout, table);
  }
  table.end();
}

/** The heading of the columns; a page's rows are a table of their own, so that nothing of earlier pages is kept. */
function begin(flow: Flow): Part {
  const { canvas, left, width } = flow;
  const table = canvas.part('Table');
  canvas.decorate('Layout', () => canvas.fill(left, flow.y, width, 14, inks.shade));
  const row = canvas.part('TR', table);
  for (const [index, { title }] of columns.entries()) {
    const cell = canvas.part('TH', row);
    const { x, room } = placeOf(flow, index);
    const shown = canvas.text.line(title, styles.column, room);
    cell.put(() => canvas.write(x, flow.y + 9.4, shown, styles.column, inks.dim));
    cell.end();
  }
  row.end();
  flow.y += 15;
  return table;
}

function placeOf({ left, width }: Flow, index: number): { readonly x: number; readonly room: number } {
  const before = columns.slice(0, index).reduce((sum, { share }) => sum + share, 0);
  const room = width * (columns[index]?.share ?? 0) - gutter;
  return { x: left + width * before + 3, room };
}

function layoutOf(row: ReportRow, flow: Flow): RowLayout {
  const { text } = flow.canvas;
  const cells = cellsOf(row, text, (index) => placeOf(flow, index).room);
  const cause = causeOf(row, text, flow.width - (placeOf(flow, 1).x - flow.left) - gutter);
  const most = Math.max(...cells.map(({ length }) => length)) + cause.length;
  const gap = cause.length > 0 ? causeGap : 0;
  return { cells, cause, height: most * leading + gap + 2 * padding };
}

function drawRow(flow: Flow, { cells, cause, height }: RowLayout, table: Part): void {
  const { canvas, left, width } = flow;
  const top = flow.y + padding;
  const put = (lines: readonly CellLine[], index: number, from: number, part: Part) =>
    part.put(() => {
      for (const [number, { text, style, ink }] of lines.entries())
        canvas.write(placeOf(flow, index).x, from + number * leading + 6.6, text, style, ink);
    });
  const row = canvas.part('TR', table);
  for (const [index, lines] of cells.entries()) {
    const cell = canvas.part('TD', row);
    put(lines, index, top, cell);
    // What the row failed of belongs to its result.
    if (index === 2 && cause.length > 0)
      put(cause, 1, top + (height - 2 * padding - cause.length * leading), cell);
    cell.end();
  }
  row.end();
  flow.y += height;
  canvas.decorate('Layout', () => canvas.fill(left, flow.y - 0.2, width, 0.4, inks.rule));
}

function cellsOf(row: ReportRow, text: PageText, room: (index: number) => number): RowLayout['cells'] {
  const line = (index: number, value: string, style: TextStyle, ink: Ink = inks.text): CellLine => ({
    text: text.line(value, style, room(index)),
    style,
    ink,
  });
  const some = (index: number, value: string, style: TextStyle, most: number, ink: Ink = inks.text) =>
    text.lines(value, style, room(index), most).map((each): CellLine => ({ text: each, style, ink }));
  const end = endOf(row);
  const { card, session } = row;
  const { tone } = reportStates[row.state];
  const ink = tone === 'good' ? inks.good : tone === 'bad' ? inks.bad : inks.text;
  const forms = row.forms?.length ?? 0;
  const objects = Object.keys(row.reported ?? {}).length;
  return [
    [line(0, counted(row.line), styles.cell, inks.dim)],
    [...some(1, row.label, styles.cellStrong, 2), ...some(1, row.device, styles.cellDigits, 2, inks.dim)],
    [
      line(2, stateWords(row), styles.cellStrong, ink),
      ...(end === undefined ? [] : [line(2, shownTime(end), styles.cell)]),
      ...(row.begunAt === undefined
        ? []
        : [line(2, words.begun(shownTimeOfDay(row.begunAt, end)), styles.cell, inks.dim)]),
      ...(row.attempts === 0 ? [] : [line(2, words.attempts(row.attempts), styles.cell, inks.dim)]),
    ],
    card
      ? [
          line(3, card.iccid === undefined ? card.atr : groups(card.iccid, 4), cardDigits),
          line(3, card.sha256.slice(0, 32), styles.cellDigits),
          line(3, card.sha256.slice(32), styles.cellDigits),
          line(3, words.readBack(card.octets, shownTimeOfDay(card.verifiedAt, end)), styles.cell, inks.dim),
        ]
      : [line(3, words.notVerified, styles.cell, inks.dim)],
    [
      line(4, session?.state ?? words.noSession, styles.cell, session ? inks.text : inks.dim),
      ...(session ? [line(4, words.commands(session.commandsDone), styles.cell)] : []),
      ...(objects > 0 ? [line(4, words.objects(objects), styles.cell, inks.dim)] : []),
      ...(forms > 0 ? [line(4, words.form(forms), styles.cell, inks.dim)] : []),
    ],
    [
      ...(row.by ? some(5, actorsText(row.by), styles.cell, 2) : [line(5, words.none, styles.cell)]),
      ...(row.station === undefined ? [] : some(5, row.station, styles.cell, 2, inks.dim)),
    ],
  ];
}

function causeOf({ fault }: ReportRow, text: PageText, room: number): readonly CellLine[] {
  if (fault === undefined) return [];
  const message = `${fault.message} (${fault.code})`;
  const remedy = `${words.remedy} ${fault.remedy}`;
  return [
    ...text
      .lines(message, styles.cell, room, 3)
      .map((each) => ({ text: each, style: styles.cell, ink: inks.bad })),
    ...text
      .lines(remedy, styles.cell, room, 2)
      .map((each) => ({ text: each, style: styles.cell, ink: inks.text })),
  ];
}
