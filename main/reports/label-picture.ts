import PDFDocument from 'pdfkit';
import type { LabelPicture } from '../../core/api-documents.ts';
import type { LabelContent } from '../../core/provisioning/labels.ts';
import { drawLabel, millimetre } from './label-drawing.ts';
import type { Ink } from './page-canvas.ts';
import { createPageText } from './page-text.ts';

/** A label as the window shows it, drawn by what prints it. @throws as `drawLabel` does */
export function labelPicture(
  content: LabelContent,
  label: { readonly width: number; readonly height: number },
): LabelPicture {
  const items: LabelPicture['items'][number][] = [];
  const text = createPageText(new PDFDocument({ autoFirstPage: false }));
  const box = { x: 0, y: 0, width: label.width * millimetre, height: label.height * millimetre };
  drawLabel(
    {
      text,
      write: (x, baseline, written, { face, size }, ink) =>
        void items.push({
          ...{ kind: 'text', x, baseline, text: written, size, face, white: isWhite(ink) },
          width: text.widthOf(written, { face, size }),
        }),
      fill: (x, y, width, height, ink) =>
        void items.push({ kind: 'fill', x, y, width, height, white: isWhite(ink) }),
      frame: (x, y, width, height, _ink, thickness = 0.6) =>
        void items.push({ kind: 'frame', x, y, width, height, thickness }),
    },
    box,
    content,
  );
  return { width: box.width, height: box.height, items };
}

function isWhite(ink: Ink | undefined): boolean {
  return ink !== undefined && ink[0] === 1;
}
