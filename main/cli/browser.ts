import path from 'node:path';
import { codedError } from '../../core/errors.ts';
import { type AutomaticBrowser, createAutomaticBrowser } from '../device/automatic-browser.ts';
import { parseGivenAnswers } from '../device/given-answers.ts';
import { readTextFile } from '../files.ts';
import type { Arguments } from './arguments.ts';
import type { Output } from './output.ts';

/** What the options are called in usages. */
export const browserUsage = '[--browser none|auto [--answers FILE.json]]';
export const browserOptions = ['browser', 'answers'] as const;

/**
 * The browser of simulated devices: none, or one that answers forms by itself. Files among the answers lie beside the
 * file that names them.
 * @throws USAGE, FILE_…, ANSWERS_FILE_WRONG
 */
export async function browserOf(args: Arguments): Promise<AutomaticBrowser | undefined> {
  const [chosen, answers] = [args.text('browser') ?? 'none', args.text('answers')];
  if (chosen !== 'none' && chosen !== 'auto')
    throw codedError('USAGE', { detail: `--browser is none or auto, and not ${chosen}.` });
  if (answers !== undefined && chosen === 'none')
    throw codedError('USAGE', { detail: '--answers needs --browser auto.' });
  if (chosen === 'none') return undefined;
  const now = () => Date.now();
  if (answers === undefined) return createAutomaticBrowser({ now });
  const { name, text } = await readTextFile(answers);
  const given = parseGivenAnswers(text, name);
  return createAutomaticBrowser({ given, folder: path.dirname(answers), now });
}

/** Says which answers no form has asked for: whoever wrote a name wrongly would not know otherwise. */
export function tellUnasked(browser: AutomaticBrowser | undefined, output: Output): void {
  const names = browser?.unasked() ?? [];
  if (names.length === 0) return;
  output.json({ event: 'answersUnasked', names });
  output.words(`No form asked for ${names.map((name) => `"${name}"`).join(', ')}.`);
}
