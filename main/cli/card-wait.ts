import { CodedError, codedError } from '../../core/errors.ts';
import type { ReaderListing, Readers } from '../card/readers.ts';
import type { Arguments } from './arguments.ts';
import { onlyReader, readersFor } from './card-by-hand.ts';
import type { Output } from './output.ts';

/**
 * `card wait`: until a card is in a reader, or out of it. A reader that is unplugged and a smartcard service that is
 * stopped are told, and waited for.
 * @throws USAGE, STOPPED, CARD_WAITED_IN_VAIN
 */
export async function waitByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  const wanted = wantedState(args);
  const seconds = args.number('timeout');
  const readers = readersFor({ data: args.text('data') });
  const limit = seconds === undefined ? undefined : AbortSignal.timeout(seconds * 1000);
  const until = limit ? AbortSignal.any([signal, limit]) : signal;
  try {
    const name = args.text('station') ?? onlyReader(readers);
    let told = '';
    for (;;) {
      const now = stateOf(readers, name);
      if (now.state === wanted) {
        output.json({ event: wanted === 'present' ? 'inserted' : 'removed', station: name, ...atrOf(now) });
        output.words(wanted === 'present' ? `A card is in ${name}.` : `${name} is empty.`);
        return 0;
      }
      if (told !== now.state) output.json({ event: 'waiting', station: name, state: now.state });
      told = now.state;
      await readers.changed(until);
      if (signal.aborted) throw codedError('STOPPED', {});
      if (limit?.aborted) throw codedError('CARD_WAITED_IN_VAIN', { reader: name, seconds: seconds ?? 0 });
    }
  } finally {
    readers.close();
  }
}

interface ReaderState {
  readonly state: ReaderListing['card'] | 'unplugged' | 'serviceStopped';
  readonly atr?: string;
}

function stateOf(readers: Readers, name: string): ReaderState {
  const service = readers.pcsc();
  if (service.kind === 'unavailable') {
    // Without the module there never will be a reader; a service that is stopped may be started.
    if (service.fault.code !== 'PCSC_NOT_RUNNING') throw new CodedError(service.fault);
    return { state: 'serviceStopped' };
  }
  const reader = readers.list().find((each) => each.name === name || each.system === name);
  if (reader === undefined) return { state: 'unplugged' };
  return { state: reader.card, ...(reader.atr === undefined ? {} : { atr: reader.atr }) };
}

function atrOf({ atr }: ReaderState) {
  return atr === undefined ? {} : { atr };
}

function wantedState(args: Arguments): 'present' | 'absent' {
  const [insert, remove] = [args.flag('insert'), args.flag('remove')];
  if (insert === remove) throw codedError('USAGE', { detail: 'card wait needs --insert or --remove.' });
  return insert ? 'present' : 'absent';
}
