import { type CodedError, codedError } from '../errors.ts';
import { concatenate } from '../octets.ts';
import { useSecret } from '../secrets.ts';
import {
  type CardConnection,
  type CommandApdu,
  carriesSecret,
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
 * never send a command's data twice. What the connection throws is thrown into the dialog, which may say more.
 * @throws CARD_PULLED where an answer is cut short, and what the connection throws.
 */
export async function conduct<Result>(
  dialog: CardDialog<Result>,
  connection: CardConnection,
): Promise<Result> {
  let step = dialog.next();
  while (!step.done) {
    let response: ResponseApdu;
    try {
      response = await exchange(step.value, connection);
    } catch (error) {
      step = dialog.throw(error);
      continue;
    }
    step = dialog.next(response);
  }
  return step.value;
}

async function exchange(command: CommandApdu, connection: CardConnection): Promise<ResponseApdu> {
  let sent = command;
  let response = await transmit(sent, connection);
  const parts: Uint8Array[] = [];
  for (let repetition = 0; repetition < mostRepetitions; repetition++) {
    const [kind, count] = [response.statusWord >> 8, response.statusWord & 0xff];
    if (kind === 0x6c && sent.data === undefined) sent = { ...sent, le: count || 256 };
    else if (kind === 0x61) {
      parts.push(response.data);
      sent = getResponse(command, count || 256);
    } else {
      // 91xx is 9000 with a toolkit command waiting that nobody here fetches (TS 102 221, 10.2.1.1).
      const statusWord = kind === 0x91 ? 0x9000 : response.statusWord;
      return { data: concatenate(...parts, response.data), statusWord };
    }
    response = await transmit(sent, connection);
  }
  throw codedError('CARD_PROTOCOL', {
    got: `${statusWordText(response.statusWord)} again and again`,
    expected: 'an end',
  });
}

/** GET RESPONSE, on the channel of the command whose answer it fetches. */
function getResponse({ cla }: CommandApdu, length: number): CommandApdu {
  return { cla: (cla & 0x40) !== 0 ? cla & 0x4f : cla & 0x03, ins: 0xc0, p1: 0, p2: 0, le: length };
}

async function transmit(command: CommandApdu, connection: CardConnection): Promise<ResponseApdu> {
  const octets = encodeCommand(command, connection.protocol);
  const answered = carriesSecret(command)
    ? useSecret(octets, () => connection.transmit(octets))
    : connection.transmit(octets);
  const response = decodeResponse(await answered);
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

/**
 * The coded error of a status word that was not expected.
 * @param subject names the file
 */
export function statusError(
  command: CommandApdu,
  subject: string,
  statusWord: number,
  expected = 0x9000,
): CodedError {
  const place = { apdu: `${commandText(command)} → ${statusWordText(statusWord)}` };
  const code = codeOf(statusWord);
  return code === undefined
    ? codedError(
        'CARD_PROTOCOL',
        { got: statusWordText(statusWord), expected: statusWordText(expected) },
        { place },
      )
    : codedError(code, { file: subject }, { place });
}

/** Status words that a person is told in words of their own (ISO/IEC 7816-4, 5.6). */
function codeOf(statusWord: number) {
  switch (statusWord) {
    case 0x6581:
      return 'CARD_MEMORY_FAILURE';
    case 0x6700:
      return 'CARD_LENGTH_REFUSED';
    case 0x6982:
      return 'CARD_ACCESS_REFUSED';
    case 0x6983:
      return 'CARD_ACCESS_BLOCKED';
    case 0x6a82:
      return 'CARD_FILE_MISSING';
    case 0x6a84:
      return 'CARD_FULL';
    case 0x6b00:
      return 'CARD_OFFSET_OUTSIDE';
    default:
      return undefined;
  }
}
