import type { ErrorParameters } from '../errors.ts';
import type { DdfElement } from './ddf-elements.ts';
import type { DdfProblems } from './ddf-problems.ts';
import { fitsFormat, formatWords } from './leaf-formats.ts';
import {
  type AccessType,
  accessTypes,
  isMoid,
  type NodeFormat,
  type NodeSchema,
  nodeFormats,
  type Occurrence,
} from './object-schema.ts';

/** A `Node` of a device description, with what a root node says of the whole object. */
export interface DdfNode {
  readonly schema: NodeSchema;
  readonly offset: number;
  readonly path?: string;
  readonly moid?: string;
}

type Element = DdfElement<DdfNode>;

/** Reads a `Node` element whose inner nodes were read already. What contradicts itself is a fault or a warning. */
export function readNodeElement(element: Element, isRoot: boolean, problems: DdfProblems): DdfNode {
  const name = nameOf(element, isRoot, problems);
  const children = element.nodes.map(({ schema }) => schema);
  const properties = element.children.get('DFProperties');
  const pathElement = element.children.get('Path');
  if (pathElement && !isRoot) problems.warning('DDF_PATH_BELOW_ROOT', {}, pathElement.offset);
  checkChildren(element, name, problems);
  if (properties === undefined) {
    missing('DFProperties', element, problems);
    return { offset: element.offset, schema: emptySchema(name, children) };
  }
  const format = formatOf(properties, problems) ?? (children.length > 0 ? 'node' : 'chr');
  if (format !== 'node' && children.length > 0)
    problems.fault('DDF_LEAF_HAS_CHILDREN', { name: labelOf(name), format }, element.offset);
  const path = isRoot ? textOf(pathElement) : undefined;
  const level = levelOf(name, format, path);
  const type = properties.children.get('DFType');
  const [objectName, mime] = [textOf(type?.children.get('DDFName')), textOf(type?.children.get('MIME'))];
  const moid = isRoot ? [objectName, mime].find((text) => text !== undefined && isMoid(text)) : undefined;
  const title = proseOf(properties.children.get('DFTitle'));
  const description = proseOf(properties.children.get('Description'));
  const defaultValue = leafValueOf(properties.children.get('DefaultValue'), name, format, problems);
  const value = leafValueOf(element.children.get('Value'), name, format, problems);
  const caseSense = choiceOf(properties.children.get('CaseSense'), problems);
  const schema: NodeSchema = {
    name,
    format,
    access: accessOf(properties, problems),
    occurrence: occurrenceOf(properties, problems),
    scope: choiceOf(properties.children.get('Scope'), problems) === 'Permanent' ? 'permanent' : 'dynamic',
    children,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(value === undefined ? {} : { value }),
    ...(mime === undefined || mime === moid ? {} : { mime }),
    ...(caseSense === undefined ? {} : { caseSensitive: caseSense === 'CS' }),
    ...(level === undefined ? {} : { level }),
  };
  checkContradictions(schema, properties, problems);
  return {
    schema,
    offset: element.offset,
    ...(path === undefined ? {} : { path }),
    ...(moid === undefined ? {} : { moid }),
  };
}

/** What stands in for a node whose properties are missing, so that the rest of the file is looked at too. */
function emptySchema(name: string, children: readonly NodeSchema[]): NodeSchema {
  const format = children.length > 0 ? 'node' : 'chr';
  return { name, format, access: new Set(), occurrence: { least: 1, most: 1 }, scope: 'dynamic', children };
}

function nameOf(element: Element, isRoot: boolean, problems: DdfProblems): string {
  const found = element.children.get('NodeName');
  const offset = found?.offset ?? element.offset;
  const name = found?.text.trim() ?? '';
  const unnamed = () => {
    if (isRoot) problems.warning('DDF_ROOT_UNNAMED', {}, offset);
    return '';
  };
  if (found === undefined) problems.warning('DDF_NAME_MISSING', {}, offset);
  if (name === '') return unnamed();
  // The notation of the standards' own drawings; neither could be the name of a node.
  if (name === '*' || /^<[^<>/]*>$/.test(name)) {
    problems.warning('DDF_PLACEHOLDER_WRITTEN', { name }, offset);
    return unnamed();
  }
  const wrong = (detail: string) => problems.fault('DDF_NAME_WRONG', { name, detail }, offset);
  if (name.includes('/')) wrong('a "/" separates names');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  else if (/[\u0000-\u001f\u007f]/.test(name)) wrong('it contains a control character or a line break');
  else if (name === '.' || name === '..') wrong('it would mean another place in an address');
  return name;
}

/** Two nodes below one parent that nothing tells apart. */
function checkChildren(element: Element, parent: string, problems: DdfProblems): void {
  const first = new Map<string, DdfNode>();
  for (const node of element.nodes) {
    const { name } = node.schema;
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, node);
      if (name === '' && node.schema.scope === 'permanent')
        problems.warning('DDF_PLACEHOLDER_PERMANENT', { parent: labelOf(parent) }, node.offset);
      continue;
    }
    const line = problems.lineOf(other.offset);
    const parameters = { name, parent: labelOf(parent), line };
    problems.fault(name === '' ? 'DDF_PLACEHOLDER_TWICE' : 'DDF_NAME_TWICE', parameters, node.offset);
  }
}

function checkContradictions(schema: NodeSchema, properties: Element, problems: DdfProblems): void {
  const { access, occurrence } = schema;
  const name = labelOf(schema.name);
  const offsetOf = (element: string) => properties.children.get(element)?.offset ?? properties.offset;
  if (schema.scope === 'permanent')
    for (const each of ['Add', 'Delete'] as const)
      if (access.has(each))
        problems.warning('DDF_PERMANENT_ACCESS', { name, access: each }, offsetOf('AccessType'));
  if (schema.name !== '' && occurrence.most !== 1)
    problems.warning('DDF_OCCURRENCE_NAMED', { name }, offsetOf('Occurrence'));
}

/** The only element in an element that holds a choice; undefined where there is no such element. */
function choiceOf(element: Element | undefined, problems: DdfProblems): string | undefined {
  if (element === undefined) return undefined;
  const [first, ...more] = element.children.keys();
  const told = first === undefined && element.faulty;
  if ((first === undefined || more.length > 0) && !told) {
    const parameters: ErrorParameters<'DDF_CHOICE'> = {
      element: element.name,
      found: element.children.size,
      expected: choices[element.name] ?? '',
    };
    problems.fault('DDF_CHOICE', parameters, element.offset);
  }
  return first;
}

const choices: Readonly<Record<string, string>> = {
  DFFormat: nodeFormats.join(', '),
  Occurrence: 'One, ZeroOrOne, ZeroOrMore, OneOrMore, ZeroOrN or OneOrN',
  Scope: 'Permanent or Dynamic',
  CaseSense: 'CS or CIS',
};

function formatOf(properties: Element, problems: DdfProblems): NodeFormat | undefined {
  const element = properties.children.get('DFFormat');
  if (element === undefined) return missing('DFFormat', properties, problems);
  const chosen = choiceOf(element, problems);
  return nodeFormats.find((format) => format === chosen);
}

function accessOf(properties: Element, problems: DdfProblems): ReadonlySet<AccessType> {
  const element = properties.children.get('AccessType');
  if (element === undefined) missing('AccessType', properties, problems);
  return new Set(accessTypes.filter((access) => element?.children.has(access)));
}

/** Without Occurrence a node stands there exactly once (DMTND, Occurrence). */
function occurrenceOf(properties: Element, problems: DdfProblems): Occurrence {
  const element = properties.children.get('Occurrence');
  const chosen = choiceOf(element, problems);
  switch (chosen) {
    case 'ZeroOrOne':
      return { least: 0, most: 1 };
    case 'ZeroOrMore':
      return { least: 0 };
    case 'OneOrMore':
      return { least: 1 };
    case 'ZeroOrN':
    case 'OneOrN': {
      const least = chosen === 'OneOrN' ? 1 : 0;
      const most = countOf(chosen, element?.children.get(chosen), problems);
      return most === undefined ? { least } : { least, most };
    }
    default:
      return { least: 1, most: 1 };
  }
}

function countOf(name: string, element: Element | undefined, problems: DdfProblems): number | undefined {
  const text = element?.text.trim() ?? '';
  const offset = element?.offset ?? 0;
  if (text === '') {
    problems.warning('DDF_OCCURRENCE_UNBOUNDED', { element: name }, offset);
    return undefined;
  }
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) problems.fault('DDF_OCCURRENCE_WRONG', { element: name, text }, offset);
  return count;
}

/** The text of a Value or DefaultValue: as it stands, for blanks may matter. */
function leafValueOf(
  element: Element | undefined,
  name: string,
  format: NodeFormat,
  problems: DdfProblems,
): string | undefined {
  if (element === undefined) return undefined;
  const { text, offset } = element;
  const blank = text.trim() === '';
  if (format === 'node') {
    if (!blank)
      problems.fault('DDF_INTERIOR_HAS_VALUE', { name: labelOf(name), element: element.name }, offset);
    return undefined;
  }
  // Nothing written is an empty text where the format has one, and no value where it has not.
  const fits = fitsFormat(format, text);
  if (!fits && blank) return undefined;
  if (!fits) {
    const parameters = { element: element.name, name: labelOf(name), format, expected: formatWords(format) };
    problems.warning('DDF_VALUE_FORMAT', parameters, offset);
  }
  return text;
}

/**
 * A sub-tree named Ext is the vendor's, one named Bearer belongs to the bearers (as in DevInfo), and an object that
 * DM 1.x had below `Vendor` is a vendor's as a whole.
 */
function levelOf(name: string, format: NodeFormat, path: string | undefined): NodeSchema['level'] {
  if (path?.split('/').includes('Vendor')) return 'vendor';
  if (format !== 'node') return undefined;
  return name === 'Ext' ? 'vendor' : name === 'Bearer' ? 'bearer' : undefined;
}

/** What a node is called in a message: a placeholder as the standards draw it. */
function labelOf(name: string): string {
  return name === '' ? '<x>' : name;
}

/** The text of an element without the blanks around it; undefined where there is none. */
function textOf(element: Element | undefined): string | undefined {
  const text = element?.text.trim() ?? '';
  return text === '' ? undefined : text;
}

/** Text for people, which files break and indent as they like: one blank for each run of white space. */
function proseOf(element: Element | undefined): string | undefined {
  return textOf(element)?.replaceAll(/[\t\n\r ]+/g, ' ');
}

function missing(name: string, element: Element, problems: DdfProblems): undefined {
  problems.fault('DDF_ELEMENT_MISSING', { parent: element.name, element: name }, element.offset);
}
