import type { BrowserWindow } from 'electron';
import type { figuresRequests } from '../../core/api-figures.ts';
import type { CallName } from '../../core/api-requests.ts';
import { figuresCsv } from '../../core/provisioning/figures-csv.ts';
import { handOut } from '../audit/hand-out.ts';
import type { Bench } from '../bench-services.ts';
import { sha256OfText } from '../digest.ts';
import { writeWhole } from '../files.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

type FiguresCalls = Extract<CallName, keyof typeof figuresRequests>;

/** The calls about figures of batches. */
export function createFiguresHandlers(
  { figures: desk, audit }: Pick<Bench, 'figures' | 'audit'>,
  window: BrowserWindow,
): Pick<CallHandlers, FiguresCalls> {
  return {
    figures: (scope) => desk.figures(scope),
    async saveFigures(scope) {
      const { batch } = await desk.figures(scope);
      const name = batch === undefined ? 'Figures of this bench' : `${batch.name}, figures`;
      return askWhereTo(window, { title: 'Save the figures', name, extension: 'csv' }, async (file) => {
        const text = figuresCsv(await desk.figures(scope));
        const { batchId } = scope;
        const subject = batchId === undefined ? {} : { batchId };
        const act = { kind: 'fileHandedOut', what: 'figures', sha256: sha256OfText(text) } as const;
        await handOut(audit, act, subject, () => writeWhole(file, text));
      });
    },
  };
}
