import { type IssuerKeys, noIssuerKeys, parseIssuerKeys, parsePins } from '../../core/card/issuer-keys.ts';
import { type CardLayout, cardLayoutSchema } from '../../core/card/layout-schema.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { readProfile } from '../../core/provisioning/profile.ts';
import { readTextFile } from '../files.ts';
import type { CardDelivery } from '../provisioning/card-work.ts';
import type { Arguments } from './arguments.ts';

/** What a person may say about the cards that are worked with by hand. */
export const deliveryUsage =
  '[--profile FILE | --layout FILE] [--encoding both|opaque|oid] [--adm-file FILE] [--pin-file FILE]';
export const deliveryOptions = ['profile', 'layout', 'encoding', 'adm-file', 'pin-file'] as const;

/**
 * The layout and keys of the cards. Keys and PINs come from files or from the environment (DM_BENCH_ADM,
 * DM_BENCH_PIN), never from an argument: arguments are visible to others.
 * @throws USAGE, FILE_…, CARD_LAYOUT_WRONG, ADM_FILE_WRONG, PIN_FILE_WRONG, and the first fault of a profile
 */
export async function deliveryOf(args: Arguments): Promise<CardDelivery> {
  const layout = await layoutOf(args);
  const encoding = args.text('encoding');
  return {
    layout: encoding === undefined ? layout : { ...layout, encoding: encodingOf(encoding) },
    issuerKeys: await keysFrom(args.text('adm-file'), 'DM_BENCH_ADM', parseIssuerKeys),
    pins: await readPins(args.text('pin-file')),
  };
}

/** The PINs of a file, or of the environment; none where neither has any. @throws FILE_…, PIN_FILE_WRONG */
export function readPins(file: string | undefined): Promise<IssuerKeys> {
  return keysFrom(file, 'DM_BENCH_PIN', parsePins);
}

async function layoutOf(args: Arguments): Promise<CardLayout> {
  const [profileFile, layoutFile] = [args.text('profile'), args.text('layout')];
  if (layoutFile !== undefined) {
    const { name, text } = await readTextFile(layoutFile);
    return parseLayout(text, name);
  }
  if (profileFile === undefined) return cardLayoutSchema.parse({});
  const { name, text } = await readTextFile(profileFile);
  const reading = readProfile(text, name);
  if (reading.kind === 'profile') return reading.profile.card;
  const [fault] = reading.faults;
  throw fault ? new CodedError(fault) : codedError('PROFILE_HAS_FAULTS', { count: 1 });
}

function parseLayout(text: string, file: string): CardLayout {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw codedError('CARD_LAYOUT_WRONG', { file, detail: 'it is not JSON' }, { cause });
  }
  const result = cardLayoutSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const detail = issue ? `${issue.path.join('.') || 'it'}: ${issue.message}` : 'it does not fit';
  throw codedError('CARD_LAYOUT_WRONG', { file, detail });
}

function encodingOf(text: string): CardLayout['encoding'] {
  if (text === 'both' || text === 'opaque' || text === 'oid') return text;
  throw codedError('USAGE', { detail: '--encoding takes both, opaque or oid.' });
}

async function keysFrom(file: string | undefined, variable: string, parse: typeof parseIssuerKeys) {
  if (file !== undefined) {
    const { name, text } = await readTextFile(file);
    return parse(text, name);
  }
  const value = process.env[variable];
  return value === undefined || value === '' ? noIssuerKeys : parse(value, variable);
}
