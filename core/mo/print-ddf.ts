import { codedError } from '../errors.ts';
import {
  type AccessType,
  accessTypes,
  type NodeSchema,
  type ObjectSchema,
  type Occurrence,
} from './object-schema.ts';

/**
 * Writes a schema as a device description, which `readDdf` reads back as the same schema.
 * @throws DDF_NOT_PRINTABLE for a control character, which XML cannot carry
 */
export function printDdf(schema: ObjectSchema): string {
  const text = (value: string) => escaped(value, []);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<MgmtTree>',
    `  <VerDTD>${text(schema.dtdVersion)}</VerDTD>`,
    ...(schema.manufacturer === undefined ? [] : [`  <Man>${text(schema.manufacturer)}</Man>`]),
    ...(schema.model === undefined ? [] : [`  <Mod>${text(schema.model)}</Mod>`]),
    ...nodeLines(schema.root, schema, [schema.root.name]).map((line) => `  ${line}`),
    '</MgmtTree>',
  ];
  return `${lines.join('\n')}\n`;
}

/** The lines of a node; `object` is what its root says of the whole. */
function nodeLines(
  node: NodeSchema,
  object: Pick<ObjectSchema, 'moid' | 'path'>,
  path: readonly string[],
): readonly string[] {
  const element = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`<${name}>${escaped(value, path)}</${name}>`];
  const properties = [
    `<AccessType>${accessElements(node.access)}</AccessType>`,
    ...element('DefaultValue', node.defaultValue),
    ...element('Description', node.description),
    `<DFFormat><${node.format}/></DFFormat>`,
    `<Occurrence>${occurrenceElement(node.occurrence)}</Occurrence>`,
    `<Scope><${node.scope === 'permanent' ? 'Permanent' : 'Dynamic'}/></Scope>`,
    ...element('DFTitle', node.title),
    `<DFType>${typeElements(node, object.moid, (value) => escaped(value, path))}</DFType>`,
    ...(node.caseSensitive === undefined
      ? []
      : [`<CaseSense><${node.caseSensitive ? 'CS' : 'CIS'}/></CaseSense>`]),
  ];
  const inner = [
    node.name === '' ? '<NodeName/>' : `<NodeName>${escaped(node.name, path)}</NodeName>`,
    ...element('Path', object.path),
    '<DFProperties>',
    ...properties.map((line) => `  ${line}`),
    '</DFProperties>',
    ...element('Value', node.value),
    ...node.children.flatMap((child) => nodeLines(child, {}, [...path, child.name])),
  ];
  return ['<Node>', ...inner.map((line) => `  ${line}`), '</Node>'];
}

function accessElements(access: ReadonlySet<AccessType>): string {
  return accessTypes
    .filter((each) => access.has(each))
    .map((each) => `<${each}/>`)
    .join('');
}

function occurrenceElement({ least, most }: Occurrence): string {
  const prefix = least === 0 ? 'ZeroOr' : 'OneOr';
  if (most === undefined) return `<${prefix}More/>`;
  if (most === 1) return least === 0 ? '<ZeroOrOne/>' : '<One/>';
  return `<${prefix}N>${most}</${prefix}N>`;
}

/** A MOID names the root's type; without a type, an interior node has a DDF name and a leaf a MIME type (DMTND). */
function typeElements(
  { format, mime }: NodeSchema,
  moid: string | undefined,
  text: (value: string) => string,
): string {
  const name = moid === undefined ? '' : `<DDFName>${text(moid)}</DDFName>`;
  if (mime !== undefined) return `${name}<MIME>${text(mime)}</MIME>`;
  return name || (format === 'node' ? '<DDFName/>' : '<MIME/>');
}

/** Text as it stands in an element. XML would read a carriage return as a line feed. */
function escaped(value: string, path: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (!value.isWellFormed() || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(value))
    throw codedError('DDF_NOT_PRINTABLE', { path: path.join('/') || 'MgmtTree' });
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
