import { z } from 'zod';
import type { DeviceList } from '../provisioning/device-list.ts';
import { type ColumnMapping, columnMappingSchema } from './column-mapping.ts';
import { textEncodings } from './list-table.ts';
import type { OrderList } from './order-list.ts';

/** How the list of a batch was read, and where each variable came from: it stands in the batch. */
export const listReadingSchema = z.object({
  sheet: z.string().optional(),
  encoding: z.enum(textEncodings).optional(),
  heading: z.enum(['firstLine', 'none']),
  mapping: columnMappingSchema,
});
export type ListReading = z.infer<typeof listReadingSchema>;

/** What is to be remembered of a list that was read. */
export function readingOf({
  sheet,
  encoding,
  heading,
  mapping,
}: Omit<OrderList, keyof DeviceList>): ListReading {
  return { sheet, encoding, heading, mapping: mappingOf(mapping) };
}

/** Whether a list was read as every list is where nobody says anything: CSV whose columns are the profile's. */
export function isPlain({ sheet, encoding, heading, mapping }: ListReading): boolean {
  return sheet === undefined && encoding === 'utf-8' && heading === 'firstLine' && isByName(mapping);
}

/** Whether every variable comes from the column of its own name. */
export function isByName(mapping: ColumnMapping): boolean {
  return Object.entries(mapping).every(
    ([variable, source]) => source.kind === 'column' && source.column === variable,
  );
}

function mappingOf(variables: OrderList['mapping']): ColumnMapping {
  return Object.fromEntries(
    variables
      .flatMap(({ variable, source }) => (source ? [[variable, source] as const] : []))
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}
