import { z } from 'zod';
import { actorSchema } from '../audit/entry.ts';
import type { ReportSource } from './report.ts';

/** What a bench recorded of how a row ended: what a report says of it beside the row itself. */
export type RowResult = Omit<
  ReportSource,
  'line' | 'deviceId' | 'label' | 'variables' | 'state' | 'attempts' | 'bench'
>;

const time = z.number().optional();
const schema = z.looseObject({
  begunAt: time,
  verifiedAt: time,
  doneAt: time,
  failedAt: time,
  by: z.array(actorSchema).optional(),
  forms: z
    .array(
      z.looseObject({
        title: z.string(),
        outcome: z.string(),
        endedAt: z.string().optional(),
        answers: z.array(
          z.looseObject({
            field: z.string(),
            label: z.string(),
            text: z.string(),
            digest: z.string().optional(),
          }),
        ),
      }),
    )
    .optional(),
  session: z.looseObject({ id: z.string(), state: z.string(), commandsDone: z.int() }).optional(),
  reported: z.record(z.string(), z.json()),
  audit: z.looseObject({ sequence: z.int(), digest: z.string() }).optional(),
});

/** What another bench recorded of a row, from its JSON; undefined where it cannot be read. */
export function parseRowResult(text: string): RowResult | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return schema.safeParse(value).success ? (value as RowResult) : undefined;
}
