import type { CardConnection } from '../../core/card/apdu.ts';
import { conduct } from '../../core/card/dialog.ts';
import { readCard } from '../../core/card/read-card.ts';
import { codedError } from '../../core/errors.ts';

/** Reads the bootstrap message from a card the way a device does at start (DM-4). @throws CARD_NO_MESSAGE */
export async function readBootstrapCard(connection: CardConnection): Promise<Uint8Array> {
  const { message } = await conduct(readCard(), connection);
  if (message === undefined) throw codedError('CARD_NO_MESSAGE', {});
  return message;
}
