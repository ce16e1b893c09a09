import canonicalize from 'canonicalize';
import { z } from 'zod';
import { type Act, actSchemas, isActKind } from './acts.ts';

/** Who did it. */
export type Actor =
  | { readonly kind: 'operator'; readonly operatorId: string; readonly name: string }
  /** The bench by itself, or a person whom it does not know by name. */
  | { readonly kind: 'bench' }
  /** Somebody at the command line, by the name that the system knows them by. */
  | { readonly kind: 'commandLine'; readonly user: string };

/** Who did it, as it is read. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('operator'), operatorId: z.string(), name: z.string() }),
  z.strictObject({ kind: z.literal('bench') }),
  z.strictObject({ kind: z.literal('commandLine'), user: z.string() }),
]);

/** To what it was done, as far as it is known. */
export interface Subject {
  readonly deviceId?: string | undefined;
  /** What people call the device. */
  readonly label?: string | undefined;
  readonly batchId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly card?: { readonly atr: string; readonly iccid?: string | undefined } | undefined;
}

const subjectSchema = z.strictObject({
  deviceId: z.string().optional(),
  label: z.string().optional(),
  batchId: z.string().optional(),
  jobId: z.string().optional(),
  card: z.strictObject({ atr: z.string(), iccid: z.string().optional() }).optional(),
});

/** One entry of the audit log. */
export interface AuditEntry {
  /** Counts from 1, without a gap. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly actor: Actor;
  readonly act: Act;
  readonly subject: Subject;
}

const entrySchema = z.strictObject({
  sequence: z.int().min(1),
  at: z.int(),
  actor: actorSchema,
  act: z.looseObject({ kind: z.string() }),
  subject: subjectSchema,
});

/** An entry as it was read: of an act that a newer version has made, only that it was there. */
export type ReadEntry = Omit<AuditEntry, 'act'> & {
  readonly act: Act | { readonly kind: 'newer'; readonly name: string };
};

/**
 * The one form in octets that a value has: JSON by RFC 8785 (members in order, no blanks, numbers in their shortest
 * form). Half characters, which that form does not know, become U+FFFD.
 */
export function canonicalText(value: unknown): string {
  const text = canonicalized(value) ?? canonicalize(wellFormed(value));
  if (text === undefined) throw new Error('only JSON values have a canonical form');
  return text;
}

/** Undefined where there are half characters in it: rarely enough that the value is looked through only then. */
function canonicalized(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch {
    return undefined;
  }
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]),
  );
}

/** The canonical text of an entry: what the chain is made of. */
export function printEntry(entry: AuditEntry): string {
  return canonicalText(entry);
}

/** An entry of its text; undefined where it is none, or not in the one form that it has. */
export function parseEntry(text: string): ReadEntry | undefined {
  const entry = entrySchema.safeParse(canonicalValue(text));
  if (!entry.success) return undefined;
  const { act, ...rest } = entry.data;
  const { kind, ...members } = act;
  const known = isActKind(kind) ? actSchemas[kind].safeParse(members) : undefined;
  // The schema of the same kind read it; TypeScript cannot follow the pair.
  const read = known?.success ? ({ kind, ...known.data } as Act) : ({ kind: 'newer', name: kind } as const);
  return { ...rest, act: read };
}

/** The sequence number that a text says it has; undefined where it is no entry in its one form. */
export function sequenceOf(text: string): number | undefined {
  const value = canonicalValue(text);
  if (typeof value !== 'object' || value === null || !('sequence' in value)) return undefined;
  return typeof value.sequence === 'number' ? value.sequence : undefined;
}

/** The value of a text that is in its canonical form; undefined for any other. */
function canonicalValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
