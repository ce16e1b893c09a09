import { z } from 'zod';
import type { SavedFile } from './api.ts';
import type { Fault } from './errors.ts';
import { type LabelSize, labelSizeSchema } from './provisioning/label-schema.ts';

/** What of a batch gets labels, and onto what. */
const labels = {
  batchId: z.string(),
  /** Left out, what the profile says. */
  size: labelSizeSchema.optional(),
  /** Whether devices get one that are not done. */
  all: z.boolean(),
  /** That line of the list alone. */
  line: z.int().min(1).optional(),
};

/** What the renderer asks about reports and labels. */
export const documentRequests = {
  /** Asks the person where to, and saves the report there. `documentProgress` tells how far it is. */
  saveReport: z.strictObject({
    batchId: z.string(),
    format: z.enum(['json', 'csv', 'pdf']),
    /** Of a PDF. */
    paper: z.enum(['a4', 'letter']).optional(),
    details: z.boolean().optional(),
  }),
  /** Asks the person where to, and saves labels there. */
  saveLabels: z.strictObject({ ...labels, skip: z.int().min(0).max(10_000) }),
  /** Gives up the document that is being written; nothing is left of it. */
  cancelDocument: z.strictObject({}),
  /** The first label, as it will be. */
  labelPreview: z.strictObject(labels),
} as const;

/** A label, drawn: places and sizes in points from its upper left corner. */
export interface LabelPicture {
  readonly width: number;
  readonly height: number;
  readonly items: readonly (
    | {
        readonly kind: 'text';
        readonly x: number;
        readonly baseline: number;
        readonly width: number;
        readonly size: number;
        readonly face: 'regular' | 'strong' | 'mono';
        readonly text: string;
        readonly white: boolean;
      }
    | ({ readonly kind: 'fill'; readonly white: boolean } & PictureBox)
    | ({ readonly kind: 'frame'; readonly thickness: number } & PictureBox)
  )[];
}

interface PictureBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LabelPreview {
  /** How many labels there are, and on how many sheets if none of the first is used. */
  readonly labels: number;
  readonly sheets: number;
  readonly perSheet: number;
  readonly size: LabelSize;
  /** The first of them, or why it cannot be made. */
  readonly first:
    | { readonly kind: 'picture'; readonly picture: LabelPicture }
    | { readonly kind: 'fault'; readonly fault: Fault };
}

export interface DocumentAnswers {
  saveReport: SavedFile;
  saveLabels: SavedFile;
  cancelDocument: { readonly kind: 'cancelled' };
  labelPreview: LabelPreview;
}

export interface DocumentEvents {
  /** How far the document is that is being written: pages, rows or labels. */
  documentProgress: { readonly done: number; readonly total: number };
}
