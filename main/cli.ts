import { CodedError, toFault } from '../core/errors.ts';
import { readArguments } from './cli/arguments.ts';
import { cardCommand } from './cli/card.ts';
import { devicesCommand, profileCommand } from './cli/checks.ts';
import type { Command } from './cli/command.ts';
import { deviceCommand } from './cli/device.ts';
import { faultWords, standardOutput } from './cli/output.ts';
import { provision } from './cli/provision.ts';
import { readersCommand } from './cli/readers.ts';
import { serve } from './cli/serve.ts';

const commands: Readonly<Record<string, Command>> = {
  serve,
  provision,
  card: cardCommand,
  readers: readersCommand,
  device: deviceCommand,
  devices: devicesCommand,
  profile: profileCommand,
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const command = name === undefined ? undefined : Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined || rest.includes('--help')) {
    const usages = command ? [command.usage] : Object.values(commands).map((each) => each.usage);
    standardOutput.words(`Usage: dm-bench <command> …\n\n${usages.map((usage) => `  ${usage}`).join('\n')}`);
    return rest.includes('--help') || name === '--help' ? 0 : 2;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  try {
    return await command.run(readArguments(rest, command.options), standardOutput, stop.signal);
  } catch (error) {
    const fault = toFault(error);
    standardOutput.json({ event: 'error', ...fault });
    standardOutput.words(
      fault.code === 'USAGE' ? `${faultWords(fault)}\n  ${command.usage}` : faultWords(fault),
    );
    if (!(error instanceof CodedError) && error instanceof Error) standardOutput.words(error.stack ?? '');
    return fault.code === 'USAGE' ? 2 : 1;
  }
}

// Output that nobody reads any more (a closed pipe) ends the command quietly.
process.stdout.on('error', () => process.exit(1));
process.exitCode = await main(process.argv.slice(2));
