import { codedError, type Fault, toFault } from '../../core/errors.ts';
import { type DdfReading, readDdf } from '../../core/mo/ddf.ts';
import { type SchemaSummary, summarizeSchema } from '../../core/mo/schema-summary.ts';
import { textOf } from '../../core/provisioning/device-list.ts';
import { readOctets } from '../files.ts';
import type { Command } from './command.ts';
import { faultWords, type Output } from './output.ts';

/** `ddf check`: what is in device descriptions, or every fault of them. A faulty file does not keep the others back. */
export const ddfCommand: Command = {
  purpose: 'Checks device descriptions, and says what is in them.',
  usage: 'ddf check FILE…',
  options: {},
  async run(args, output, signal) {
    const [action, ...files] = args.positionals;
    if (action !== 'check' || files.length === 0)
      throw codedError('USAGE', { detail: 'ddf check needs at least one file.' });
    let faulty = false;
    for (const file of files) {
      if (signal.aborted) throw codedError('STOPPED', {});
      const reading = await readFile(file);
      tell(file, reading, output);
      faulty ||= reading.kind === 'faults';
    }
    return faulty ? 1 : 0;
  },
};

async function readFile(file: string): Promise<DdfReading> {
  try {
    return readDdf(textOf(await readOctets(file), file), file);
  } catch (error) {
    return { kind: 'faults', faults: [toFault(error)], warnings: [] };
  }
}

function tell(file: string, reading: DdfReading, output: Output): void {
  const faults = reading.kind === 'faults' ? reading.faults : [];
  const objects = reading.kind === 'schemas' ? reading.schemas.map(summarizeSchema) : [];
  const problem = (severity: 'error' | 'warning') => (fault: Fault) => ({ severity, ...fault });
  output.json({
    event: 'checked',
    file,
    errors: faults.length,
    warnings: reading.warnings.length,
    objects,
    problems: [...faults.map(problem('error')), ...reading.warnings.map(problem('warning'))],
  });
  for (const fault of faults) output.words(faultWords(fault));
  for (const warning of reading.warnings) output.words(`warning: ${faultWords(warning)}`);
  for (const object of objects) output.words(`${file}: ${summaryWords(object)}`);
}

function summaryWords({ root, moid, path, nodes, depth, formats, levels }: SchemaSummary): string {
  const name = root === '' ? 'an object without a name' : root;
  const counts = Object.entries(formats).map(([format, count]) => `${count} ${format}`);
  const parts = [
    ...(levels.bearer === undefined ? [] : [`${levels.bearer} of bearers`]),
    ...(levels.vendor === undefined ? [] : [`${levels.vendor} of the vendor`]),
  ];
  return (
    `${name}${path === undefined ? '' : ` (${path})`}, ${moid ?? 'no MOID'}: ` +
    `${nodes} nodes on ${depth} levels (${counts.join(', ')})${parts.map((part) => `, ${part}`).join('')}`
  );
}
