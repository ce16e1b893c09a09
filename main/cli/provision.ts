import path from 'node:path';
import type { StationStep, StationView } from '../../core/api-station-activity.ts';
import { CodedError, codedError, type Fault, faultOf } from '../../core/errors.ts';
import { fillText } from '../../core/provisioning/variables.ts';
import { commandLineActor } from '../audit/actors.ts';
import type { Bench } from '../bench-services.ts';
import { fullSpeed, realisticPace } from '../card/virtual/virtual-reader.ts';
import { newId } from '../ids.ts';
import { batchReport } from '../provisioning/batch-report.ts';
import { type CheckedOrder, keepOrder, orderDigest, shareOrder } from '../provisioning/orders.ts';
import { reportWorkFor } from '../reports/report-file.ts';
import { samplePaths } from '../sample.ts';
import type { Arguments } from './arguments.ts';
import { browserOf, browserOptions, browserUsage, tellUnasked } from './browser.ts';
import type { Command } from './command.ts';
import { accessWriter, modeOf, waitForDevices } from './device-waiting.ts';
import { keyFileOf, keysForWork, keysOptions, keysUsage, readPins } from './issuer-keys.ts';
import { keeperUsage, startBenchFor } from './keeper.ts';
import { listOptions, listUsage, readOrder } from './order-files.ts';
import { faultWords, type Output } from './output.ts';

/** `provision`: runs a batch to its end. */
export const provision: Command = {
  purpose: "Runs a batch to its end: cards written and read back, then each device's first session.",
  usage:
    `provision --data DIR ${keeperUsage} --profile FILE --devices FILE.csv|FILE.xlsx ${listUsage} [--station virtual|READER …] ${keysUsage} ` +
    `[--mode MODE|--no-device] [--wait-devices SECONDS] [--bootstrap-access DIR] [--stop-after N] [--shared] [--resume] [--overwrite] [--overwrite-device DEVID …] [--card-wait SECONDS] [--real-pace] ${browserUsage} [--port N] [--report FILE] | provision --data DIR --batch ID … | provision --sample`,
  options: {
    texts: [
      'data',
      'profile',
      'devices',
      ...keysOptions,
      ...browserOptions,
      'report',
      'port',
      'host',
      'card-wait',
      'name',
      'batch',
      ...listOptions.texts,
      'mode',
      'wait-devices',
      'bootstrap-access',
      'stop-after',
    ],
    lists: ['station', 'overwrite-device', ...listOptions.lists],
    flags: [...listOptions.flags, 'no-device', 'shared', 'resume', 'overwrite', 'sample', 'real-pace'],
  },
  async run(args, output, signal) {
    const sample = args.flag('sample') ? await samplePaths() : undefined;
    const order =
      args.text('batch') === undefined
        ? await readOrder(
            {
              profile: sample?.profile ?? args.required('profile'),
              list: sample?.list ?? args.required('devices'),
            },
            args,
            output,
            signal,
          )
        : undefined;
    if (order && tellProblems(order, output) > 0) return 1;
    const browser = await browserOf(args);
    const keyFile = await keyFileOf(args);
    const pins = await readPins(args.text('pin-file'));
    const [port, waitDevices] = [args.number('port'), args.number('wait-devices')];
    const accessFolder = args.text('bootstrap-access');
    modeOf(args);
    const host = args.text('host');
    const bench = await startBenchFor(args, {
      dataFolder: sample?.data ?? args.required('data'),
      pace: sample || args.flag('real-pace') ? realisticPace : fullSpeed,
      actor: commandLineActor,
      ...(browser ? { browser } : {}),
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
    });
    const issuerKeys = keysForWork(keyFile, bench.issuerKeys);
    try {
      const names = args.all('station').length > 0 ? args.all('station') : ['virtual'];
      const readers = names.map((name) => bench.readers.get(name));
      // Orders that benches share are looked up where they share them.
      if (bench.shared.state().kind !== 'none' && (order === undefined || args.flag('shared')))
        await bench.shared.connectedBook();
      const batchId = order ? await beginOrResume(bench, order, args, output) : args.required('batch');
      const stop = () => void bench.runner.stop();
      signal.addEventListener('abort', stop, { once: true });
      const gaveUp = tellProgress(bench, output, args.number('card-wait'));
      output.json({
        event: 'batch',
        batch: batchId,
        rows: bench.runner.summary(batchId).total,
        dm: bench.server.http.dm,
      });
      await bench.runner.run({
        batchId,
        readers,
        unattended: true,
        overwrite: args.flag('overwrite'),
        overwriteDevices: args.all('overwrite-device'),
        issuerKeys,
        pins,
        ...(accessFolder === undefined ? {} : { handOut: accessWriter(bench, accessFolder) }),
      });
      if (waitDevices !== undefined) await waitForDevices(bench, batchId, waitDevices, output, signal);
      tellUnasked(browser, output);
      return await finish(bench, batchId, args.text('report') ?? sample?.report, output, signal, gaveUp());
    } finally {
      issuerKeys.wipe();
      pins.wipe();
      await bench.close();
    }
  },
};

/** Every fault and warning of the files, one a line; how many of them are errors. */
export function tellProblems(order: CheckedOrder, output: Output): number {
  for (const fault of order.profileFaults) {
    output.json({ event: 'problem', severity: 'error', ...fault });
    output.words(faultWords(fault));
  }
  for (const { severity, fault, value } of order.list?.problems ?? []) {
    output.json({ event: 'problem', severity, ...fault, ...(value === undefined ? {} : { value }) });
    output.words(`${severity}: ${faultWords(fault)}`);
  }
  const errors = order.profileFaults.length + (order.list?.count.errors ?? 0);
  if (errors > 0) output.words(`${errors} faults. No card was touched.`);
  return errors;
}

async function beginOrResume(
  bench: Bench,
  order: CheckedOrder,
  args: Arguments,
  output: Output,
): Promise<string> {
  const known = bench.store.batches.byOrder(orderDigest(order));
  const unfinished = known && bench.runner.summary(known.batchId).state !== 'finished';
  if (args.flag('resume') && known) {
    const mode = modeOf(args);
    if (mode !== undefined && mode !== known.mode) throw codedError('BATCH_OTHER_MODE', { mode: known.mode });
    return known.batchId;
  }
  if (unfinished && !args.flag('sample')) throw codedError('BATCH_UNFINISHED', {});
  tellEarlier(bench, order, output);
  const name = args.text('name') ?? path.parse(order.listFile.name).name;
  const options = {
    name,
    mode: modeOf(args) ?? 'cardThenSimulatedDevice',
    stopAfter: args.number('stop-after'),
  } as const;
  const context = { audit: bench.audit, now: () => Date.now(), newId };
  return args.flag('shared')
    ? await shareOrder(await bench.shared.connectedBook(), bench.store, order, options, context)
    : keepOrder(bench.store, order, options, context);
}

/** How many devices of a new order stand in an earlier batch; `devices check --data` names them. */
function tellEarlier({ store }: Bench, { profile, list }: CheckedOrder, output: Output): void {
  const ids = profile ? (list?.rows ?? []).map((row) => fillText(profile.device.id, row.variables)) : [];
  const { length } = store.orders.earlier(ids);
  if (length === 0) return;
  output.json({ event: 'earlierDevices', count: length });
  output.words(`${length} of the devices are in an earlier batch.`);
}

/** A line for each step of each station; gives up where no card comes for so long. */
function tellProgress(bench: Bench, output: Output, cardWait: number | undefined): () => Fault | undefined {
  let gaveUp: Fault | undefined;
  const timers = new Map<string, NodeJS.Timeout>();
  const steps = new Map<string, Set<StationStep | undefined>>();
  bench.listen({
    station(view) {
      clearTimeout(timers.get(view.name));
      const { kind } = view.activity;
      if (cardWait !== undefined && kind !== 'working' && kind !== 'finished' && kind !== 'idle') {
        const giveUp = () => {
          gaveUp ??= faultOf('CARD_ABSENT', { reader: view.name });
          void bench.runner.stop();
        };
        timers.set(view.name, setTimeout(giveUp, cardWait * 1000));
      }
      // Each step of a row is told once; blocks are for the window: a log of them helps nobody.
      const step = view.activity.kind === 'working' ? view.activity.step : undefined;
      const told = steps.get(view.name);
      if (step === undefined || step === 'card' || told === undefined) steps.set(view.name, new Set([step]));
      else if (told.has(step)) return;
      else told.add(step);
      tellStation(view, output);
    },
  });
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
    return gaveUp;
  };
}

function tellStation(view: StationView, output: Output): void {
  const { activity } = view;
  output.json({ event: 'station', station: view.name, ...activity });
  const words = stationWords(view);
  if (words) output.words(`${view.name}: ${words}`);
}

function stationWords({ activity }: StationView): string | undefined {
  switch (activity.kind) {
    case 'waitingForCard':
      return 'put a card in';
    case 'working': {
      const words = {
        card: 'reading the card',
        prepare: 'preparing',
        write: 'writing',
        verify: 'reading back',
        session: 'first session',
      };
      return activity.job && `${words[activity.step]} … ${activity.job.label} (${activity.job.deviceId})`;
    }
    case 'done': {
      const { job, message, commands, seconds } = activity;
      const session = commands === undefined ? '' : `, first session: ${commands} commands done`;
      const card = activity.card ? `${message.octets} octets written and read back` : 'no card';
      return `✓ ${job.label} (${job.deviceId}): ${card}${session}, ${seconds.toFixed(1)} s`;
    }
    case 'failed':
      return `✕ ${activity.job ? `${activity.job.label}: ` : ''}${faultWords(activity.fault)}`;
    case 'lost':
      return faultWords(activity.fault);
    case 'handedOn':
    case 'awaitingDevice': {
      const words = activity.card ? 'put the card into the device and switch it on' : 'switch the device on';
      return `${activity.job.label} (${activity.job.deviceId}): ${words}`;
    }
    case 'ready':
      return 'the next row begins when somebody says so in the window';
    case 'stopped':
      return `stopped: ${activity.stop.failures} rows failed in a row`;
    case 'idle':
    case 'waitingForOthers':
    case 'finished':
      return undefined;
  }
}

async function finish(
  bench: Bench,
  batchId: string,
  reportFile: string | undefined,
  output: Output,
  signal: AbortSignal,
  gaveUp: Fault | undefined,
): Promise<0 | 1> {
  await bench.shared.refresh(batchId);
  const report = batchReport(bench.store, batchId);
  if (reportFile !== undefined) {
    await bench.reports.write(
      reportFile,
      reportWorkFor(reportFile, batchId, { paper: 'a4', details: false }),
    );
    output.words(`Report: ${reportFile}`);
  }
  const { rows, done, failed, left } = report.totals;
  output.json({
    event: 'end',
    batch: batchId,
    ...report.totals,
    ...(reportFile === undefined ? {} : { report: reportFile }),
  });
  output.words(`${done} of ${rows} done, ${failed} failed, ${left} left.`);
  if (done === rows) return 0;
  if (gaveUp) throw new CodedError(gaveUp);
  const stop = bench.store.batches.stopped(batchId);
  if (stop) throw codedError('BATCH_STOPPED_ITSELF', { failures: stop.failures });
  if (signal.aborted) throw codedError('STOPPED', {});
  const awaited = bench.awaited.list(batchId).length;
  if (awaited > 0 && failed === 0 && awaited === left) throw codedError('BATCH_DEVICES_AWAITED', { awaited });
  throw codedError('BATCH_ROWS_LEFT', { failed, left });
}
