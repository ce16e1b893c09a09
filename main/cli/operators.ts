import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Act } from '../../core/audit/acts.ts';
import { codedError } from '../../core/errors.ts';
import { roles } from '../../core/operators/role.ts';
import { commandLineActor } from '../audit/actors.ts';
import { newId } from '../ids.ts';
import { createRoster, type Roster } from '../operators/roster.ts';
import { openStore, type Store } from '../store/store.ts';
import { passphraseFrom } from '../vault/passphrase.ts';
import type { Arguments } from './arguments.ts';
import { askHidden } from './ask-hidden.ts';
import type { Command } from './command.ts';
import type { Output } from './output.ts';

/**
 * `operators`: the people of a bench, for whoever has access to the machine and the data folder: a bench whose PINs
 * nobody knows any more has a way on. Badges are given in the window.
 */
export const operatorsCommand: Command = {
  purpose: 'Lists, adds and disables the people at the bench.',
  usage: [
    'operators list --data DIR',
    'operators add NAME --data DIR --role technician|engineer [--pin-file FILE]',
    'operators disable NAME --data DIR',
    'operators enable NAME --data DIR',
    'operators reset NAME --data DIR [--pin-file FILE]',
  ].join(' | '),
  options: { texts: ['data', 'role', 'pin-file'] },
  async run(args, output) {
    const [action, name] = args.positionals;
    const folder = args.required('data');
    if (action === 'list') return withRoster(folder, async (roster) => list(roster, output));
    if (
      name === undefined ||
      !(action === 'add' || action === 'disable' || action === 'enable' || action === 'reset')
    )
      throw codedError('USAGE', {
        detail: 'operators needs list; or add, disable, enable or reset with a name.',
      });
    return withRoster(folder, async (roster) => {
      if (action === 'add') await roster.add({ name, role: roleOf(args), pin: await pinOf(args) });
      else {
        const { operatorId } = find(roster, name);
        await roster.change({
          operatorId,
          ...(action === 'reset' ? { pin: await pinOf(args) } : { disabled: action === 'disable' }),
        });
      }
      return list(roster, output);
    });
  },
};

async function withRoster(folder: string, work: (roster: Roster) => Promise<0>): Promise<0> {
  // A folder that a person named by mistake is not made into one.
  if (!existsSync(path.join(folder, 'bench.sqlite'))) throw codedError('OPERATOR_NO_FOLDER', { folder });
  const now = () => Date.now();
  const store = openStore(folder, now);
  try {
    return await work(createRoster({ store, now, newId, record: recordIn(store, now) }));
  } finally {
    store.close();
  }
}

/** Without the vault, which the window may have sealed: what stands in the log is signed when the bench starts next. */
function recordIn(store: Store, now: () => number): (act: Act) => void {
  return (act) => {
    if (store.audit.head().sequence > 0)
      store.audit.append({ at: now(), actor: commandLineActor(), act, subject: {} });
  };
}

function list(roster: Roster, output: Output): 0 {
  const people = roster.list();
  for (const person of people) {
    output.json({ event: 'operator', ...person });
    const ways = [person.hasPin && 'PIN', person.hasBadge && 'badge'].filter(Boolean).join(' and ');
    const state = person.disabledAt === undefined ? ways : 'disabled';
    output.words(`${person.name}: ${person.role}, ${state}`);
  }
  if (people.length === 0) output.words('No operators: whoever is at this bench may do everything.');
  return 0;
}

function find(roster: Roster, name: string) {
  const found = roster
    .list()
    .find((person) => person.operatorId === name || person.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw codedError('OPERATOR_UNKNOWN', { operator: name });
  return found;
}

function roleOf(args: Arguments) {
  const wanted = args.required('role');
  const role = roles.find((each) => each === wanted);
  if (role === undefined) throw codedError('USAGE', { detail: '--role takes technician or engineer.' });
  return role;
}

/** From a file or the environment; at a terminal it is asked for. @throws OPERATOR_PIN_MISSING, STOPPED */
async function pinOf(args: Arguments): Promise<string> {
  const given = await passphraseFrom({
    file: args.text('pin-file'),
    variable: process.env.DM_BENCH_OPERATOR_PIN,
  });
  if (given !== undefined) return new TextDecoder().decode(given);
  if (!process.stdin.isTTY) throw codedError('OPERATOR_PIN_MISSING', {});
  return askHidden('PIN: ');
}
