import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { PageText, TextRun, TextStyle } from './page-text.ts';

/** The size of a sheet, in points (1/72 inch). */
export interface Paper {
  readonly width: number;
  readonly height: number;
}

/** A colour: red, green and blue, from 0 to 1. */
export type Ink = readonly [number, number, number];

/** What is drawn onto pages. Places are in points from the upper left corner. */
export interface Canvas {
  readonly paper: Paper;
  readonly text: PageText;
  /** Pages that were begun. */
  readonly page: number;
  /** Begins a page, once what was drawn before is on its way to the file. */
  beginPage(): Promise<void>;
  write(x: number, baseline: number, text: string, style: TextStyle, ink?: Ink): void;
  fill(x: number, y: number, width: number, height: number, ink: Ink): void;
  /** The outline of a box. */
  frame(x: number, y: number, width: number, height: number, ink: Ink, thickness?: number): void;
  /** What is there for the page and says nothing of its own: rules, numbers of pages, headings that are repeated. */
  decorate(kind: 'Pagination' | 'Layout', draw: () => void): void;
  /** A part of the document by the type of its structure (ISO 32000-1, 14.8.4). */
  part(type: string, within?: Part): Part;
  /** An entry of the document's outline that leads to the page at hand. */
  outline(title: string): void;
}

/** A part of the document's structure. */
export interface Part {
  readonly element: PDFKit.PDFStructureElement | undefined;
  /** Draws what belongs to it. */
  put(draw: () => void): void;
  end(): void;
}

/** Colours of documents: they are told apart in print without colour by the words beside them. */
export const inks = {
  text: [0.09, 0.12, 0.17],
  dim: [0.33, 0.38, 0.45],
  rule: [0.78, 0.82, 0.86],
  shade: [0.95, 0.965, 0.975],
  accent: [0.04, 0.31, 0.54],
  good: [0.04, 0.4, 0.22],
  bad: [0.64, 0.13, 0.11],
  white: [1, 1, 1],
  black: [0, 0, 0],
} as const satisfies Readonly<Record<string, Ink>>;

/** A canvas that draws nothing and counts pages: what a document needs is known before it is written. */
export function countingCanvas(paper: Paper, text: PageText): Canvas {
  let page = 0;
  const part: Part = { element: undefined, put: (draw) => draw(), end: () => {} };
  return {
    paper,
    text,
    get page() {
      return page;
    },
    async beginPage() {
      page++;
      if (page % 64 === 0) await setImmediate();
    },
    write: (_x, _baseline, written, style) => void text.widthOf(written, style),
    fill: () => {},
    frame: () => {},
    decorate: (_kind, draw) => draw(),
    part: () => part,
    outline: () => {},
  };
}

/**
 * A canvas over a document that is written as its pages come.
 * @param stream where the document is piped to
 * @param began told of each page
 */
export function documentCanvas(
  document: PDFKit.PDFDocument,
  paper: Paper,
  text: PageText,
  { stream, began }: { readonly stream: NodeJS.WritableStream; readonly began: (page: number) => void },
): Canvas {
  let page = 0;
  const root = document.struct('Document');
  document.addStructure(root);
  const add = (operators: string) => void document.addContent(operators);
  return {
    paper,
    text,
    get page() {
      return page;
    },
    async beginPage() {
      if ('writableNeedDrain' in stream && stream.writableNeedDrain) await once(stream, 'drain');
      else await setImmediate();
      document.addPage({ size: [paper.width, paper.height], margin: 0 });
      page++;
      began(page);
    },
    write(x, baseline, written, style, ink = inks.text) {
      let at = x;
      add(`${colour(ink)} rg`);
      const runs = text.runsOf(written, style);
      for (const [index, { face, glyphs, width, standsFor }] of runs.entries()) {
        const font = text.font(face);
        document.page.fonts[font.id] = font.ref();
        // Neighbours that no typeface has are one text to whoever copies it.
        const isMissing = standsFor !== undefined;
        if (isMissing && runs[index - 1]?.standsFor === undefined)
          add(`/Span <</ActualText <FEFF${utf16(missingFrom(runs, index))}>>> BDC`);
        add(
          `BT /${font.id} ${number(style.size)} Tf 1 0 0 -1 ${number(at)} ${number(baseline)} Tm <${glyphs}> Tj ET`,
        );
        if (isMissing && runs[index + 1]?.standsFor === undefined) add('EMC');
        at += width;
      }
    },
    fill: (x, y, width, height, ink) =>
      add(`${colour(ink)} rg ${[x, y, width, height].map(number).join(' ')} re f`),
    frame: (x, y, width, height, ink, thickness = 0.6) =>
      add(`${colour(ink)} RG ${number(thickness)} w ${[x, y, width, height].map(number).join(' ')} re S`),
    decorate(kind, draw) {
      document.markContent('Artifact', { type: kind });
      draw();
      document.endMarkedContent();
    },
    part(type, within) {
      const element = document.struct(type, type === 'TH' ? columnHeading : {});
      (within?.element ?? root).add(element);
      return {
        element,
        put(draw) {
          const content = document.markStructureContent(type);
          draw();
          document.endMarkedContent();
          element.add(content);
        },
        end: () => void element.end(),
      };
    },
    outline: (title) => void document.outline.addItem(title),
  };
}

/** A heading is one of its column; the library's types do not know the member. */
const columnHeading = { title: '', scope: 'Column' };

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function colour(ink: Ink): string {
  return ink.map(number).join(' ');
}

/** What the empty boxes from here on stand for, up to the next text. */
function missingFrom(runs: readonly TextRun[], from: number): string {
  const end = runs.findIndex(({ standsFor }, index) => index > from && standsFor === undefined);
  const missing = runs.slice(from, end === -1 ? undefined : end);
  return missing.map(({ standsFor }) => standsFor ?? '').join('');
}

/** UTF-16 with the most significant octet first, in hexadecimal. */
function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, index) =>
    text.charCodeAt(index).toString(16).padStart(4, '0'),
  ).join('');
}
