import type { BrowserWindow } from 'electron';
import type { figuresRequests } from '../../core/api-figures.ts';
import type { CallName } from '../../core/api-requests.ts';
import { figuresCsv } from '../../core/provisioning/figures-csv.ts';
import type { Bench } from '../bench-services.ts';
import { writeWhole } from '../files.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

type FiguresCalls = Extract<CallName, keyof typeof figuresRequests>;

/** The calls about figures of batches. */
export function createFiguresHandlers(
  { figures: desk }: Pick<Bench, 'figures'>,
  window: BrowserWindow,
): Pick<CallHandlers, FiguresCalls> {
  return {
    figures: (scope) => desk.figures(scope),
    async saveFigures(scope) {
      const { batch } = await desk.figures(scope);
      const name = batch === undefined ? 'Figures of this bench' : `${batch.name}, figures`;
      return askWhereTo(window, { title: 'Save the figures', name, extension: 'csv' }, async (file) =>
        writeWhole(file, figuresCsv(await desk.figures(scope))),
      );
    },
  };
}
