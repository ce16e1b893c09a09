import { CodedError, toFault } from '../../core/errors.ts';
import { alertsCommand } from './alerts.ts';
import { readArguments } from './arguments.ts';
import { auditCommand } from './audit.ts';
import { cardCommand } from './card.ts';
import { certificatesCommand } from './certificates.ts';
import { devicesCommand } from './checks.ts';
import type { Command } from './command.ts';
import { ddfCommand } from './ddf.ts';
import { deviceCommand } from './device.ts';
import { figuresCommand } from './figures.ts';
import { formsOf, helpOf, helpOfAll } from './help.ts';
import { notify } from './notify.ts';
import { operatorsCommand } from './operators.ts';
import { orderBookCommand } from './order-book.ts';
import { faultWords, standardOutput } from './output.ts';
import { profileCommand } from './profile.ts';
import { provision } from './provision.ts';
import { queueCommand } from './queue.ts';
import { readersCommand } from './readers.ts';
import { reportCommand } from './report.ts';
import { repositoryCommand } from './repository.ts';
import { rowsCommand } from './rows.ts';
import { serve } from './serve.ts';
import { sessionsCommand } from './sessions.ts';
import { stationsCommand } from './stations.ts';
import { updateCommand } from './update.ts';
import { vaultCommand } from './vault.ts';

const commands: Readonly<Record<string, Command>> = {
  serve,
  provision,
  card: cardCommand,
  readers: readersCommand,
  stations: stationsCommand,
  device: deviceCommand,
  notify,
  queue: queueCommand,
  update: updateCommand,
  alerts: alertsCommand,
  sessions: sessionsCommand,
  repository: repositoryCommand,
  certificates: certificatesCommand,
  rows: rowsCommand,
  report: reportCommand,
  figures: figuresCommand,
  audit: auditCommand,
  devices: devicesCommand,
  profile: profileCommand,
  ddf: ddfCommand,
  vault: vaultCommand,
  operators: operatorsCommand,
  'order-book': orderBookCommand,
};

/** Whether a word is one of the commands. */
export function isCommand(word: string | undefined): boolean {
  return word !== undefined && Object.hasOwn(commands, word);
}

/** Runs a command to its end. @returns the exit code: 0 done, 1 failed, 2 wrong usage */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const command = name !== undefined && isCommand(name) ? commands[name] : undefined;
  if (command === undefined || rest.includes('--help')) {
    standardOutput.words(command ? helpOf(command, width()) : helpOfAll(commands, width()));
    return rest.includes('--help') || name === '--help' ? 0 : 2;
  }
  // Output that nobody reads any more (a closed pipe) ends the command quietly.
  process.stdout.on('error', () => process.exit(1));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  try {
    return await command.run(readArguments(rest, command.options), standardOutput, stop.signal);
  } catch (error) {
    const fault = toFault(error);
    standardOutput.json({ event: 'error', ...fault });
    standardOutput.words(
      fault.code === 'USAGE'
        ? `${faultWords(fault)}\n\n${formsOf(command.usage, width())}`
        : faultWords(fault),
    );
    if (!(error instanceof CodedError) && error instanceof Error) standardOutput.words(error.stack ?? '');
    return fault.code === 'USAGE' ? 2 : 1;
  }
}

/** The columns of a line for a person. */
function width(): number {
  return process.stderr.columns ?? 100;
}
