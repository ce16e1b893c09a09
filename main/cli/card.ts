import { codedError } from '../../core/errors.ts';
import { deliveryOptions, deliveryUsage } from './card-delivery.ts';
import { compareByHand, copyByHand, readByHand, verifyByHand } from './card-look.ts';
import { simulate } from './card-simulate.ts';
import { waitByHand } from './card-wait.ts';
import { eraseByHand, writeByHand } from './card-write.ts';
import { writeRowByHand } from './card-write-row.ts';
import type { Command } from './command.ts';
import { listOptions, listUsage } from './order-files.ts';

const reader = '[--station READER] [--data DIR]';
const row = `--profile FILE --devices FILE.csv|FILE.xlsx --row N --data DIR ${listUsage}`;

/** `card`: one card by hand. */
export const cardCommand: Command = {
  purpose:
    'One card by hand: reads, verifies, writes, erases, copies and compares; or puts a simulated one into a virtual reader.',
  usage: [
    `card read ${reader} ${deliveryUsage} [--tries] [--out FILE]`,
    `card verify ${reader} ${deliveryUsage} (--message FILE | --sha256 DIGEST | --device DEVID | ${row})`,
    `card write ${reader} ${deliveryUsage} (--message FILE | ${row}) [--overwrite] [--overwrite-device DEVID …]`,
    `card erase ${reader} ${deliveryUsage} [--delete-files] [--overwrite] [--overwrite-device DEVID …]`,
    `card copy ${reader} ${deliveryUsage} --out FILE`,
    `card compare ${reader} ${deliveryUsage} (--copy FILE | --with READER)`,
    `card wait ${reader} (--insert | --remove) [--timeout SECONDS]`,
    'card simulate --vpcd HOST:PORT [--iccid DIGITS] [--blank | --plain] [--t0] [--extended] [--logical] [--pin] ' +
      '[--message-file OCTETS] [--memory OCTETS] [--fault NUMBER:KIND[:DETAIL] …]',
  ].join(' | '),
  options: {
    texts: [
      ...deliveryOptions,
      ...['station', 'data', 'message', 'sha256', 'device', 'devices', 'row', 'port'],
      ...listOptions.texts,
      ...['out', 'copy', 'with', 'timeout', 'vpcd', 'iccid', 'message-file', 'memory'],
    ],
    lists: ['overwrite-device', 'fault', ...listOptions.lists],
    flags: [
      ...listOptions.flags,
      ...['tries', 'overwrite', 'delete-files', 'insert', 'remove'],
      ...['blank', 'plain', 't0', 'extended', 'logical', 'pin'],
    ],
  },
  async run(args, output, signal) {
    const [action] = args.positionals;
    switch (action) {
      case 'read':
        return readByHand(args, output, signal);
      case 'verify':
        return verifyByHand(args, output, signal);
      case 'write':
        return args.text('message') === undefined
          ? writeRowByHand(args, output, signal)
          : writeByHand(args, output, signal);
      case 'erase':
        return eraseByHand(args, output, signal);
      case 'copy':
        return copyByHand(args, output, signal);
      case 'compare':
        return compareByHand(args, output, signal);
      case 'wait':
        return waitByHand(args, output, signal);
      case 'simulate':
        return simulate(args, output, signal);
      default:
        throw codedError('USAGE', {
          detail: 'card needs read, verify, write, erase, copy, compare, wait or simulate.',
        });
    }
  },
};
