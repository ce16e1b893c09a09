import { type CardLayout, cardLayoutSchema } from '../../core/card/layout-schema.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { readProfile } from '../../core/provisioning/profile.ts';
import { readTextFile } from '../files.ts';
import type { CardDelivery } from '../provisioning/card-work.ts';
import type { Arguments } from './arguments.ts';
import { keyFileOf, keysOptions, keysUsage, keysWithoutFolder, readPins } from './issuer-keys.ts';

/** What a person may say about the cards that are worked with by hand. */
export const deliveryUsage = `[--profile FILE | --layout FILE] [--encoding both|opaque|oid] ${keysUsage}`;
export const deliveryOptions = ['profile', 'layout', 'encoding', ...keysOptions] as const;

/**
 * Works with the layout and keys of the cards, and overwrites the keys at the end. Keys and PINs come from files or
 * from the environment (DM_BENCH_ADM, DM_BENCH_PIN), never from an argument: arguments are visible to others.
 * @throws USAGE, FILE_…, CARD_LAYOUT_WRONG, ADM_FILE_WRONG, KEY_FILE_…, PIN_FILE_WRONG, and the first fault of a profile
 */
export async function withDelivery<Result>(
  args: Arguments,
  work: (delivery: CardDelivery) => Promise<Result>,
): Promise<Result> {
  const layout = await layoutOf(args);
  const encoding = args.text('encoding');
  const pins = await readPins(args.text('pin-file'));
  const issuerKeys = keysWithoutFolder(await keyFileOf(args));
  try {
    return await work({
      layout: encoding === undefined ? layout : { ...layout, encoding: encodingOf(encoding) },
      issuerKeys,
      pins,
    });
  } finally {
    issuerKeys.wipe();
    pins.wipe();
  }
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
