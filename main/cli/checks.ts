import { codedError } from '../../core/errors.ts';
import { printProblems } from '../../core/order/problem-rows.ts';
import { writeWhole } from '../files.ts';
import type { CheckedOrder } from '../provisioning/orders.ts';
import { openStore } from '../store/store.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { listOptions, listUsage, readOrder } from './order-files.ts';
import type { Output } from './output.ts';
import { tellProblems } from './provision.ts';

/** `devices check`: every problem of a device list, before anything is written. */
export const devicesCommand: Command = {
  purpose: 'Checks a device list against a profile, before anything is written.',
  usage: `devices check FILE.csv|FILE.xlsx --profile FILE ${listUsage} [--problems FILE.csv] [--data DIR]`,
  options: { ...listOptions, texts: ['profile', 'problems', 'data', ...listOptions.texts] },
  async run(args, output, signal) {
    const [action, file] = args.positionals;
    if (action !== 'check' || file === undefined)
      throw codedError('USAGE', { detail: 'devices check needs a file.' });
    const order = await checked(file, args, output, signal);
    const errors = tellProblems(order, output);
    const problemsFile = args.text('problems');
    if (problemsFile !== undefined) await writeWhole(problemsFile, printProblems(order.list?.problems ?? []));
    const rows = order.list?.rows.length ?? 0;
    const warnings = order.list?.count.warnings ?? 0;
    output.json({ event: 'mapping', ...order.reading });
    output.json({ event: 'checked', file, rows, errors, warnings });
    if (errors === 0) output.words(`${rows} rows, no faults, ${warnings} warnings.`);
    return errors === 0 ? 0 : 1;
  },
};

/** With a data folder, devices of earlier batches are told. */
async function checked(
  list: string,
  args: Arguments,
  output: Output,
  signal: AbortSignal,
): Promise<CheckedOrder> {
  const files = { profile: args.required('profile'), list };
  const folder = args.text('data');
  if (folder === undefined) return readOrder(files, args, output, signal);
  const store = openStore(folder, () => Date.now());
  try {
    return await readOrder(files, args, output, signal, store.orders);
  } finally {
    store.close();
  }
}
