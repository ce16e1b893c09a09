import { z } from 'zod';

/** How the values of a column are made, where the list does not bring them. */
export const generateSchema = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('sequence'),
        start: z.int().min(0).max(999_999_999_999_999).default(1),
        digits: z.int().min(1).max(15).describe('So many digits, with zeros before the number'),
        prefix: z.string().max(64).default(''),
        across: z
          .enum(['batch', 'batches'])
          .default('batch')
          .describe('Whether each batch begins at the start, or goes on after the last batch of the profile'),
      })
      .describe('Numbers that follow each other, in the order of the list: GW-000001, GW-000002, …'),
    z
      .strictObject({
        kind: z.literal('random'),
        octets: z.int().min(8).max(64),
        as: z.enum(['hex', 'base64', 'base32']).describe('base32 is written without padding (RFC 4648)'),
      })
      .describe('Random octets. Not for secrets: they stand in reports; passwords are made by the server'),
  ])
  .describe(
    'The column is not in the list: its values are made once, when a batch begins, and stay with its rows',
  );

export type Generate = z.infer<typeof generateSchema>;
