import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { codedError } from '../../core/errors.ts';

/** Asks a person at the terminal for something that is not to be seen there. @throws STOPPED on Ctrl-C */
export async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const stop = new AbortController();
  terminal.once('SIGINT', () => stop.abort());
  try {
    return await terminal.question('', { signal: stop.signal });
  } catch (cause) {
    throw codedError('STOPPED', {}, { cause });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
