import { createReaders } from '../card/readers.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';
import type { Command } from './command.ts';
import { faultWords } from './output.ts';

/** `readers`: the readers of this machine, with what is in them. */
export const readersCommand: Command = {
  usage: 'readers',
  options: {},
  async run(_args, output) {
    const readers = createReaders(fullSpeed);
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
