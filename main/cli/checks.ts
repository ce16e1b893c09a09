import { codedError } from '../../core/errors.ts';
import { readTextFile } from '../files.ts';
import { checkOrder } from '../provisioning/orders.ts';
import type { Command } from './command.ts';
import { tellProblems } from './provision.ts';

/** `devices check`: every problem of a device list, before anything is written. */
export const devicesCommand: Command = {
  usage: 'devices check FILE.csv --profile FILE',
  options: { texts: ['profile'] },
  async run(args, output) {
    const [action, file] = args.positionals;
    if (action !== 'check' || file === undefined)
      throw codedError('USAGE', { detail: 'devices check needs a file.' });
    const order = checkOrder(await readTextFile(args.required('profile')), await readTextFile(file));
    const errors = tellProblems(order, output);
    const rows = order.list?.rows.length ?? 0;
    const warnings = (order.list?.problems.length ?? 0) - (errors - order.profileFaults.length);
    output.json({ event: 'checked', file, rows, errors, warnings });
    if (errors === 0) output.words(`${rows} rows, no faults, ${warnings} warnings.`);
    return errors === 0 ? 0 : 1;
  },
};
