import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import type { Report, ReportProof } from '../../core/provisioning/report.ts';
import { latestOf, summaryOf } from '../../core/provisioning/report-summary.ts';
import { visibleText } from '../../core/provisioning/visible-text.ts';
import { type Canvas, countingCanvas, documentCanvas, type Paper } from './page-canvas.ts';
import { createPageText } from './page-text.ts';
import { detailPages } from './report-details.ts';
import { startFlow } from './report-flow.ts';
import { recordName, summaryPages } from './report-summary-page.ts';
import { deviceTable } from './report-table.ts';
import { reportWords } from './report-words.ts';

/** Sizes of paper, in points. */
export const papers = {
  a4: { width: 595.28, height: 841.89 },
  letter: { width: 612, height: 792 },
} as const satisfies Readonly<Record<string, Paper>>;
export type PaperName = keyof typeof papers;

/** How a report is laid out. */
export interface ReportLayout {
  readonly paper: PaperName;
  /** Whether all that is known of each device follows the table. */
  readonly details: boolean;
}

/** What a report on paper is made of. */
export interface ReportDocument extends ReportLayout {
  readonly report: Report;
  readonly proof: ReportProof;
  /** The report as JSON, with its proof: attached as it is. */
  readonly record: string;
}

/**
 * Writes a report as a PDF (1.7), page by page. The same report gives the same octets: no time, place or person but those
 * of the report gets into it.
 * @param progress told of pages, out of how many there will be
 * @returns how many pages it has
 */
export async function writeReportDocument(
  { report, proof, record, paper: paperName, details }: ReportDocument,
  stream: Writable,
  progress: (done: number, total: number) => void,
): Promise<number> {
  const at = new Date(latestOf(report));
  const title = `${reportWords.title}: ${visibleText(report.name)}`;
  const document = new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: title,
      Subject: `${report.batch} ${proof.content}`,
      Author: reportWords.program,
      Creator: reportWords.program,
      Producer: reportWords.program,
      CreationDate: at,
      ModDate: at,
    },
  });
  const text = createPageText(document);
  const paper = papers[paperName];
  const summary = summaryOf(report);
  const compose = async (canvas: Canvas, pages: number) => {
    const flow = await startFlow(canvas, { title: report.name, record: proof.content, pages });
    await summaryPages(flow, { report, proof, summary });
    await deviceTable(flow, report.rows);
    if (details) await detailPages(flow, report.rows);
    return canvas.page;
  };
  const pages = await compose(countingCanvas(paper, text), 0);
  const ended = finished(document.pipe(stream));
  document.file(Buffer.from(record), {
    name: recordName,
    type: 'application/json',
    description: 'The record that this report shows, with its proof',
    creationDate: at,
    modifiedDate: at,
    ...relationship,
  });
  const began = (page: number) => progress(page, pages);
  await Promise.race([compose(documentCanvas(document, paper, text, { stream, began }), pages), ended]);
  document.end();
  await ended;
  return pages;
}

/** The pages were made of what is attached (PDF 2.0, 14.13); the library's types do not know the member. */
const relationship = { relationship: 'Source' };
