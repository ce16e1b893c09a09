import path from 'node:path';
import { codedError } from '../../core/errors.ts';
import {
  type ColumnMapping,
  type ListChoice,
  listChoiceSchema,
  readMappingFile,
} from '../../core/order/column-mapping.ts';
import { textEncodings } from '../../core/order/list-table.ts';
import { readOctets, readTextFile } from '../files.ts';
import { type ListRecords, openListReader } from '../provisioning/list-reader.ts';
import { type CheckedOrder, orderOf } from '../provisioning/orders.ts';
import type { Arguments } from './arguments.ts';
import type { Output } from './output.ts';

/** What is said of how a device list is read. */
export const listUsage =
  '[--sheet NAME] [--encoding windows-1252] [--no-heading] [--map VARIABLE=COLUMN …] [--set VARIABLE=VALUE …] [--map-file FILE.json]';
export const listOptions = {
  texts: ['sheet', 'encoding', 'map-file'],
  lists: ['map', 'set'],
  flags: ['no-heading'],
} as const;

/** How the device list is to be read, as the arguments say it. @throws USAGE, MAPPING_WRONG, FILE_… */
export async function listChoiceOf(args: Arguments): Promise<ListChoice> {
  const encoding = args.text('encoding');
  const known = listChoiceSchema.shape.encoding.safeParse(encoding);
  if (!known.success)
    throw codedError('USAGE', { detail: `--encoding is one of ${textEncodings.join(', ')}.` });
  const mapping = await mappingOf(args);
  return {
    ...(args.text('sheet') === undefined ? {} : { sheet: args.text('sheet') }),
    ...(known.data === undefined ? {} : { encoding: known.data }),
    ...(args.flag('no-heading') ? { heading: 'none' } : {}),
    ...(Object.keys(mapping).length === 0 ? {} : { mapping }),
  };
}

/**
 * Reads and checks the files of an order, beside whatever else the program does: Ctrl-C gives it up. Mappings of
 * earlier orders are not applied here, so that the same arguments mean the same order.
 * @throws STOPPED, LIST_READING_STOPPED, USAGE, FILE_…
 */
export async function readOrder(
  files: { readonly profile: string; readonly list: string },
  args: Arguments,
  output: Output,
  signal: AbortSignal,
  records?: Pick<ListRecords, 'earlier'>,
): Promise<CheckedOrder> {
  const profile = await readTextFile(files.profile);
  const choice = await listChoiceOf(args);
  const file = { name: path.basename(files.list), octets: await readOctets(files.list) };
  const known = records && { mapping: () => undefined, earlier: records.earlier };
  const reader = openListReader(file, known, ({ stage, done, total }) => {
    if (done > 0 && done < total) output.json({ event: 'progress', stage, done, total });
  });
  const stop = () => void reader.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await orderOf(profile, reader, choice);
  } catch (error) {
    throw signal.aborted ? codedError('STOPPED', {}) : error;
  } finally {
    signal.removeEventListener('abort', stop);
    await reader.close();
  }
}

async function mappingOf(args: Arguments): Promise<ColumnMapping> {
  const file = args.text('map-file');
  const read = file === undefined ? undefined : await readTextFile(file);
  return {
    ...(read ? readMappingFile(read.text, read.name) : {}),
    ...Object.fromEntries(pairsOf(args, 'map').map(([name, column]) => [name, { kind: 'column', column }])),
    ...Object.fromEntries(pairsOf(args, 'set').map(([name, value]) => [name, { kind: 'constant', value }])),
  };
}

function pairsOf(args: Arguments, option: 'map' | 'set'): readonly (readonly [string, string])[] {
  return args.all(option).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1)
      throw codedError('USAGE', {
        detail: `--${option} takes VARIABLE=${option === 'map' ? 'COLUMN' : 'VALUE'}.`,
      });
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}
