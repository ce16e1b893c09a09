import { codedError } from '../errors.ts';
import {
  type CardConnection,
  type CommandApdu,
  commandText,
  decodeResponse,
  encodeCommand,
  type ResponseApdu,
  statusWordText,
} from './apdu.ts';

/**
 * A conversation with a card as a value: it yields commands and is given the answers, and so can be held
 * with a real card, a virtual one, or a test that answers what it likes.
 */
export type CardDialog<Result> = Generator<CommandApdu, Result, ResponseApdu>;

/** A card that answers 61xx or 6Cxx this often in a row is not telling the truth. */
const mostRepetitions = 64;

/**
 * Holds a conversation with a card. 61xx (GET RESPONSE) and 6Cxx (wrong Le) are dealt with here, by rules that
 * never send a command's data twice.
 * @throws CARD_PULLED where an answer is cut short, and what the connection throws.
 */
export async function conduct<Result>(
  dialog: CardDialog<Result>,
  connection: CardConnection,
): Promise<Result> {
  let step = dialog.next();
  while (!step.done) step = dialog.next(await exchange(step.value, connection));
  return step.value;
}

async function exchange(command: CommandApdu, connection: CardConnection): Promise<ResponseApdu> {
  let response = await transmit(command, connection);
  const parts: Uint8Array[] = [];
  for (let repetition = 0; repetition < mostRepetitions; repetition++) {
    const [kind, count] = [response.statusWord >> 8, response.statusWord & 0xff];
    if (kind === 0x6c && command.data === undefined)
      response = await transmit({ ...command, le: count }, connection);
    else if (kind === 0x61) {
      parts.push(response.data);
      response = await transmit({ cla: command.cla & 0x03, ins: 0xc0, p1: 0, p2: 0, le: count }, connection);
    } else {
      if (parts.length === 0) return response;
      const data = new Uint8Array([...parts, response.data].flatMap((part) => [...part]));
      return { data, statusWord: response.statusWord };
    }
  }
  throw codedError('CARD_PROTOCOL', {
    got: `${statusWordText(response.statusWord)} again and again`,
    expected: 'an end',
  });
}

async function transmit(command: CommandApdu, connection: CardConnection): Promise<ResponseApdu> {
  const response = decodeResponse(await connection.transmit(encodeCommand(command)));
  // A card pulled during a command may come back as fewer than two octets: what it did is unknown.
  if (response === undefined) throw codedError('CARD_PULLED', {}, { place: { apdu: commandText(command) } });
  return response;
}

/** Yields a command and expects one of the status words; other ones become coded errors. */
export function* expectStatus(
  command: CommandApdu,
  subject: string,
  accepted: readonly number[] = [0x9000],
): CardDialog<ResponseApdu> {
  const response = yield command;
  if (accepted.includes(response.statusWord)) return response;
  throw statusError(command, subject, response.statusWord, accepted[0] ?? 0x9000);
}

/** The coded error of a status word that was not expected; `subject` names the file. */
export function statusError(command: CommandApdu, subject: string, statusWord: number, expected: number) {
  const place = { apdu: `${commandText(command)} → ${statusWordText(statusWord)}` };
  switch (statusWord) {
    case 0x6982:
      return codedError('CARD_ACCESS_REFUSED', { file: subject }, { place });
    case 0x6581:
      return codedError('CARD_MEMORY_FAILURE', { file: subject }, { place });
    case 0x6a82:
      return codedError('CARD_FILE_MISSING', { file: subject }, { place });
    default:
      return codedError(
        'CARD_PROTOCOL',
        { got: statusWordText(statusWord), expected: statusWordText(expected) },
        { place },
      );
  }
}
