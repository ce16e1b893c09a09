import { z } from 'zod';
import type { SavedFile } from './api.ts';
import type { Figures } from './provisioning/figures.ts';

/** The part of the contract that is about figures: how often rows failed and why, how long steps took, what came through. */

/** What figures are of: one batch or all of them, from the beginning or since a time (milliseconds since 1970). */
export const figuresScope = z.strictObject({
  batchId: z.string().max(200).optional(),
  since: z.int().min(0).optional(),
});

export type FiguresScope = z.infer<typeof figuresScope>;

export const figuresRequests = {
  figures: figuresScope,
  /** Asks the person where to, and saves them there as CSV. */
  saveFigures: figuresScope,
} as const;

/** Figures as they stand. */
export interface FiguresView extends Figures {
  /** When they stood so; milliseconds since 1970. */
  readonly at: number;
  /** Of one batch: its rows, those that wait or are in work, and whether it is at work. */
  readonly batch?: {
    readonly batchId: string;
    readonly name: string;
    readonly total: number;
    readonly left: number;
    readonly running: boolean;
  };
}

/** What each call about figures answers. */
export interface FiguresAnswers {
  figures: FiguresView;
  saveFigures: SavedFile;
}

/** What main tells of figures unasked. */
export interface FiguresEvents {
  /** Something happened to rows of this batch: whoever shows its figures, or those of all, asks again. */
  figuresChanged: { readonly batchId: string };
}
