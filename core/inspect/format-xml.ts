import { SaxesParser } from 'saxes';

/** Deeper ones are not indented any more: the lines would be longer than what is in them. */
const deepestIndent = 40;

/**
 * XML with a line for each element that holds others; what an element holds beside text alone stays as it is.
 * Entities that a DTD declares are not expanded. Undefined where the text is no well-formed XML.
 */
export function formatXml(text: string): string | undefined {
  const lines: string[] = [];
  /** The tag that was opened last, for as long as nothing but text has followed it. */
  let open: { line: string; text: string } | undefined;
  let depth = 0;
  let failed = false;
  const indent = () => '  '.repeat(Math.min(depth, deepestIndent));
  const settle = () => {
    if (open) lines.push(open.line);
    const inner = open?.text.trim() ?? '';
    if (inner !== '') lines.push(`${indent()}${inner}`);
    open = undefined;
  };
  const put = (line: string) => {
    settle();
    lines.push(`${indent()}${line}`);
  };
  const parser = new SaxesParser();
  parser.on('error', () => {
    failed = true;
  });
  parser.on('xmldecl', ({ version, encoding }) =>
    put(`<?xml version="${version ?? '1.0'}"${encoding === undefined ? '' : ` encoding="${encoding}"`}?>`),
  );
  parser.on('doctype', (doctype) => put(`<!DOCTYPE${doctype}>`));
  parser.on('processinginstruction', ({ target, body }) => put(`<?${target} ${body}?>`));
  parser.on('comment', (comment) => put(`<!--${comment}-->`));
  parser.on('cdata', (data) => put(`<![CDATA[${data}]]>`));
  parser.on('text', (chunk) => {
    if (open) open.text += escaped(chunk);
    else if (chunk.trim() !== '') lines.push(`${indent()}${escaped(chunk.trim())}`);
  });
  parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
    settle();
    const words = Object.entries(attributes).map(
      ([key, value]) => ` ${key}="${escaped(String(value)).replaceAll('"', '&quot;')}"`,
    );
    if (isSelfClosing) lines.push(`${indent()}<${name}${words.join('')}/>`);
    else {
      open = { line: `${indent()}<${name}${words.join('')}>`, text: '' };
      depth++;
    }
  });
  parser.on('closetag', ({ name, isSelfClosing }) => {
    if (isSelfClosing) return;
    depth--;
    if (open) lines.push(`${open.line}${open.text}</${name}>`);
    else lines.push(`${indent()}</${name}>`);
    open = undefined;
  });
  parser.write(text).close();
  return failed ? undefined : lines.join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
