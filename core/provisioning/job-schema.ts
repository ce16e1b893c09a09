import { z } from 'zod';
import type { JobState } from './job.ts';

const place = z.looseObject({
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  columnName: z.string().optional(),
  apdu: z.string().optional(),
  cell: z.string().optional(),
});
const fault = z.looseObject({
  // A newer version may know more of them: what it says of it is what counts.
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  place: place.optional(),
  card: z.enum(['asBefore', 'withoutMessage', 'complete', 'unknown']).optional(),
});
const station = z.string();
const reason = z.string();
const message = z.strictObject({ digest: z.string(), octets: z.int() });
const card = z.strictObject({ atr: z.string(), iccid: z.string().optional() });
const prepared = { station, message };
const withCard = { ...prepared, card };
const perhapsWithCard = { ...prepared, card: card.optional() };

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('waiting') }),
  z.strictObject({ kind: z.literal('held'), reason }),
  z.strictObject({ kind: z.literal('cancelled'), reason }),
  z.strictObject({ kind: z.literal('claimed'), station }),
  z.strictObject({ kind: z.literal('prepared'), ...prepared }),
  z.strictObject({ kind: z.literal('writing'), ...withCard }),
  z.strictObject({ kind: z.literal('verified'), ...withCard }),
  z.strictObject({ kind: z.literal('inSession'), ...perhapsWithCard }),
  z.strictObject({ kind: z.literal('awaitingDevice'), ...perhapsWithCard }),
  z.strictObject({ kind: z.literal('done'), ...perhapsWithCard, session: z.string().optional() }),
  z.strictObject({
    kind: z.literal('failed'),
    station,
    fault,
    message: message.optional(),
    card: card.optional(),
    reached: z.enum(['nothing', 'verified']),
    awaited: z.literal(true).optional(),
  }),
]);

/** The state of a job that another program wrote as JSON; undefined where it is none that is known here. */
export function parseJobState(text: string): JobState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  // What is optional is missing there or here, and never undefined: JSON has no such value.
  return schema.safeParse(value).success ? (value as JobState) : undefined;
}
