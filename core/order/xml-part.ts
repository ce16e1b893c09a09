// saxes: strict, and no entity beyond the five of XML; a part that declares any is refused below.
import { SaxesParser } from 'saxes';
import { CodedError, codedError } from '../errors.ts';

/** What happens in a part of a workbook; names are without their prefix. */
export interface PartEvents {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text(text: string): void;
  close(name: string): void;
}

/** What ends the reading of a part before its end. */
export class EnoughRead extends Error {}

const pieceLength = 1 << 18;

/**
 * Reads a part of a workbook piece by piece: a whole sheet may be longer than a text can be.
 * @throws LIST_DAMAGED where it is not well-formed or declares anything
 */
export function readPart(
  octets: Uint8Array,
  part: string,
  file: string,
  events: PartEvents,
  tell: (done: number) => void = () => {},
): void {
  const damaged = (detail: string) =>
    codedError('LIST_DAMAGED', { file, detail: `${part}: ${detail}` }, { place: { file } });
  const parser = new SaxesParser({ position: false });
  parser.on('doctype', () => {
    throw damaged('it declares a document type, which no spreadsheet does');
  });
  parser.on('opentag', ({ name, attributes }) =>
    events.open(localName(name), (wanted) => textOf(attributes[wanted])),
  );
  parser.on('text', (text) => events.text(text));
  parser.on('cdata', (text) => events.text(text));
  parser.on('closetag', ({ name }) => events.close(localName(name)));
  parser.on('error', (error) => {
    throw damaged(error.message.replace(/\.$/, ''));
  });
  // Office writes UTF-8; other programs may write UTF-16, with its mark.
  const encoding = octets[0] === 0xff && octets[1] === 0xfe ? 'utf-16le' : 'utf-8';
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (let at = 0; at < octets.length; at += pieceLength) {
      parser.write(decoder.decode(octets.subarray(at, at + pieceLength), { stream: true }));
      tell(Math.min(at + pieceLength, octets.length));
    }
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    if (error instanceof EnoughRead) return;
    if (error instanceof CodedError) throw error;
    throw damaged(error instanceof Error ? error.message : String(error));
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
