import type { Fault } from '../errors.ts';

/** A line of a list as a file has it. */
export interface TableLine {
  /** The line of the file or the row of the sheet, the first being 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Something that is the matter with cells as they stand in the file. It stops nobody where none of the columns is
 * used.
 */
export interface CellProblem {
  readonly severity: 'error' | 'warning';
  readonly fault: Fault;
  readonly line: number;
  /** Indices of the first and the last column that it is about. */
  readonly columns: readonly [number, number];
  readonly value?: string;
}

/** What each kind of file becomes: the one form that lists are checked in. */
export interface ListTable {
  readonly kind: 'text' | 'spreadsheet';
  readonly lines: readonly TableLine[];
  /** Faults of the file and of whole lines, with their places. */
  readonly problems: readonly { readonly severity: 'error' | 'warning'; readonly fault: Fault }[];
  readonly cellProblems: readonly CellProblem[];
  /** The sheets of a workbook, in order; none for text. */
  readonly sheets: readonly string[];
  readonly sheet?: string;
  readonly encoding?: TextEncoding;
}

/** The encodings that text is read in. Windows-1252 only where a person said so, for every octet is something in it. */
export const textEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** How far the reading of a file has come; in octets, or in rows. */
export type TellProgress = (done: number, total: number) => void;

/** What is read at most. A line is in characters, sizes are in octets. */
export const listLimits = {
  octets: 64_000_000,
  rows: 1_000_000,
  columns: 200,
  line: 1_000_000,
} as const;

/** The name of a column by its place, for lists without a heading and headings without a name. */
export function placeName(index: number): string {
  return `Column ${index + 1}`;
}

/** A column of a sheet as spreadsheets call it: 0 is `A`, 26 is `AA`. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  return letters;
}

/** The index of the column that a reference like `AA7` begins with; undefined where it is none. */
export function columnIndex(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d|$)/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
