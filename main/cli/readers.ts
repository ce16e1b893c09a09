import { codedError } from '../../core/errors.ts';
import { openReaderNames } from '../card/reader-names.ts';
import { makeFolder } from '../files.ts';
import type { Arguments } from './arguments.ts';
import { readersFor } from './card-by-hand.ts';
import type { Command } from './command.ts';
import { faultWords, type Output } from './output.ts';

/** `readers`: the readers of this machine, with what is in them; `readers name` gives one a name. */
export const readersCommand: Command = {
  purpose: 'Lists the card readers and what is in them; gives them names.',
  usage: 'readers [--data DIR] | readers name READER NAME --data DIR',
  options: { texts: ['data'] },
  async run(args, output) {
    if (args.positionals[0] === 'name') return giveName(args, output);
    if (args.positionals.length > 0)
      throw codedError('USAGE', { detail: 'readers knows "name" and nothing else.' });
    const readers = readersFor({ data: args.text('data') });
    try {
      const service = readers.pcsc();
      for (const reader of readers.list()) {
        output.json({ event: 'reader', ...reader });
        const card = { absent: 'no card', present: 'card', mute: 'card that does not answer' }[reader.card];
        output.words(
          `${reader.name}: ${reader.kind === 'virtual' ? 'built in' : card}${reader.atr ? ` ${reader.atr}` : ''}`,
        );
      }
      if (service.kind === 'running') return 0;
      output.json({ event: 'error', ...service.fault });
      output.words(faultWords(service.fault));
      return 1;
    } finally {
      readers.close();
    }
  },
};

/** Names are for readers that are plugged in now, so that a typing error names nothing. */
async function giveName(args: Arguments, output: Output): Promise<0> {
  const [, reader, name] = args.positionals;
  if (reader === undefined || name === undefined)
    throw codedError('USAGE', { detail: 'readers name takes the reader and its name.' });
  const folder = args.required('data');
  const readers = readersFor({ data: folder });
  try {
    const known = readers.list().filter(({ kind }) => kind === 'pcsc');
    const found = known.find((each) => each.name === reader || each.system === reader);
    if (found === undefined)
      throw codedError('READER_UNKNOWN', {
        reader,
        known: known.map((each) => each.name).join(', ') || 'none',
      });
    await makeFolder(folder);
    const system = found.system ?? found.name;
    await openReaderNames(folder).give(system, name);
    output.json({ event: 'named', reader: system, name: name.trim() });
    output.words(
      name.trim() === '' ? `${system} has no other name any more.` : `${system} is "${name.trim()}" now.`,
    );
    return 0;
  } finally {
    readers.close();
  }
}
