import type { BrowserWindow } from 'electron';
import type { documentRequests, LabelPreview } from '../../core/api-documents.ts';
import type { CallName } from '../../core/api-requests.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { labelGeometry } from '../../core/provisioning/labels.ts';
import type { Bench } from '../bench-services.ts';
import { labelPicture } from '../reports/label-picture.ts';
import { batchLabels } from '../reports/label-rows.ts';
import type { DocumentWork } from '../reports/report-work.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

type DocumentCalls = Extract<CallName, keyof typeof documentRequests>;

/** The handlers of what the window asks about reports and labels. One document is written at a time. */
export function createDocumentHandlers(
  bench: Bench,
  window: BrowserWindow,
): Pick<CallHandlers, DocumentCalls> {
  const { store, reports, operators } = bench;
  let writing: AbortController | undefined;
  window.once('closed', () => writing?.abort());
  const save = (title: string, extension: string, work: DocumentWork) =>
    askWhereTo(window, { title, name: store.batches.get(work.batchId).name, extension }, async (file) => {
      if (writing) throw codedError('DOCUMENT_BEING_WRITTEN', {});
      writing = new AbortController();
      try {
        await bench.shared.refresh(work.batchId);
        const withoutSecrets = operators.isProductionLocked();
        await reports.write(file, work, { signal: writing.signal, withoutSecrets });
      } finally {
        writing = undefined;
      }
    });
  return {
    saveReport: ({ batchId, format, paper = 'a4', details = false }) =>
      save(
        'Save the report',
        format,
        format === 'pdf'
          ? { kind: 'report', batchId, format, paper, details }
          : { kind: 'report', batchId, format },
      ),
    saveLabels: (request) => save('Save the labels', 'pdf', { kind: 'labels', ...request }),
    cancelDocument() {
      writing?.abort();
      return { kind: 'cancelled' };
    },
    labelPreview(request): LabelPreview {
      const { label, contents } = batchLabels(store, request, operators.isProductionLocked());
      const size = request.size ?? label.size;
      const geometry = labelGeometry(size);
      const [content] = contents;
      if (content === undefined) throw codedError('LABEL_NONE', {});
      const { perPage } = geometry;
      return {
        ...{ labels: contents.length, sheets: Math.ceil(contents.length / perPage), perSheet: perPage, size },
        first: pictureOr(() => labelPicture(content, geometry.label)),
      };
    },
  };
}

function pictureOr(draw: () => ReturnType<typeof labelPicture>): LabelPreview['first'] {
  try {
    return { kind: 'picture', picture: draw() };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { kind: 'fault', fault: error.fault };
  }
}
