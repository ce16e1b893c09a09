import type { Report, ReportProof } from '../../core/provisioning/report.ts';
import type { ReportSummary } from '../../core/provisioning/report-summary.ts';
import { type Ink, inks, type Part } from './page-canvas.ts';
import type { TextStyle } from './page-text.ts';
import { bottomOf, type Flow, paragraph, styles } from './report-flow.ts';
import { counted, groups, share, shownTime, reportWords as words } from './report-words.ts';

/** The attached record's name. */
export const recordName = 'report.json';

/** Rows of the tables of the first page; what is more is in the record. */
const [mostWorkplaces, mostCauses] = [8, 6];

/** What the first page says: the order, its totals, who and where, causes of failure, the proof, the acceptance. */
export async function summaryPages(
  flow: Flow,
  { report, proof, summary }: { report: Report; proof: ReportProof; summary: ReportSummary },
): Promise<void> {
  flow.canvas.outline(words.title);
  head(flow, report);
  totals(flow, report);
  facts(flow, report, summary);
  await workplaces(flow, summary);
  await causes(flow, summary);
  await proofBlock(flow, proof);
  await acceptance(flow, report.totals.done);
}

function head(flow: Flow, report: Report): void {
  const { canvas, left, width } = flow;
  const { text } = canvas;
  const kicker = words.title.toUpperCase();
  const part = canvas.part('P');
  part.put(() => {
    canvas.write(left, flow.y + 8, kicker, styles.kicker, inks.accent);
    canvas.write(
      left + width - text.widthOf(words.program, styles.kicker),
      flow.y + 8,
      words.program,
      styles.kicker,
      inks.dim,
    );
  });
  part.end();
  flow.y += 17;
  paragraph(flow, text.lines(report.name, styles.title, width, 2), styles.title, { type: 'H1', leading: 24 });
  flow.y += 5;
  canvas.decorate('Layout', () => canvas.fill(left, flow.y, width, 1.6, inks.accent));
  flow.y += 11;
  const note =
    report.totals.rows === 0 ? words.nothing : report.totals.left > 0 ? words.unfinished : undefined;
  if (note === undefined) return;
  canvas.decorate('Layout', () => {
    canvas.fill(left, flow.y, width, 19, inks.shade);
    canvas.fill(left, flow.y, 2.4, 19, inks.bad);
  });
  const notice = canvas.part('P');
  notice.put(() => canvas.write(left + 10, flow.y + 12.6, note, styles.bodyStrong));
  notice.end();
  flow.y += 28;
}

function totals(flow: Flow, { totals: sums }: Report): void {
  const { canvas, left, width } = flow;
  const { rows, done, failed, left: open } = sums;
  const tiles: readonly (readonly [number, string, Ink, boolean])[] = [
    [rows, words.totals.rows, inks.text, false],
    [done, words.totals.done, done > 0 ? inks.good : inks.text, true],
    [failed, words.totals.failed, failed > 0 ? inks.bad : inks.text, true],
    [open, words.totals.left, inks.text, true],
  ];
  const gap = 8;
  const tile = (width - gap * (tiles.length - 1)) / tiles.length;
  const list = canvas.part('L');
  for (const [index, [value, label, ink, shares]] of tiles.entries()) {
    const x = left + index * (tile + gap);
    canvas.decorate('Layout', () => canvas.frame(x, flow.y, tile, 44, inks.rule));
    const item = canvas.part('LI', list);
    item.put(() => {
      canvas.write(x + 9, flow.y + 22, counted(value), styles.number, ink);
      canvas.write(x + 9, flow.y + 35, label, styles.body, inks.dim);
      if (!shares || rows === 0) return;
      const percent = share(value, rows);
      const at = x + tile - 9 - canvas.text.widthOf(percent, styles.bodyStrong);
      canvas.write(at, flow.y + 35, percent, styles.bodyStrong, inks.dim);
    });
    item.end();
  }
  list.end();
  flow.y += 50;
  if (rows > 0)
    canvas.decorate('Layout', () => {
      const part = (count: number) => (width * count) / rows;
      canvas.fill(left, flow.y, width, 3.2, inks.rule);
      canvas.fill(left, flow.y, part(done), 3.2, inks.good);
      canvas.fill(left + part(done), flow.y, part(failed), 3.2, inks.bad);
    });
  flow.y += 14;
}

function facts(flow: Flow, report: Report, { from, to }: ReportSummary): void {
  const { facts: names } = words;
  const work =
    from === undefined
      ? words.noWork
      : `${shownTime(from)} – ${to === undefined || to < from ? '…' : shownTime(to)} UTC`;
  const all: readonly (readonly [string, string, TextStyle])[] = [
    [names.profile, words.profile(report.profile), styles.body],
    [names.list, report.list, styles.body],
    [names.created, `${shownTime(report.createdAt)} UTC`, styles.body],
    [names.work, work, styles.body],
    [names.sessions, report.firstSession ? words.sessions[report.firstSession] : words.none, styles.body],
    [names.batch, report.batch, styles.digits],
  ];
  pairs(flow, all, 82);
  flow.y += 8;
}

/** Names and values beside one another, a line each. */
function pairs(flow: Flow, all: readonly (readonly [string, string, TextStyle])[], indent: number): void {
  const { canvas, left, width } = flow;
  const list = canvas.part('L');
  for (const [name, value, style] of all) {
    const lines = canvas.text.lines(value, style, width - indent, 2);
    const item = canvas.part('LI', list);
    item.put(() => {
      canvas.write(left, flow.y + 8.5, name, styles.body, inks.dim);
      for (const line of lines) {
        canvas.write(left + indent, flow.y + 8.5, line, style);
        flow.y += 12.2;
      }
    });
    item.end();
  }
  list.end();
}

function heading(flow: Flow, title: string): void {
  paragraph(flow, [title], styles.heading, { type: 'H2', leading: 16 });
}

/** A small table: cells by columns, each with where it begins as a share of the width. */
function table(
  flow: Flow,
  columns: readonly { readonly title: string; readonly at: number; readonly right?: boolean }[],
  rows: readonly (readonly (readonly string[])[])[],
): void {
  const { canvas, left, width } = flow;
  const { text } = canvas;
  const whole = canvas.part('Table');
  const draw = (cells: readonly (readonly string[])[], style: TextStyle, type: 'TH' | 'TD', ink: Ink) => {
    const row = canvas.part('TR', whole);
    for (const [index, lines] of cells.entries()) {
      const column = columns[index];
      if (column === undefined) continue;
      const cell = canvas.part(type, row);
      cell.put(() => {
        for (const [number, line] of lines.entries()) {
          const x = column.right
            ? left + width * column.at - text.widthOf(line, style)
            : left + width * column.at;
          canvas.write(x, flow.y + 9 + number * 11, line, style, number > 0 ? inks.dim : ink);
        }
      });
      cell.end();
    }
    row.end();
    flow.y += 3.5 + Math.max(...cells.map(({ length }) => length)) * 11;
    canvas.decorate('Layout', () => canvas.fill(left, flow.y - 0.8, width, 0.4, inks.rule));
  };
  draw(
    columns.map(({ title }) => [title]),
    styles.column,
    'TH',
    inks.dim,
  );
  for (const row of rows) draw(row, styles.body, 'TD', inks.text);
  whole.end();
  flow.y += 9;
}

async function workplaces(flow: Flow, { workplaces: all }: ReportSummary): Promise<void> {
  if (all.length === 0) return;
  const { text } = flow.canvas;
  const shown = all.slice(0, all.length > mostWorkplaces ? mostWorkplaces - 1 : mostWorkplaces);
  const rest = all.length - shown.length;
  await flow.need(44 + shown.length * 15);
  heading(flow, words.workplaces);
  table(
    flow,
    [
      { title: words.station, at: 0 },
      { title: words.by, at: 0.4 },
      { title: words.totals.done, at: 0.88, right: true },
      { title: words.totals.failed, at: 1, right: true },
    ],
    [
      ...shown.map(({ station, by, done, failed }) => [
        [text.line(station, styles.body, flow.width * 0.38)],
        [text.line(by, styles.body, flow.width * 0.38)],
        [counted(done)],
        [counted(failed)],
      ]),
      ...(rest > 0 ? [[[words.more(rest)], [''], [''], ['']]] : []),
    ],
  );
}

async function causes(flow: Flow, { causes: all }: ReportSummary): Promise<void> {
  if (all.length === 0) return;
  const { text } = flow.canvas;
  const shown = all.slice(0, all.length > mostCauses ? mostCauses - 1 : mostCauses);
  const rest = all.length - shown.length;
  const room = flow.width * 0.84;
  const rows = [
    ...shown.map(({ code, message, remedy, rows: count }) => [
      [
        ...text.lines(message, styles.body, room, 2),
        ...text.lines(remedy, styles.body, room, 2),
        text.line(code, styles.body, room),
      ],
      [counted(count)],
    ]),
    ...(rest > 0 ? [[[words.more(rest)], ['']]] : []),
  ];
  const height = rows.reduce((sum, [cell]) => sum + 4 + (cell?.length ?? 0) * 11, 0);
  await flow.need(44 + height);
  heading(flow, words.causes);
  table(
    flow,
    [
      { title: words.cause, at: 0 },
      { title: words.rows, at: 1, right: true },
    ],
    rows,
  );
}

async function proofBlock(flow: Flow, proof: ReportProof): Promise<void> {
  const { text } = flow.canvas;
  const lead = text.lines(words.proofLead(recordName), styles.body, flow.width, 4);
  const indent = 104;
  const digits = (hexadecimal: string) => groups(hexadecimal);
  await flow.need(24 + lead.length * 12 + 8 * 12.2);
  heading(flow, words.proof);
  paragraph(flow, lead, styles.body, { ink: inks.dim });
  flow.y += 5;
  pairs(
    flow,
    [
      [words.record, digits(proof.content), styles.digits],
      [words.key, digits(proof.key), styles.digits],
      [words.entries, words.entriesOf(proof.first, proof.last), styles.body],
      [words.head, digits(proof.head), styles.digits],
      [words.signature, digits(proof.signature), styles.digits],
    ],
    indent,
  );
  flow.y += 10;
}

const acceptanceHeight = 118;

/** At the foot of the page, where a signature is looked for. */
async function acceptance(flow: Flow, done: number): Promise<void> {
  await flow.need(acceptanceHeight);
  const { canvas, left, width } = flow;
  flow.y = Math.max(flow.y, bottomOf(canvas) - acceptanceHeight - 4);
  const top = flow.y;
  canvas.decorate('Layout', () => canvas.frame(left, top, width, acceptanceHeight, inks.text, 0.8));
  const inner = { ...flow, left: left + 11, width: width - 22, y: top + 8 };
  paragraph(inner, [words.acceptance], styles.heading, { type: 'H2', leading: 15 });
  paragraph(inner, canvas.text.lines(words.acceptanceLead(done), styles.body, inner.width, 2), styles.body, {
    ink: inks.dim,
  });
  const column = (inner.width - 20) / 3;
  blanks(inner, canvas.part('L'), top + 66, [[words.remarks, 0, inner.width]]);
  blanks(inner, canvas.part('L'), top + 102, [
    [words.name, 0, column],
    [words.date, column + 10, column],
    [words.signed, 2 * (column + 10), column],
  ]);
  flow.y = top + acceptanceHeight;
}

/** Lines to write on, each with what belongs there. */
function blanks(
  { canvas, left }: Flow,
  list: Part,
  baseline: number,
  all: readonly (readonly [string, number, number])[],
): void {
  for (const [name, at, width] of all) {
    canvas.decorate('Layout', () => canvas.fill(left + at, baseline, width, 0.6, inks.dim));
    const item = canvas.part('LI', list);
    item.put(() => canvas.write(left + at, baseline + 8, name, styles.foot, inks.dim));
    item.end();
  }
  list.end();
}
