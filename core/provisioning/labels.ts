import { type Label, type LabelSheet, type LabelSize, labelSchema, namedSheets } from './label-schema.ts';
import type { ReportState } from './report-states.ts';
import { fillText, type Variables, variablesOf } from './variables.ts';

/** What a label may name beside the columns of the list. */
export const labelVariables = ['label', 'device.id', 'card.iccid', 'order', 'line'] as const;

/** A row of a batch, as far as its label needs it. */
export interface LabelRow {
  readonly line: number;
  readonly deviceId: string;
  readonly label: string;
  readonly iccid?: string;
  readonly state: ReportState;
  readonly variables: Variables;
}

/** What stands on a label. */
export interface LabelContent {
  readonly line: number;
  readonly deviceId: string;
  readonly state: ReportState;
  readonly lines: readonly string[];
  readonly barcode?: { readonly kind: 'code128' | 'qr' | 'datamatrix'; readonly text: string };
}

/** Where labels are on their paper, in millimetres. */
export interface LabelGeometry {
  readonly paper: { readonly width: number; readonly height: number };
  readonly label: { readonly width: number; readonly height: number };
  readonly perPage: number;
  /** The upper left corner of a label, by its place on the page; rows first. */
  cornerOf(place: number): { readonly x: number; readonly y: number };
}

/** What people can hold and read; millimetres. */
export const smallestLabel = { width: 15, height: 8 };
const papers = { a4: { width: 210, height: 297 }, letter: { width: 215.9, height: 279.4 } };

/** The label of a profile, or the one that serves where it has none. */
export function labelOf(profile: { readonly label?: Label | undefined }): Label {
  return profile.label ?? labelSchema.parse({});
}

/** Where the labels of a size are. */
export function labelGeometry(size: LabelSize): LabelGeometry {
  const named = typeof size === 'string' ? namedSheets[size] : size;
  if (!('rows' in named)) {
    const label = { width: named.width, height: named.height };
    return { paper: label, label, perPage: 1, cornerOf: () => ({ x: 0, y: 0 }) };
  }
  return sheetGeometry(named);
}

function sheetGeometry({
  paper: name,
  rows,
  columns,
  marginX,
  marginY,
  gapX,
  gapY,
}: LabelSheet): LabelGeometry {
  const paper = papers[name];
  const width = (paper.width - 2 * marginX - (columns - 1) * gapX) / columns;
  const height = (paper.height - 2 * marginY - (rows - 1) * gapY) / rows;
  return {
    paper,
    label: { width, height },
    perPage: rows * columns,
    cornerOf: (place) => ({
      x: marginX + (place % columns) * (width + gapX),
      y: marginY + Math.floor(place / columns) * (height + gapY),
    }),
  };
}

/** Puts a row's values into its label. A column of the list goes before what a label may name besides. */
export function fillLabel(label: Label, row: LabelRow, order: string): LabelContent {
  const { line, deviceId, state, iccid = '', variables } = row;
  const own: Record<(typeof labelVariables)[number], string> = {
    ...{ label: row.label, 'device.id': deviceId, 'card.iccid': iccid, order, line: String(line) },
  };
  const values = { ...own, ...variables };
  const { barcode } = label;
  return {
    ...{ line, deviceId, state },
    lines: label.lines.map((text) => fillText(text, values)),
    ...(barcode === 'none' ? {} : { barcode: { kind: barcode.kind, text: fillText(barcode.text, values) } }),
  };
}

/** The columns of the list that a label shows. */
export function columnsOnLabel({ lines, barcode }: Label): readonly string[] {
  return [...variablesOf([lines, barcode === 'none' ? '' : barcode.text])].map(({ name }) => name);
}

/** What is wrong with a profile's label beyond its shape, with the way to it. */
export function* labelIssues(
  label: Label,
  columns: Readonly<Record<string, unknown>>,
): Generator<{
  readonly path: readonly (string | number)[];
  readonly variable?: string;
  readonly detail: string;
}> {
  for (const { name, path } of variablesOf(label))
    if (!Object.hasOwn(columns, name) && !labelVariables.some((each) => each === name))
      yield { path, variable: `{{${name}}}`, detail: `a label knows no {{${name}}}` };
  const { width, height } = labelGeometry(label.size).label;
  if (width < smallestLabel.width || height < smallestLabel.height)
    yield {
      path: ['size'],
      detail: `its labels would be ${shownMillimetres(width)} × ${shownMillimetres(height)} mm; at least ${smallestLabel.width} × ${smallestLabel.height} mm are needed`,
    };
}

/** Millimetres, to a tenth. */
export function shownMillimetres(value: number): string {
  return String(Math.round(value * 10) / 10);
}
