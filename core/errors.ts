import { alertErrors } from './errors/alerts.ts';
import { auditErrors } from './errors/audit.ts';
import { cardErrors } from './errors/card.ts';
import { certificateErrors } from './errors/certificates.ts';
import { dmErrors } from './errors/dm.ts';
import type { ErrorEntry } from './errors/entry.ts';
import { inputErrors } from './errors/input.ts';
import { inspectErrors } from './errors/inspect.ts';
import { interactionErrors } from './errors/interaction.ts';
import { interactionWindowErrors } from './errors/interaction-window.ts';
import { labelErrors } from './errors/labels.ts';
import { listErrors } from './errors/lists.ts';
import { operatorErrors } from './errors/operators.ts';
import { orderBookErrors } from './errors/order-book.ts';
import { profileErrors } from './errors/profile.ts';
import { rowErrors } from './errors/rows.ts';
import { secretErrors } from './errors/secrets.ts';
import { stationErrors } from './errors/stations.ts';
import { updateErrors } from './errors/updates.ts';
import { workstationErrors } from './errors/workstation.ts';

/** What went wrong, what it means, and what to do: the one table that the UI, the CLI, reports and HTTP use. */
export const errorTable = {
  ...inputErrors,
  ...listErrors,
  ...profileErrors,
  ...cardErrors,
  ...dmErrors,
  ...interactionErrors,
  ...workstationErrors,
  ...interactionWindowErrors,
  ...auditErrors,
  ...operatorErrors,
  ...secretErrors,
  ...inspectErrors,
  ...certificateErrors,
  ...alertErrors,
  ...orderBookErrors,
  ...labelErrors,
  ...updateErrors,
  ...rowErrors,
  ...stationErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

type ParameterOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** The parameters that the text of a code needs; the compiler asks for each of them. */
export type ErrorParameters<Code extends ErrorCode> = {
  readonly [Name in ParameterOf<(typeof errorTable)[Code]['cause']>]: string | number;
};

/** Where in the input the fault is, as far as it is known. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly columnName?: string;
  /** The cell of a spreadsheet: `Devices!C7`. */
  readonly cell?: string;
  readonly apdu?: string;
}

/** What a card reads as after work on it ended with a fault; `unknown` until it is in a reader again. */
export type CardState = 'asBefore' | 'withoutMessage' | 'complete' | 'unknown';

/** A coded error as a value: what reports, the store, the CLI and the renderer hold. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly place?: Place;
  /** Where a card was worked on: what it is now. */
  readonly card?: CardState;
}

/** The text of a code with its parameters put in. */
export function faultOf<Code extends ErrorCode>(
  code: Code,
  parameters: ErrorParameters<Code>,
  place?: Place,
): Fault {
  const entry: ErrorEntry = errorTable[code];
  const values: Readonly<Record<string, string | number>> = parameters;
  const message = entry.cause.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(values[name]));
  return place ? { code, message, remedy: entry.remedy, place } : { code, message, remedy: entry.remedy };
}

/** The error that our own code throws: always with a code of the table. */
export class CodedError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.message, options);
    this.name = fault.code;
    this.fault = fault;
  }
}

/** Makes a coded error: `throw codedError('CARD_ABSENT', { reader })`. */
export function codedError<Code extends ErrorCode>(
  code: Code,
  parameters: ErrorParameters<Code>,
  options?: { readonly place?: Place; readonly cause?: unknown },
): CodedError {
  return new CodedError(
    faultOf(code, parameters, options?.place),
    options?.cause === undefined ? undefined : { cause: options.cause },
  );
}

/** Whatever was thrown, as a fault; what is not ours becomes INTERNAL with its message. */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof CodedError) return thrown.fault;
  return faultOf('INTERNAL', { detail: thrown instanceof Error ? thrown.message : String(thrown) });
}

/** The HTTP status that a code is answered with; 500 where the table names none. */
export function httpStatusOf(code: ErrorCode): number {
  const entry: ErrorEntry = errorTable[code];
  return entry.http ?? 500;
}
