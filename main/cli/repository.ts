import path from 'node:path';
import { codedError } from '../../core/errors.ts';
import { askBench } from '../control/control-client.ts';
import { mediaTypeOfFile } from '../files.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import type { Output } from './output.ts';

/** `repository`: what the Data Repository of a bench that runs holds. */
export const repositoryCommand: Command = {
  purpose: 'Lists, puts and deletes files of the Data Repository.',
  usage:
    'repository list --data DIR | repository put FILE --data DIR [--name NAME] [--type MEDIA-TYPE] [--device DEVID] | ' +
    'repository delete NAME --data DIR [--device DEVID]',
  options: { texts: ['data', 'name', 'type', 'device'] },
  async run(args, output) {
    const [action, subject] = args.positionals;
    const folder = args.required('data');
    const deviceId = args.text('device');
    const owner = deviceId === undefined ? {} : { deviceId };
    if (action === 'list') return list(folder, output);
    if (action === 'put' && subject !== undefined) return put(folder, subject, owner, args, output);
    if (action === 'delete' && subject !== undefined) {
      await askBench(folder, 'deleteResource', { name: subject, ...owner });
      output.json({ event: 'deleted', name: subject, ...owner });
      output.words(`${subject} is deleted.`);
      return 0;
    }
    throw codedError('USAGE', { detail: 'repository needs list, put FILE or delete NAME.' });
  },
};

const pageSize = 500;

async function list(folder: string, output: Output): Promise<0> {
  for (let offset = 0; ; offset += pageSize) {
    const { rows, total } = await askBench(folder, 'resources', { offset, limit: pageSize });
    for (const resource of rows) output.json({ event: 'resource', ...resource });
    if (offset + rows.length >= total || rows.length === 0) {
      output.words(`${total} resources.`);
      return 0;
    }
  }
}

async function put(
  folder: string,
  file: string,
  owner: { readonly deviceId?: string },
  args: Arguments,
  output: Output,
): Promise<0> {
  const resource = await askBench(folder, 'addResource', {
    file: path.resolve(file),
    name: args.text('name') ?? path.basename(file),
    mediaType: args.text('type') ?? mediaTypeOfFile(file),
    ...owner,
  });
  output.json({ event: 'added', ...resource });
  output.words(`${resource.octets} octets, at ${resource.uri}`);
  return 0;
}
