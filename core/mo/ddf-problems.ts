import { type ErrorCode, type ErrorParameters, type Fault, faultOf, type Place } from '../errors.ts';

/** More are not told: after so many the file is something else than a device description. */
const mostFaults = 100;
const mostWarnings = 1000;

/** Reading cannot go on; the fault that says why is among the problems. */
export class ReadingAbandoned extends Error {}

/** The faults and warnings of a device description, each at an offset (UTF-16 units) of its text. */
export interface DdfProblems {
  /** @throws ReadingAbandoned after too many */
  fault<Code extends ErrorCode>(code: Code, parameters: ErrorParameters<Code>, offset: number): void;
  warning<Code extends ErrorCode>(code: Code, parameters: ErrorParameters<Code>, offset: number): void;
  /** Adds a fault that nothing can be read after. @throws ReadingAbandoned */
  abandon<Code extends ErrorCode>(code: Code, parameters: ErrorParameters<Code>, offset: number): never;
  /** The line, counted from 1, that an offset is on. */
  lineOf(offset: number): number;
  /** In the order of the file. */
  faults(): readonly Fault[];
  warnings(): readonly Fault[];
}

interface Problem {
  readonly offset: number;
  readonly fault: Fault;
}

/** Collects the problems of one file. Lines and columns (characters as UTF-16 units) are counted from 1. */
export function collectProblems(text: string, file: string): DdfProblems {
  const placeOf = locator(text);
  const faults: Problem[] = [];
  const warnings: Problem[] = [];
  const told = (problems: readonly Problem[]) =>
    problems.toSorted((left, right) => left.offset - right.offset).map(({ fault }) => fault);
  const problem = <Code extends ErrorCode>(
    code: Code,
    parameters: ErrorParameters<Code>,
    offset: number,
  ): Problem => ({ offset, fault: faultOf(code, parameters, { file, ...placeOf(offset) }) });
  const collected: DdfProblems = {
    fault(code, parameters, offset) {
      if (faults.length >= mostFaults)
        collected.abandon('DDF_LIMIT', { limit: mostFaults, what: 'faults' }, offset);
      faults.push(problem(code, parameters, offset));
    },
    warning(code, parameters, offset) {
      if (warnings.length > mostWarnings) return;
      warnings.push(
        warnings.length === mostWarnings
          ? problem('DDF_LIMIT', { limit: mostWarnings, what: 'warnings' }, offset)
          : problem(code, parameters, offset),
      );
    },
    abandon(code, parameters, offset) {
      faults.push(problem(code, parameters, offset));
      throw new ReadingAbandoned();
    },
    lineOf: (offset) => placeOf(offset).line,
    faults: () => told(faults),
    warnings: () => told(warnings),
  };
  return collected;
}

function locator(text: string): (offset: number) => Required<Pick<Place, 'line' | 'column'>> {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return starts;
}
