import { z } from 'zod';

const millimetres = (least: number, most: number) => z.number().min(least).max(most);

/** A sheet of labels: all measures in millimetres. */
const sheet = z.strictObject({
  paper: z.enum(['a4', 'letter']).default('a4'),
  rows: z.int().min(1).max(60),
  columns: z.int().min(1).max(20),
  marginX: millimetres(0, 100).default(0).describe('Left and right of the labels, in mm'),
  marginY: millimetres(0, 140).default(0).describe('Above and below the labels, in mm'),
  gapX: millimetres(0, 50).default(0).describe('Between two columns, in mm'),
  gapY: millimetres(0, 50).default(0).describe('Between two rows, in mm'),
});
/** A label of a label printer: each is a page. */
const single = z.strictObject({ width: millimetres(15, 300), height: millimetres(8, 300) });

/** Sheets that are sold everywhere. */
export const namedSheets = {
  /** 24 labels of 70 × 37 mm. */
  'a4-3x8': { paper: 'a4', rows: 8, columns: 3, marginX: 0, marginY: 0.5, gapX: 0, gapY: 0 },
  /** 30 labels of 66.7 × 25.4 mm. */
  'letter-3x10': { paper: 'letter', rows: 10, columns: 3, marginX: 4.76, marginY: 12.7, gapX: 3.17, gapY: 0 },
} as const;
const namedSheet = z.enum(['a4-3x8', 'letter-3x10']);

/** How large labels are: a sheet by its name or its measures, or a label of a label printer. */
export const labelSizeSchema = z
  .union([namedSheet, single, sheet])
  .describe(
    'A sheet (a4-3x8, letter-3x10, or rows, columns, margins and gaps in mm), or width and height in mm',
  );

const barcode = z.strictObject({
  kind: z.enum(['code128', 'qr', 'datamatrix']),
  text: z.string().min(1).max(500).describe('What a scanner reads, for example {{device.id}}'),
});

/** The label section of a profile. */
export const labelSchema = z
  .strictObject({
    size: labelSizeSchema.default('a4-3x8'),
    lines: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(6)
      .default(['{{label}}', '{{device.id}}'])
      .describe('What people read; columns, {{label}}, {{device.id}}, {{card.iccid}}, {{order}}, {{line}}'),
    barcode: z
      .union([z.literal('none'), barcode])
      .default({ kind: 'code128', text: '{{device.id}}' })
      .describe('What a scanner reads, or "none"'),
  })
  .describe('The label of a device that is done');

export type LabelSize = z.infer<typeof labelSizeSchema>;
export type Label = z.infer<typeof labelSchema>;
export type Barcode = z.infer<typeof barcode>;
export type LabelSheet = z.infer<typeof sheet>;
