import { codedError } from '../../core/errors.ts';
import { givenAnswersSchema } from '../device/automatic-answers.ts';
import { createAutomaticBrowser } from '../device/automatic-browser.ts';
import type { WebBrowser } from '../device/web-browser.ts';
import { readTextFile } from '../files.ts';
import type { Arguments } from './arguments.ts';

/** What the options are called in usages. */
export const browserUsage = '[--browser none|auto [--answers FILE.json]]';
export const browserOptions = ['browser', 'answers'] as const;

/**
 * The browser of simulated devices: none, or one that answers forms by itself.
 * @throws USAGE, FILE_…, ANSWERS_FILE_WRONG
 */
export async function browserOf(args: Arguments): Promise<WebBrowser | undefined> {
  const [chosen, answers] = [args.text('browser') ?? 'none', args.text('answers')];
  if (chosen !== 'none' && chosen !== 'auto')
    throw codedError('USAGE', { detail: `--browser is none or auto, and not ${chosen}.` });
  if (answers !== undefined && chosen === 'none')
    throw codedError('USAGE', { detail: '--answers needs --browser auto.' });
  if (chosen === 'none') return undefined;
  const given = answers === undefined ? {} : await answersIn(answers);
  return createAutomaticBrowser({ given, now: () => Date.now() });
}

async function answersIn(file: string) {
  const { name, text } = await readTextFile(file);
  const place = { file: name };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('ANSWERS_FILE_WRONG', { detail }, { place });
  }
  const answers = givenAnswersSchema.safeParse(json);
  if (answers.success) return answers.data;
  const [issue] = answers.error.issues;
  const detail = `${issue?.path.join('.') || 'the top'}: ${issue?.message ?? ''}`;
  throw codedError('ANSWERS_FILE_WRONG', { detail }, { place });
}
