import type { Command } from './command.ts';

/** Every command with what it is for, one a line. @param width the columns that a line has */
export function helpOfAll(commands: Readonly<Record<string, Command>>, width: number): string {
  const longest = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { purpose }]) =>
    wrapped(`  ${name.padEnd(longest)}  `, purpose, longest + 4, width),
  );
  return [
    'Usage: dm-bench <command> …',
    '',
    ...lines,
    '',
    'dm-bench <command> --help tells how it is called.',
  ].join('\n');
}

/** What a command is for, and each form of it. */
export function helpOf({ purpose, usage }: Pick<Command, 'purpose' | 'usage'>, width: number): string {
  return [wrapped('', purpose, 0, width), '', formsOf(usage, width)].join('\n');
}

/** Each form of a command, its options whole in their lines. */
export function formsOf(usage: string, width: number): string {
  return splitOutside(usage, ' | ')
    .map((form) => wrapped('  ', `dm-bench ${form}`, 6, width))
    .join('\n');
}

/** Text behind a head, in lines of at most so many columns; a bracket that fits into a line is not broken. */
function wrapped(head: string, text: string, indent: number, width: number): string {
  const lines: string[] = [];
  let [line, isBegun] = [head, false];
  for (const word of wordsOf(text, width - indent)) {
    const longer = isBegun ? `${line} ${word}` : `${line}${word}`;
    if (isBegun && longer.length > width) {
      lines.push(line);
      line = `${' '.repeat(indent)}${word}`;
    } else line = longer;
    isBegun = true;
  }
  return [...lines, line].join('\n');
}

function wordsOf(text: string, room: number): readonly string[] {
  return splitOutside(text, ' ').flatMap((part) => (part.length > room ? part.split(' ') : [part]));
}

/** Splits where the text between stands in no bracket. */
function splitOutside(text: string, between: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('[('.includes(character)) depth++;
    else if (')]'.includes(character)) depth--;
    else if (depth === 0 && text.startsWith(between, at)) {
      parts.push(text.slice(begin, at));
      begin = at + between.length;
      at = begin - 1;
    }
  }
  return [...parts, text.slice(begin)];
}
