import { z } from 'zod';
import { codedError, type Place } from '../../core/errors.ts';
import { lossOf, whyNotJson } from '../../core/json.ts';
import { membersOf, nodeAt, readWholeTree } from '../../core/provisioning/profile-text.ts';

const expected = 'a text, a number, true, false, or a list of them is expected';
const answer = z
  .union([z.string(), z.number(), z.boolean()], expected)
  .refine((value) => lossOf(value) === undefined, 'it cannot be kept as it is written');
const schema = z.record(
  z.string(),
  z.union([answer, z.array(answer)], expected),
  'an object with names and answers is expected',
);

export type GivenAnswer = z.infer<typeof answer>;
/** Answers that somebody has given beforehand, by the names of inputs; that of a file is where it lies. */
export type GivenAnswers = Readonly<Record<string, GivenAnswer | readonly GivenAnswer[]>>;

/**
 * Reads the text of a file with answers (JSON).
 * @param file its name, for errors
 * @throws ANSWERS_FILE_WRONG with the place; never with what the file holds: answers may be secrets
 */
export function parseGivenAnswers(text: string, file: string): GivenAnswers {
  const wrong = (detail: string, place: Omit<Place, 'file'> = {}) =>
    codedError('ANSWERS_FILE_WRONG', { detail }, { place: { file, ...place } });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(String(error)) ?? [];
    const place =
      line === undefined ? placeAt(text, text.length) : { line: Number(line), column: Number(column) };
    throw wrong(whyNotJson(error), place);
  }
  const tree = readWholeTree(text);
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'it has another shape' };
    const names = path.map((each) => (typeof each === 'number' ? each : String(each)));
    const node = tree && nodeAt(tree, names);
    const where = names.length === 0 ? '' : `${names.join('.')}: `;
    throw wrong(`${where}${message}`, node && placeAt(text, node.offset));
  }
  const seen = new Set<string>();
  for (const { name, property } of membersOf(tree)) {
    if (seen.has(name)) throw wrong(`${name}: it is given twice`, placeAt(text, property.offset));
    seen.add(name);
  }
  return Object.freeze(parsed.data);
}

function placeAt(text: string, offset: number): Omit<Place, 'file'> {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
