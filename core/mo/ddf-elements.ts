import type { DdfProblems } from './ddf-problems.ts';
import { readXml, type XmlName } from './ddf-xml.ts';
import { accessTypes, nodeFormats } from './object-schema.ts';

/** An element of a device description; `Node` elements below it are already what was made of them. */
export interface DdfElement<Made> {
  readonly name: string;
  readonly offset: number;
  /** What it holds as text; empty where it holds elements. */
  readonly text: string;
  /** The elements in it by name; each may be there once. */
  readonly children: ReadonlyMap<string, DdfElement<Made>>;
  readonly nodes: readonly Made[];
  /** Whether something in it was refused, and told. */
  readonly faulty: boolean;
}

interface OpenElement<Made> extends DdfElement<Made> {
  text: string;
  readonly children: Map<string, DdfElement<Made>>;
  readonly nodes: Made[];
  faulty: boolean;
  strayText: boolean;
}

/** Which elements may stand in which (DDF DTD 1.2 and 1.3). Their order is not looked at. */
const holds: Readonly<Record<string, readonly string[]>> = {
  MgmtTree: ['VerDTD', 'Man', 'Mod', 'Node'],
  Node: ['NodeName', 'Path', 'RTProperties', 'DFProperties', 'Value', 'Node'],
  DFProperties: [
    ...['AccessType', 'DefaultValue', 'Description', 'DFFormat', 'Occurrence'],
    ...['Scope', 'DFTitle', 'DFType', 'CaseSense'],
  ],
  AccessType: accessTypes,
  DFFormat: nodeFormats,
  Occurrence: ['One', 'ZeroOrOne', 'ZeroOrMore', 'OneOrMore', 'ZeroOrN', 'OneOrN'],
  Scope: ['Permanent', 'Dynamic'],
  DFType: ['DDFName', 'MIME'],
  CaseSense: ['CS', 'CIS'],
};

const holdsText: ReadonlySet<string> = new Set([
  ...['VerDTD', 'Man', 'Mod', 'NodeName', 'Path', 'Value', 'DefaultValue', 'Description'],
  ...['DFTitle', 'DDFName', 'MIME', 'ZeroOrN', 'OneOrN'],
]);

/** What a tree holds at run time says nothing of its schema (DM 2.0 ignores it). */
const ignored: ReadonlySet<string> = new Set(['RTProperties']);

const largestNesting = 256;
const deepestNode = 64;
const mostNodes = 100_000;

/**
 * Reads the elements of a device description. Elements of foreign namespaces are skipped with all below them.
 * `makeNode` is called at the end of each `Node`, inner ones first.
 * @throws ReadingAbandoned where it can't be read on; the problems say why
 */
export function readElements<Made>(
  source: string,
  problems: DdfProblems,
  makeNode: (element: DdfElement<Made>, isRoot: boolean) => Made,
): DdfElement<Made> {
  const open: OpenElement<Made>[] = [];
  let root: DdfElement<Made> | undefined;
  let skipped = 0;
  let nodes = 0;
  let depth = 0;

  /** Whether the element is read; otherwise it is skipped, and why is told where there is something to tell. */
  const isRead = ({ local, namespace }: XmlName, offset: number): boolean => {
    const parent = open.at(-1);
    if (parent === undefined) {
      if (local !== 'MgmtTree' || !isDdf(namespace)) problems.abandon('DDF_ROOT', { element: local }, offset);
      return true;
    }
    if (!isDdf(namespace)) return false;
    const expected = holds[parent.name] ?? [];
    if (!expected.includes(local)) {
      parent.faulty = true;
      if (parent.name === 'DFFormat') problems.fault('DDF_FORMAT_UNKNOWN', { format: local }, offset);
      else {
        const names = expected.length === 0 ? 'no elements' : expected.join(', ');
        const parameters = { element: local, parent: parent.name, expected: names };
        problems.fault('DDF_ELEMENT_MISPLACED', parameters, offset);
      }
      return false;
    }
    if (ignored.has(local)) return false;
    if (parent.children.has(local)) {
      if (local === 'MIME') problems.warning('DDF_MIME_SEVERAL', {}, offset);
      else problems.fault('DDF_ELEMENT_TWICE', { element: local, parent: parent.name }, offset);
      return false;
    }
    return true;
  };

  readXml(source, problems, {
    open(name, offset) {
      if (open.length + skipped >= largestNesting)
        problems.abandon('DDF_LIMIT', { limit: largestNesting, what: 'levels of elements' }, offset);
      if (skipped > 0 || !isRead(name, offset)) {
        skipped++;
        return;
      }
      if (name.local === 'Node') {
        if (++nodes > mostNodes) problems.abandon('DDF_LIMIT', { limit: mostNodes, what: 'nodes' }, offset);
        if (++depth > deepestNode)
          problems.abandon('DDF_LIMIT', { limit: deepestNode, what: 'levels of nodes' }, offset);
      }
      open.push(openElement(name.local, offset));
    },
    text(text, offset) {
      const element = open.at(-1);
      if (skipped > 0 || element === undefined) return;
      if (holdsText.has(element.name)) element.text += text;
      else if (text.trim() !== '' && !element.strayText) {
        element.strayText = true;
        problems.fault('DDF_TEXT_MISPLACED', { element: element.name }, offset);
      }
    },
    close() {
      if (skipped > 0) {
        skipped--;
        return;
      }
      const element = open.pop();
      const parent = open.at(-1);
      if (element === undefined) return;
      if (element.name === 'Node') {
        depth--;
        parent?.nodes.push(makeNode(element, depth === 0));
      } else if (parent === undefined) root = element;
      else parent.children.set(element.name, element);
    },
  });
  // Without a fault there was one root element, and it was read to its end.
  return root ?? problems.abandon('DDF_NO_NODE', {}, 0);
}

function openElement<Made>(name: string, offset: number): OpenElement<Made> {
  return { name, offset, text: '', children: new Map(), nodes: [], faulty: false, strayText: false };
}

/** Device descriptions have no namespace, or that of DM 1.2 and 1.3. */
function isDdf(namespace: string): boolean {
  return namespace === '' || /^syncml:dmddf\d/i.test(namespace);
}
