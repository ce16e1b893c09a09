import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { codedError } from '../../core/errors.ts';

/** What a command was given: options by name, and what stands without one. */
export interface Arguments {
  text(name: string): string | undefined;
  /** @throws USAGE where it is missing */
  required(name: string): string;
  /** @throws USAGE where it is not a whole number */
  number(name: string): number | undefined;
  flag(name: string): boolean;
  all(name: string): readonly string[];
  readonly positionals: readonly string[];
}

/** Names of the options that a command knows; every other one is refused. */
export interface OptionNames {
  readonly texts?: readonly string[];
  readonly lists?: readonly string[];
  readonly flags?: readonly string[];
}

/** Reads the arguments of a command. @throws USAGE for what it does not know */
export function readArguments(args: readonly string[], names: OptionNames): Arguments {
  const options: ParseArgsOptionsConfig = {};
  for (const name of names.texts ?? []) options[name] = { type: 'string' };
  for (const name of names.lists ?? []) options[name] = { type: 'string', multiple: true };
  for (const name of names.flags ?? []) options[name] = { type: 'boolean' };
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('USAGE', { detail }, { cause: error });
  }
  const { values, positionals } = parsed;
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    text,
    positionals,
    required(name) {
      const value = text(name);
      if (value === undefined) throw codedError('USAGE', { detail: `--${name} is missing.` });
      return value;
    },
    number(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^\d{1,9}$/.test(value)) throw codedError('USAGE', { detail: `--${name} takes a whole number.` });
      return Number(value);
    },
    flag: (name) => values[name] === true,
    all: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
  };
}
