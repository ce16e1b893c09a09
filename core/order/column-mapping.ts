import { z } from 'zod';
import { codedError, toFault } from '../errors.ts';
import { textEncodings } from './list-table.ts';

/** Where the value of a variable comes from: a column of the list, or one value for the whole batch. */
export type ColumnSource =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'constant'; readonly value: string };

/** What a person has said of variables, by their names; the others are matched. */
export type ColumnMapping = Readonly<Record<string, ColumnSource>>;

const longestName = 4096;

export const columnMappingSchema = z.record(
  z.string().max(longestName),
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('column'), column: z.string().max(longestName) }),
    z.strictObject({ kind: z.literal('constant'), value: z.string().max(longestName) }),
  ]),
);

/** What a person has said of how a list is read. */
export const listChoiceSchema = z.strictObject({
  /** The sheet of a workbook; left out, the first with a cell in it. */
  sheet: z.string().max(255).optional(),
  encoding: z.enum(textEncodings).optional(),
  /** Whether the first line names the columns; left out, it does. */
  heading: z.enum(['firstLine', 'none']).optional(),
  mapping: columnMappingSchema.optional(),
});
export type ListChoice = z.infer<typeof listChoiceSchema>;

const mappingFileSchema = z.record(
  z.string(),
  z.union([z.string(), z.strictObject({ value: z.string().max(longestName) })], {
    error: 'a column, or { "value": … }, is expected',
  }),
);

/** Reads a mapping as people write it: `{ "imei": "IMEI No.", "apn": { "value": "m2m" } }`. @throws MAPPING_WRONG */
export function readMappingFile(text: string, file: string): ColumnMapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const detail = `${file} is no JSON: ${toFault(cause).message}`;
    throw codedError('MAPPING_WRONG', { detail }, { place: { file }, cause });
  }
  const parsed = mappingFileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const detail = `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`;
    throw codedError('MAPPING_WRONG', { detail }, { place: { file } });
  }
  return Object.fromEntries(
    Object.entries(parsed.data).map(([variable, source]) => [
      variable,
      typeof source === 'string'
        ? ({ kind: 'column', column: source } as const)
        : ({ kind: 'constant', value: source.value } as const),
    ]),
  );
}

/** The source of a variable in a mapping; names may be what every object has. */
export function sourceIn(mapping: ColumnMapping | undefined, variable: string): ColumnSource | undefined {
  return mapping !== undefined && Object.hasOwn(mapping, variable) ? mapping[variable] : undefined;
}
