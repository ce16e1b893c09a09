import { z } from 'zod';
import { visibleText } from '../../core/provisioning/visible-text.ts';
import { type FaceName, fontNames, fontOctets } from './font-files.ts';

/** How text is set: its typeface and size in points. */
export interface TextStyle {
  readonly face: FaceName;
  readonly size: number;
}

/** A stretch of text in one typeface, as a page has it. */
export interface TextRun {
  readonly face: FaceName;
  /** Glyph numbers in hexadecimal, as a PDF names them. */
  readonly glyphs: string;
  /** Points, at the size that was asked for. */
  readonly width: number;
  /** A character that no typeface has is drawn as an empty box; this is what it stands for. */
  readonly standsFor?: string;
}

/** Measures and splits text, and knows the glyphs of what was measured. */
export interface PageText {
  /** Points. */
  widthOf(text: string, style: TextStyle): number;
  runsOf(text: string, style: TextStyle): readonly TextRun[];
  /**
   * A text in lines of a width, broken at blanks where it can be; what is longer than the lines there are ends in an
   * ellipsis. What is invisible is shown: see `visibleText`.
   */
  lines(text: string, style: TextStyle, width: number, most?: number): readonly string[];
  /** In one line. */
  line(text: string, style: TextStyle, width: number): string;
  /** Whether every character so far was in a typeface. */
  readonly complete: boolean;
  /** The font of a typeface, for the resources of a page. */
  font(face: FaceName): PdfFont;
}

/** What is needed of the fonts of the PDF library. */
export interface PdfFont {
  readonly id: string;
  ref(): PDFKit.PDFKitReference;
  encode(text: string): [readonly string[], readonly { readonly advanceWidth: number }[]];
}

const pdfFont = z.custom<PdfFont>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'ref' in value &&
    'encode' in value &&
    typeof value.encode === 'function',
);
const withFont = z.looseObject({ _font: pdfFont });

interface Glyph {
  readonly face: FaceName;
  readonly glyph: string;
  /** Thousandths of the size. */
  readonly advance: number;
  readonly standsFor?: string;
}

const missingGlyph = '0000';
const ellipsis = '…';

/** Text with the typefaces of a document. */
export function createPageText(document: PDFKit.PDFDocument): PageText {
  const fonts = new Map<FaceName, PdfFont>();
  const glyphs: Record<FaceName, Map<string, Glyph>> = {
    regular: new Map(),
    strong: new Map(),
    mono: new Map(),
  };
  let complete = true;

  const font = (face: FaceName): PdfFont => {
    const known = fonts.get(face);
    if (known) return known;
    document.registerFont(fontNames[face], fontOctets(face)).font(fontNames[face]);
    const opened = withFont.parse(document)._font;
    fonts.set(face, opened);
    return opened;
  };
  const glyphIn = (face: FaceName, sign: string): Glyph => {
    const [[glyph = missingGlyph], [position]] = font(face).encode(sign);
    return { face, glyph, advance: position?.advanceWidth ?? 0 };
  };
  const glyphOf = (face: FaceName, sign: string): Glyph => {
    const known = glyphs[face].get(sign);
    if (known) {
      if (known.standsFor !== undefined) complete = false;
      return known;
    }
    const candidates = [face, 'regular'] as const;
    const found = candidates
      .map((candidate) => glyphIn(candidate, sign))
      .find(({ glyph }) => glyph !== missingGlyph);
    if (found === undefined) complete = false;
    const glyph = found ?? { ...glyphIn(face, sign), standsFor: sign };
    glyphs[face].set(sign, glyph);
    return glyph;
  };
  const widthOf = (text: string, { face, size }: TextStyle) => {
    let sum = 0;
    for (const sign of text) sum += glyphOf(face, sign).advance;
    return (sum * size) / 1000;
  };

  /** How many of the code points fit into a width. */
  const fitting = (signs: readonly string[], style: TextStyle, width: number) => {
    let sum = 0;
    for (const [index, sign] of signs.entries()) {
      sum += (glyphOf(style.face, sign).advance * style.size) / 1000;
      if (sum > width + 0.01) return index;
    }
    return signs.length;
  };
  const shortened = (text: string, style: TextStyle, width: number) => {
    const signs = [...text];
    const room = width - widthOf(ellipsis, style);
    return `${signs
      .slice(0, fitting(signs, style, room))
      .join('')
      .trimEnd()}${ellipsis}`;
  };
  const lines = (text: string, style: TextStyle, width: number, most = Number.POSITIVE_INFINITY) => {
    const all: string[] = [];
    let rest = [...visibleText(text)];
    while (rest.length > 0) {
      const fits = fitting(rest, style, width);
      if (fits === rest.length) {
        all.push(rest.join(''));
        break;
      }
      if (all.length === most - 1) {
        all.push(shortened(rest.join(''), style, width));
        break;
      }
      const blank = rest.lastIndexOf(' ', fits);
      const end = blank > 0 ? blank : Math.max(1, fits);
      all.push(rest.slice(0, end).join(''));
      rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
    }
    return all.length === 0 ? [''] : all;
  };

  return {
    widthOf,
    lines,
    line: (text, style, width) => lines(text, style, width, 1)[0] ?? '',
    runsOf(text, { face, size }) {
      const runs: { face: FaceName; glyphs: string; width: number; standsFor?: string }[] = [];
      for (const sign of text) {
        const { glyph, advance, standsFor, ...set } = glyphOf(face, sign);
        const width = (advance * size) / 1000;
        const last = runs.at(-1);
        if (last?.face === set.face && last.standsFor === undefined && standsFor === undefined) {
          last.glyphs += glyph;
          last.width += width;
        } else {
          runs.push({
            face: set.face,
            glyphs: glyph,
            width,
            ...(standsFor === undefined ? {} : { standsFor }),
          });
        }
      }
      return runs;
    },
    get complete() {
      return complete;
    },
    font,
  };
}
