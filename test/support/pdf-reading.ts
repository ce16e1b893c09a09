import { inflateSync } from 'node:zlib';

/** What a test reads of a PDF that DM Bench made: nothing but zlib is needed. */
export interface ReadPdf {
  /** The text of each page, a line a piece, as whoever copies it gets it. */
  readonly pages: readonly string[];
  /** The drawing operators of each page. */
  readonly drawings: readonly string[];
  /** Everything that is not in a stream. */
  readonly structure: string;
}

/** Reads the pages of a PDF. */
export function readPdf(octets: Buffer): ReadPdf {
  const objects = new Map<string, { readonly dictionary: string; readonly stream: Buffer | undefined }>();
  const latin = octets.toString('latin1');
  for (const match of latin.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length;
    const end = latin.indexOf('\nendobj', from);
    const streamAt = latin.indexOf('\nstream\n', from);
    const hasStream = streamAt !== -1 && streamAt < end;
    const dictionary = latin.slice(from, hasStream ? streamAt : end);
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const start = streamAt + '\nstream\n'.length;
    objects.set(match[1]!, {
      dictionary,
      stream: hasStream ? contentOf(octets.subarray(start, start + length), dictionary) : undefined,
    });
  }
  const named = (reference: string) => objects.get(/^(\d+)/.exec(reference.trim())?.[1] ?? '')!;
  const member = (dictionary: string, name: string) =>
    new RegExp(`/${name} (\\d+ 0 R|\\[[^\\]]*\\])`).exec(dictionary)?.[1] ?? '';
  const unicode = new Map<string, ReadonlyMap<string, string>>();
  const mapOf = (font: string) => {
    const known = unicode.get(font);
    if (known) return known;
    const cmap = named(member(named(font).dictionary, 'ToUnicode')).stream!.toString('latin1');
    const map = new Map<string, string>();
    for (const [, low, , list] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/g))
      for (const [index, [, code]] of [...list!.matchAll(/<([0-9a-f ]*)>/g)].entries())
        map.set(
          (Number.parseInt(low!, 16) + index).toString(16).padStart(4, '0'),
          Buffer.from(code!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
        );
    unicode.set(font, map);
    return map;
  };
  const pages: string[] = [];
  const drawings: string[] = [];
  const kids = [...objects.values()].find(({ dictionary }) => /\/Type \/Pages/.test(dictionary))!.dictionary;
  for (const [reference] of member(kids, 'Kids').matchAll(/\d+ 0 R/g)) {
    const page = named(reference).dictionary;
    const content = named(member(page, 'Contents')).stream!.toString('latin1');
    const resources = named(member(page, 'Resources')).dictionary;
    const lines: string[] = [];
    for (const [, actual, font, glyphs] of content.matchAll(
      /\/ActualText <FEFF([0-9a-f]+)>|BT \/(\w+) [^T]*Tf [^<]*<([0-9a-f]*)> Tj/g,
    )) {
      if (actual !== undefined) lines.push(Buffer.from(actual, 'hex').swap16().toString('utf16le'));
      else {
        const map = mapOf(new RegExp(`/${font} (\\d+ 0 R)`).exec(resources)![1]!);
        const text = glyphs!.replaceAll(/.{4}/g, (glyph) => map.get(glyph) ?? '');
        if (text !== '\0') lines.push(text);
      }
    }
    pages.push(lines.join('\n'));
    drawings.push(content);
  }
  const structure = [...objects.values()].map(({ dictionary }) => dictionary).join('\n');
  return { pages, drawings, structure };
}

function contentOf(stream: Buffer, dictionary: string): Buffer {
  return dictionary.includes('/FlateDecode') ? inflateSync(stream) : stream;
}
