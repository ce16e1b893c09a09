import type { Fault } from '../errors.ts';
import { type DdfReading, readDdf } from './ddf.ts';
import type { NodeSchema, ObjectSchema } from './object-schema.ts';

// What the tests of device descriptions share: descriptions in few words.

/** A `Node` element: the properties of a named chr leaf, where nothing else is said. */
export function node(
  name: string,
  over: Readonly<{ properties?: string; format?: string; inner?: string; value?: string }> = {},
): string {
  const { inner = '', format = inner === '' ? 'chr' : 'node', properties = '', value = '' } = over;
  const nodeName = name === '' ? '<NodeName/>' : `<NodeName>${name}</NodeName>`;
  return (
    `<Node>${nodeName}<DFProperties><AccessType><Get/></AccessType><DFFormat><${format}/></DFFormat>` +
    `${properties}</DFProperties>${value}${inner}</Node>`
  );
}

/** A description whose second line begins with the text; `tree` is what stands in MgmtTree beside VerDTD. */
export function description(tree: string, version = '<VerDTD>1.2</VerDTD>'): string {
  return `<MgmtTree>${version}\n${tree}\n</MgmtTree>`;
}

/** The only schema of a description. @throws where it has faults */
export function schemaOf(text: string): ObjectSchema {
  const reading = readDdf(text, 'test.xml');
  if (reading.kind === 'faults') throw new Error(reading.faults.map(({ message }) => message).join('\n'));
  return reading.schemas[0] as ObjectSchema;
}

export function rootOf(tree: string): NodeSchema {
  return schemaOf(description(tree)).root;
}

/** What is wrong with a description, in short: `DDF_ROOT 1:1`. */
export function problemsOf(text: string): { faults: readonly string[]; warnings: readonly string[] } {
  const reading = readDdf(text, 'test.xml');
  return { faults: faultsIn(reading).map(short), warnings: reading.warnings.map(short) };
}

export function faultsIn(reading: DdfReading): readonly Fault[] {
  return reading.kind === 'faults' ? reading.faults : [];
}

function short({ code, place }: Fault): string {
  return `${code} ${place?.line}:${place?.column}`;
}

/** A text whose places are marked with `▸`: the text without the marks, and the places as `line:column`. */
export function marked(text: string): { text: string; places: readonly string[] } {
  const parts = text.split('▸');
  const before = parts.slice(0, -1).map((_part, index) => parts.slice(0, index + 1).join(''));
  return {
    text: parts.join(''),
    places: before.map((each) => {
      const lines = each.split('\n');
      return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
    }),
  };
}
