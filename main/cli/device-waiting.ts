import path from 'node:path';
import { codedError } from '../../core/errors.ts';
import { type BatchMode, batchModes } from '../../core/provisioning/batch-mode.ts';
import type { Bench } from '../bench-services.ts';
import { fileNameOf, makeFolder, writeWhole } from '../files.ts';
import { issueBootstrapAccess } from '../provisioning/bootstrap-access-file.ts';
import type { Arguments } from './arguments.ts';
import type { Output } from './output.ts';

/** The mode that `--mode`, or `--no-device`, names; undefined where neither does. @throws USAGE */
export function modeOf(args: Arguments): BatchMode | undefined {
  const text = args.text('mode');
  if (text === undefined) return args.flag('no-device') ? 'cardsOnly' : undefined;
  const mode = batchModes.find((each) => each === text);
  if (mode === undefined || (args.flag('no-device') && mode !== 'cardsOnly'))
    throw codedError('USAGE', { detail: `--mode is one of ${batchModes.join(', ')}.` });
  return mode;
}

/** Writes the access of each device that may bootstrap over HTTPS into a folder, for its owner only. */
export function accessWriter(bench: Bench, folder: string): (deviceId: string) => Promise<void> {
  return async (deviceId) => {
    await makeFolder(folder);
    const file = path.join(folder, `${fileNameOf(deviceId)}.json`);
    await writeWhole(file, await issueBootstrapAccess(bench, deviceId), 'owner');
  };
}

/** Waits until no device of a batch is awaited any more, for so many seconds at most, or until the signal is raised. */
export async function waitForDevices(
  bench: Bench,
  batchId: string,
  seconds: number,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  const count = () => bench.awaited.list(batchId).length;
  if (count() > 0) output.words(`${count()} devices are awaited, for ${seconds} s at most.`);
  let wake = (): void => {};
  over.addEventListener('abort', () => wake(), { once: true });
  bench.listen({ batch: (summary) => void (summary.batchId === batchId && wake()) });
  for (let left = count(); left > 0 && !over.aborted; left = count()) {
    output.json({ event: 'awaited', devices: left });
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
