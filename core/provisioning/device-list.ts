import { codedError, type Fault } from '../errors.ts';
import type { Variables } from './variables.ts';

/** A line of a device list that can be provisioned. */
export interface DeviceRow {
  /** Line of the file, the heading being line 1. */
  readonly line: number;
  readonly variables: Variables;
}

/** A fault or a warning of a device list, with its place and the value it is about. */
export interface ListProblem {
  readonly severity: 'error' | 'warning';
  readonly fault: Fault;
  readonly value?: string;
}

/** A device list that was read whole; it may be used only where no problem is an error. */
export interface DeviceList {
  readonly columns: readonly string[];
  readonly rows: readonly DeviceRow[];
  readonly problems: readonly ListProblem[];
}

/** The text of a file's octets. @throws FILE_NOT_UTF8 with the offset of the first bad octet. */
export function textOf(octets: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch (cause) {
    // Decoding anew with replacement characters finds the place; U+FFFD itself is rare enough in lists.
    const lenient = new TextDecoder('utf-8').decode(octets);
    const before = lenient.slice(0, lenient.indexOf('\uFFFD'));
    const offset = new TextEncoder().encode(before).length;
    throw codedError(
      'FILE_NOT_UTF8',
      { file, offset },
      { place: { file, line: before.split('\n').length }, cause },
    );
  }
}

/** Whether the list may be used: warnings are allowed, errors are not. */
export function errorsOf(list: DeviceList): readonly ListProblem[] {
  return list.problems.filter((problem) => problem.severity === 'error');
}
