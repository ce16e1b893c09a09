import type { Arguments, OptionNames } from './arguments.ts';
import type { Output } from './output.ts';

/** A command of the command line. */
export interface Command {
  readonly options: OptionNames;
  /** What it is for, in a sentence. */
  readonly purpose: string;
  /** How it is called: one form, or several with ` | ` between them. */
  readonly usage: string;
  /**
   * Runs it. The signal is raised by Ctrl-C and SIGTERM.
   * @returns the exit code: 0 done, 1 failed
   * @throws coded errors; USAGE ends with 2, every other with 1
   */
  run(args: Arguments, output: Output, signal: AbortSignal): Promise<0 | 1>;
}
