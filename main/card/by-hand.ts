import { CodedError, faultOf } from '../../core/errors.ts';
import type { CardReader, InsertedCard } from './reader.ts';

/**
 * Works with the card that is in a reader now; by hand there is no waiting for one.
 * @throws CARD_ABSENT, CARD_MUTE, READER_…, PCSC_…, STOPPED
 */
export async function withCardIn<Result>(
  reader: CardReader,
  signal: AbortSignal,
  work: (card: InsertedCard) => Promise<Result>,
): Promise<Result> {
  const absent = new AbortController();
  let condition = faultOf('CARD_ABSENT', { reader: reader.name });
  const card = await reader
    .insertedCard(AbortSignal.any([signal, absent.signal]), (now) => {
      if (now.kind !== 'empty') condition = now.fault;
      absent.abort();
    })
    .catch((error: unknown) => {
      throw absent.signal.aborted ? new CodedError(condition) : error;
    });
  try {
    return await work(card);
  } finally {
    await card.close();
  }
}
