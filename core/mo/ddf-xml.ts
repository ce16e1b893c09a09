// saxes: strict, a position at every event, and no entity beyond the five of XML, where fast-xml-parser guesses on.
import { SaxesParser } from 'saxes';
import type { DdfProblems } from './ddf-problems.ts';

/** More stand on no real element; it keeps one tag from filling the memory. */
const mostAttributes = 200;

/** An element's name: what stands before the colon is resolved to the address of its namespace. */
export interface XmlName {
  readonly local: string;
  readonly namespace: string;
}

/** What happens in an XML text, in its order; offsets are those of the text. */
export interface XmlEvents {
  open(name: XmlName, offset: number): void;
  text(text: string, offset: number): void;
  close(): void;
}

/** What leaves the structure of the file as it is: reading goes on, so that more than one is told. */
const harmless = /^(unbound namespace prefix|duplicate attribute)/;

/**
 * Reads XML. What is not well-formed, and every entity that is declared or used beside the five of XML, is a fault.
 * @throws ReadingAbandoned after a fault that the structure cannot be followed beyond
 */
export function readXml(source: string, problems: DdfProblems, events: XmlEvents): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  // Where the mark-up before ended, and where the tags that are open begin.
  let markEnd = 0;
  let tagStart = 0;
  let attributes = 0;
  const opened: number[] = [];
  const markBegin = () => source.lastIndexOf('<', parser.position - 1);
  const marked = (end = parser.position) => {
    markEnd = end;
  };

  parser.on('doctype', () => {
    const start = source.indexOf('<!DOCTYPE', markEnd);
    for (const { name, index } of entityDeclarations(source.slice(start, parser.position)))
      problems.fault('DDF_ENTITY_DECLARED', { name }, start + index);
    marked();
  });
  parser.on('comment', () => marked(parser.position + 1));
  parser.on('processinginstruction', () => marked());
  parser.on('xmldecl', () => marked());
  parser.on('text', (text) => events.text(text, textStart(source, markEnd)));
  parser.on('cdata', (text) => {
    events.text(text, textStart(source, source.indexOf('<![CDATA[', markEnd) + '<![CDATA['.length));
    marked();
  });
  parser.on('opentagstart', () => {
    tagStart = markBegin();
    attributes = 0;
  });
  parser.on('attribute', () => {
    if (++attributes > mostAttributes)
      problems.abandon('DDF_LIMIT', { limit: mostAttributes, what: 'attributes on one element' }, tagStart);
  });
  parser.on('opentag', ({ local, uri }) => {
    opened.push(tagStart);
    marked();
    events.open({ local, namespace: uri }, tagStart);
  });
  parser.on('closetag', ({ name, isSelfClosing }) => {
    const found = source.slice(markBegin(), parser.position);
    // saxes closes whatever is open until it finds the name.
    if (!isSelfClosing && /^<\/([^\s>]*)/.exec(found)?.[1] !== name)
      problems.abandon('DDF_NOT_WELL_FORMED', { detail: `${found} does not close <${name}>` }, markBegin());
    opened.pop();
    marked();
    events.close();
  });
  parser.on('error', ({ message }) => {
    const detail = message.replace(/\.$/, '');
    const ampersand = () => source.lastIndexOf('&', parser.position - 1);
    if (detail === 'undefined entity') {
      const name = source.slice(ampersand() + 1, parser.position - 1);
      return problems.fault('DDF_ENTITY_UNKNOWN', { name }, ampersand());
    }
    if (detail === 'malformed character entity')
      return problems.fault('DDF_NOT_WELL_FORMED', { detail }, ampersand());
    if (harmless.test(detail)) return problems.fault('DDF_NOT_WELL_FORMED', { detail }, markBegin());
    const problem = unended(detail) ?? { detail, offset: offsetOf(detail) };
    return problems.abandon('DDF_NOT_WELL_FORMED', { detail: problem.detail }, problem.offset);
  });

  /** Mark-up, or an entity, that has no end and swallowed what came behind it. */
  const unended = (detail: string): { detail: string; offset: number } | undefined => {
    const atEnd = detail.startsWith('unclosed tag') || detail === 'unexpected end';
    if (!atEnd && !detail.endsWith('entity name')) return undefined;
    const ampersand = indexOf(source, /&(?!#?\w+;)/g, markEnd);
    const markUp = indexOf(source, /</g, markEnd);
    if (ampersand < markUp)
      return { detail: 'a "&" begins no entity; it is written "&amp;"', offset: ampersand };
    return atEnd && markUp < source.length
      ? { detail: 'the mark-up that begins here has no end', offset: markUp }
      : undefined;
  };
  const offsetOf = (detail: string): number => {
    // The innermost element that is still open is told first, and is the one to look at.
    if (detail.startsWith('unclosed tag')) return opened.at(-1) ?? 0;
    if (detail.startsWith('text data outside')) return textStart(source, markEnd);
    if (/^(documents may contain|unmatched closing)/.test(detail)) return markBegin();
    return Math.max(0, parser.position - 1);
  };

  parser.write(source).close();
}

/** Where a pattern first fits; the length of the text where it nowhere does. */
function indexOf(source: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(source)?.index ?? source.length;
}

/** Where the first character that is no white space stands. */
function textStart(source: string, from: number): number {
  const blank = /\s*/y;
  blank.lastIndex = from;
  blank.exec(source);
  return blank.lastIndex;
}

/** The entity declarations of a DOCTYPE; comments, processing instructions and quoted texts are none. */
function* entityDeclarations(doctype: string): Generator<{ name: string; index: number }> {
  const ends: Readonly<Record<string, string>> = { '<!--': '-->', '<?': '?>', '"': '"', "'": "'" };
  const token = /<!--|<\?|["']|<!ENTITY(?:\s+%)?\s+([^\s"'>]*)/g;
  for (let found = token.exec(doctype); found !== null; found = token.exec(doctype)) {
    const end = ends[found[0]];
    if (end === undefined) yield { name: found[1] ?? '', index: found.index };
    else {
      const at = doctype.indexOf(end, token.lastIndex);
      if (at === -1) return;
      token.lastIndex = at + end.length;
    }
  }
}
