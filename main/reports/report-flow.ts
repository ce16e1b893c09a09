import type { Canvas, Part } from './page-canvas.ts';
import { inks } from './page-canvas.ts';
import type { TextStyle } from './page-text.ts';
import { reportWords } from './report-words.ts';

/** The styles of a report. */
export const styles = {
  kicker: { face: 'strong', size: 7.5 },
  title: { face: 'strong', size: 20 },
  heading: { face: 'strong', size: 10.5 },
  body: { face: 'regular', size: 8.5 },
  bodyStrong: { face: 'strong', size: 8.5 },
  cell: { face: 'regular', size: 7 },
  cellStrong: { face: 'strong', size: 7.4 },
  column: { face: 'strong', size: 6.6 },
  digits: { face: 'mono', size: 7.4 },
  cellDigits: { face: 'mono', size: 5.9 },
  foot: { face: 'regular', size: 6.4 },
  footDigits: { face: 'mono', size: 5.6 },
  number: { face: 'strong', size: 17 },
} as const satisfies Readonly<Record<string, TextStyle>>;

/** Points. */
export const margin = 36;
const footHeight = 40;

/** What stands on every page. */
export interface PageMatter {
  readonly title: string;
  /** The digest of the record. */
  readonly record: string;
  /** Pages in all; unknown while they are counted. */
  readonly pages: number;
}

/** Pages that fill from the top to the bottom. */
export interface Flow {
  readonly canvas: Canvas;
  readonly left: number;
  readonly width: number;
  /** Where the next thing goes. */
  y: number;
  /** What is left of the page at hand. */
  room(): number;
  /** A new page where there is less room than that. @returns whether one was begun */
  need(height: number): Promise<boolean>;
  nextPage(): Promise<void>;
}

/** The last place of a page that content may take, without its foot. */
export function bottomOf({ paper }: Canvas): number {
  return paper.height - footHeight;
}

/** Begins the first page. */
export async function startFlow(canvas: Canvas, matter: PageMatter): Promise<Flow> {
  const flow: Flow = {
    canvas,
    left: margin,
    width: canvas.paper.width - 2 * margin,
    y: margin,
    room: () => bottomOf(canvas) - flow.y,
    async need(height) {
      if (flow.room() >= height) return false;
      await flow.nextPage();
      return true;
    },
    async nextPage() {
      await canvas.beginPage();
      canvas.decorate('Pagination', () => foot(flow, matter));
      flow.y = margin;
      if (canvas.page > 1) {
        canvas.decorate('Pagination', () => runningHead(flow, matter));
        flow.y = margin + 16;
      }
    },
  };
  await flow.nextPage();
  return flow;
}

function runningHead({ canvas, left, width }: Flow, { title }: PageMatter): void {
  const { text } = canvas;
  canvas.write(left, margin + 2, reportWords.title, styles.foot, inks.dim);
  const shown = text.line(title, styles.foot, width * 0.6);
  canvas.write(left + width - text.widthOf(shown, styles.foot), margin + 2, shown, styles.foot, inks.dim);
  canvas.fill(left, margin + 6.5, width, 0.5, inks.rule);
}

function foot({ canvas, left, width }: Flow, { record, pages }: PageMatter): void {
  const { text, paper } = canvas;
  const baseline = paper.height - 20;
  canvas.fill(left, baseline - 9.5, width, 0.5, inks.rule);
  const label = `${reportWords.footRecord} `;
  canvas.write(left, baseline, label, styles.foot, inks.dim);
  const digits = record.match(/.{8}/g)?.join(' ') ?? record;
  canvas.write(left + text.widthOf(label, styles.foot), baseline, digits, styles.footDigits, inks.dim);
  const page = reportWords.page(canvas.page, pages);
  canvas.write(left + width - text.widthOf(page, styles.foot), baseline, page, styles.foot, inks.dim);
  if (!text.complete) canvas.write(left, baseline + 8.5, reportWords.incomplete, styles.foot, inks.dim);
}

/** A paragraph in lines under one another. @returns its height */
export function paragraph(
  flow: Flow,
  lines: readonly string[],
  style: TextStyle,
  options: {
    readonly type?: string;
    readonly within?: Part | undefined;
    readonly leading?: number;
    readonly ink?: readonly [number, number, number];
  } = {},
): void {
  const leading = options.leading ?? style.size * 1.38;
  const part = flow.canvas.part(options.type ?? 'P', options.within);
  part.put(() => {
    for (const line of lines) {
      flow.canvas.write(flow.left, flow.y + style.size, line, style, options.ink ?? inks.text);
      flow.y += leading;
    }
  });
  part.end();
}
