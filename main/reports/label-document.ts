import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { codedError } from '../../core/errors.ts';
import { labelGeometry } from '../../core/provisioning/labels.ts';
import { visibleText } from '../../core/provisioning/visible-text.ts';
import type { StoreReading } from '../store/store-reading.ts';
import { drawLabel, millimetre } from './label-drawing.ts';
import { batchLabels } from './label-rows.ts';
import { documentCanvas } from './page-canvas.ts';
import { createPageText } from './page-text.ts';
import { reportWords } from './report-words.ts';
import type { LabelWork } from './report-work.ts';

/** What labels are written with. */
export interface LabelMeans {
  readonly reading: StoreReading;
  readonly withoutSecrets: boolean;
  /** Waits for leave to write. */
  readonly leave: () => Promise<void>;
  readonly open: () => Writable;
  /** Told of labels. */
  readonly progress: (done: number, total: number) => void;
}

/**
 * Writes labels as a PDF, sheet by sheet. Same data, same octets.
 * @returns how many labels there are
 * @throws BATCH_UNKNOWN, LABEL_NONE, LABEL_ROW_UNKNOWN, LABEL_SKIP_TOO_FAR, LABEL_BARCODE_UNFIT, LABEL_BARCODE_NARROW,
 *   LABEL_TOO_SMALL, PRODUCTION_LOCKED
 */
export async function writeLabels(work: LabelWork, means: LabelMeans): Promise<number> {
  const { reading, withoutSecrets, leave, open, progress } = means;
  const { label, order, contents, latest } = batchLabels(reading, work, withoutSecrets);
  reading.close();
  const geometry = labelGeometry(work.size ?? label.size);
  const { skip } = work;
  if (skip >= geometry.perPage && skip > 0)
    throw codedError('LABEL_SKIP_TOO_FAR', { places: geometry.perPage, skip });
  await leave();
  const at = new Date(latest);
  const document = new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: `${reportWords.labels}: ${visibleText(order)}`,
      Subject: work.batchId,
      Author: reportWords.program,
      Creator: reportWords.program,
      Producer: reportWords.program,
      CreationDate: at,
      ModDate: at,
    },
  });
  const paper = {
    width: geometry.paper.width * millimetre,
    height: geometry.paper.height * millimetre,
  };
  const stream = open();
  const ended = finished(document.pipe(stream));
  const canvas = documentCanvas(document, paper, createPageText(document), { stream, began: () => {} });
  const draw = async () => {
    for (const [index, content] of contents.entries()) {
      const place = (index + skip) % geometry.perPage;
      if (index === 0 || place === 0) {
        await canvas.beginPage();
        progress(index, contents.length);
      }
      const corner = geometry.cornerOf(place);
      const box = {
        x: corner.x * millimetre,
        y: corner.y * millimetre,
        width: geometry.label.width * millimetre,
        height: geometry.label.height * millimetre,
      };
      const part = canvas.part('P');
      part.put(() => drawLabel(canvas, box, content));
      part.end();
    }
  };
  await Promise.race([draw(), ended]);
  document.end();
  await ended;
  return contents.length;
}
