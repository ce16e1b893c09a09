import { setTimeout as pause } from 'node:timers/promises';
import { CodedError, codedError } from '../../core/errors.ts';
import { askBench } from '../control/control-client.ts';
import { notificationFault } from '../provisioning/device-notifications.ts';
import type { Command } from './command.ts';

/** How often it is asked what became of a notification; milliseconds. */
const interval = 200;

/** `notify`: asks a device to open a session, and waits until it has. */
export const notify: Command = {
  purpose: 'Sends a DM notification to a device, or prints its octets.',
  usage: 'notify --data DIR --device DEVID [--to URL|udp:HOST:PORT] [--mos] [--hex]',
  options: { texts: ['data', 'device', 'to'], flags: ['hex', 'mos'] },
  async run(args, output, signal) {
    const [folder, deviceId] = [args.required('data'), args.required('device')];
    const requestMos = args.flag('mos');
    if (args.flag('hex')) {
      const { hex, octets } = await askBench(folder, 'notificationHex', { deviceId, requestMos });
      output.json({ event: 'notification', device: deviceId, hex, octets });
      output.words(hex);
      return 0;
    }
    const address = args.text('to');
    const request = { deviceId, requestMos, ...(address === undefined ? {} : { address }) };
    let notification = await askBench(folder, 'notify', request);
    const { notificationId } = notification;
    let told = '';
    for (;;) {
      const { state } = notification;
      const line = JSON.stringify({ device: deviceId, notificationId, address: notification.address, state });
      if (line !== told) output.json({ event: 'notification', ...(JSON.parse(line) as object) });
      told = line;
      const fault = notificationFault(notification);
      if (fault) throw new CodedError(fault);
      if (state.kind === 'answered') {
        output.words(`${deviceId} opened session ${state.sessionId}.`);
        return 0;
      }
      await pause(interval, undefined, { signal }).catch(() => {
        throw codedError('STOPPED', {});
      });
      notification = await askBench(folder, 'notification', { deviceId, notificationId });
    }
  },
};
