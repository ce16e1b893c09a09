import { alertTypes } from '../../core/dm/alerts.ts';
import { bootstrapDevice, type DevInfo, holdSession, readBootstrapCard } from '../device/simulated-device.ts';
import { readOctets } from '../files.ts';
import { withCard } from './card-by-hand.ts';
import type { Command } from './command.ts';
import { faultWords, type Output } from './output.ts';

/** `device`: the simulated device; boots from a card or a file, and opens sessions. */
export const deviceCommand: Command = {
  usage:
    'device --bootstrap card:READER|FILE --dev-id IMEI:… [--model M] [--firmware V] [--manufacturer M] [--sessions N]',
  options: { texts: ['bootstrap', 'dev-id', 'model', 'firmware', 'manufacturer', 'sessions'] },
  async run(args, output, signal) {
    const octets = await bootstrapFrom(args.required('bootstrap'), signal);
    const devInfo: DevInfo = {
      DevID: args.required('dev-id'),
      Man: args.text('manufacturer') ?? 'DM Bench',
      Mod: args.text('model') ?? 'Simulated device',
      DmV: '2.0',
      Lang: 'en',
      FwV: args.text('firmware') ?? '1.0',
    };
    let device = bootstrapDevice(octets, devInfo);
    const { serverUri, serverId } = device.message.account;
    output.json({ event: 'bootstrapped', device: device.deviceId, server: serverId, dm: serverUri });
    const sessions = args.number('sessions') ?? 1;
    let failed = false;
    for (let number = 1; number <= sessions && !signal.aborted; number++) {
      const alert = number === 1 ? alertTypes.bootstrapComplete : alertTypes.clientInitiated;
      const session = await holdSession(device, alert, signal);
      device = session.device;
      failed ||= session.fault !== undefined;
      tellSession(number, session, output);
    }
    return failed ? 1 : 0;
  },
};

function tellSession(
  number: number,
  { rounds, fault }: Awaited<ReturnType<typeof holdSession>>,
  output: Output,
): void {
  output.json({ event: 'session', number, rounds, ...(fault ? { fault } : {}) });
  output.words(
    fault ? `Session ${number}: ${faultWords(fault)}` : `Session ${number}: ended after ${rounds} rounds.`,
  );
}

async function bootstrapFrom(source: string, signal: AbortSignal): Promise<Uint8Array> {
  return source.startsWith('card:')
    ? withCard(source.slice('card:'.length), signal, readBootstrapCard)
    : readOctets(source);
}
