import { existsSync } from 'node:fs';
import path from 'node:path';
import { interruptedOperations } from '../../core/device/behaviours.ts';
import { alertTypes } from '../../core/dm/alerts.ts';
import { accountsOf, deviceIdOf } from '../../core/dm/client/accounts.ts';
import type { DeviceState } from '../../core/dm/client/device-state.ts';
import { withObjects } from '../../core/dm/client/device-state.ts';
import { parseDeviceState, printDeviceState } from '../../core/dm/client/device-state-text.ts';
import { codedError, type Fault } from '../../core/errors.ts';
import { readBootstrapAccess } from '../device/bootstrap-access.ts';
import { fetchBootstrap } from '../device/bootstrap-over-https.ts';
import { bootstrappedState, type DevInfo } from '../device/bootstrapped-state.ts';
import type { DeviceEvent } from '../device/device-events.ts';
import { listenForNotifications } from '../device/notification-listener.ts';
import { readBootstrapCard } from '../device/read-bootstrap-card.ts';
import { type DeviceSession, SimulatedDevice } from '../device/simulated-device.ts';
import { makeFolder, readOctets, readTextFile, writeWhole } from '../files.ts';
import type { Arguments } from './arguments.ts';
import { browserOf, browserOptions, browserUsage, tellUnasked } from './browser.ts';
import { withCard } from './card-by-hand.ts';
import type { Command } from './command.ts';
import { faultWords, type Output } from './output.ts';

/** `device`: the simulated device; bootstraps, opens sessions, answers notifications. */
export const deviceCommand: Command = {
  purpose: 'Runs a simulated device: it bootstraps, holds sessions, answers notifications.',
  usage:
    'device --bootstrap card:READER|FILE|URL [--access FILE] --dev-id IMEI:… [--model M] [--firmware V] ' +
    `[--manufacturer M] [--data DIR] [--listen PORT] [--sessions N] [--need MOID] ${browserUsage}`,
  options: {
    texts: [
      'bootstrap',
      'access',
      'dev-id',
      'model',
      'firmware',
      'manufacturer',
      'data',
      'listen',
      'sessions',
      'need',
      ...browserOptions,
    ],
  },
  async run(args, output, signal) {
    const browser = await browserOf(args);
    const memory = memoryIn(args.text('data'));
    const kept = args.text('bootstrap') === undefined ? await memory?.read() : undefined;
    const state = kept ?? (await bootstrap(args, signal));
    const deviceId = deviceIdOf(state.objects) ?? args.required('dev-id');
    const [account] = accountsOf(state.objects);
    if (kept === undefined && account)
      output.json({
        event: 'bootstrapped',
        device: deviceId,
        server: account.serverId,
        dm: account.serverUri,
      });
    let formFailed = false;
    const device = new SimulatedDevice({
      deviceId,
      state,
      now: () => Date.now(),
      tell(event) {
        formFailed ||= event.kind === 'pageEnded' && event.reason === 'failed';
        tellEvent(event, output);
      },
      browser,
    });
    // What the device holds is on the disk before it goes on.
    const keep = () => memory?.write(device.state);
    try {
      const code = await new Life(device, args, output, keep).run(kept === undefined, signal);
      tellUnasked(browser, output);
      return formFailed ? 1 : code;
    } finally {
      await device.off();
      await keep();
    }
  },
};

/** What a device does from its start until it is switched off. */
class Life {
  readonly #device: SimulatedDevice;
  readonly #output: Output;
  readonly #args: Arguments;
  readonly #keep: () => Promise<void> | undefined;
  #held = 0;
  #failed = false;

  constructor(
    device: SimulatedDevice,
    args: Arguments,
    output: Output,
    keep: () => Promise<void> | undefined,
  ) {
    this.#device = device;
    this.#args = args;
    this.#output = output;
    this.#keep = keep;
  }

  async run(isNew: boolean, signal: AbortSignal): Promise<0 | 1> {
    const [port, sessions, moid] = [
      this.#args.number('listen'),
      this.#args.number('sessions'),
      this.#args.text('need'),
    ];
    const enough = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => void this.#device.off().then(() => enough.resolve()), {
      once: true,
    });
    const listener =
      port === undefined ? undefined : await this.#listen(port, sessions, () => enough.resolve());
    try {
      if (isNew) await this.#hold(() => this.#device.bootstrapComplete());
      if (moid !== undefined) {
        const status = await this.#device.need(moid);
        this.#output.json({ event: 'needed', moid, status });
        this.#failed ||= status !== 200;
      }
      // A listening device opens further sessions when it is asked to.
      const own = listener === undefined ? (sessions ?? 1) : 0;
      while (this.#held < own && !signal.aborted)
        await this.#hold(() => this.#device.session([{ alertType: alertTypes.clientInitiated }]));
      if (listener && !(sessions !== undefined && this.#held >= sessions)) await enough.promise;
      // The person before its browser may still have something to tell.
      await this.#device.left();
      return this.#failed ? 1 : 0;
    } finally {
      await listener?.close();
    }
  }

  async #listen(port: number, sessions: number | undefined, enough: () => void) {
    const { deviceId } = this.#device;
    const received = (to: string, octets: Uint8Array) => {
      if (to !== deviceId) return;
      void this.#hold(() => this.#device.notified(octets)).then(() => {
        if (sessions !== undefined && this.#held >= sessions) enough();
      });
    };
    const failed = (fault: Fault) => {
      this.#output.json({ event: 'error', ...fault });
      this.#output.words(faultWords(fault));
    };
    const http = await listenForNotifications({ httpPort: port, received, failed });
    const udp = await listenForNotifications({ udp: [{ deviceId, port }], received, failed }).catch(
      async (error: unknown) => {
        await http.close();
        throw error;
      },
    );
    this.#output.json({
      event: 'listening',
      http: http.addressOf(deviceId),
      udp: udp.addressOf(deviceId),
    });
    this.#output.words('The device takes notifications. Ctrl-C switches it off.');
    return { close: () => Promise.all([http.close(), udp.close()]) };
  }

  async #hold(open: () => Promise<DeviceSession | undefined>): Promise<void> {
    const session = await open();
    await this.#keep();
    if (session === undefined) return;
    this.#held++;
    this.#failed ||= session.fault !== undefined;
    tellSession(this.#held, session, this.#output);
  }
}

function tellSession(number: number, { rounds, fault }: DeviceSession, output: Output): void {
  output.json({ event: 'session', number, rounds, ...(fault ? { fault } : {}) });
  output.words(
    fault ? `Session ${number}: ${faultWords(fault)}` : `Session ${number}: ended after ${rounds} rounds.`,
  );
}

function tellEvent(event: DeviceEvent, output: Output): void {
  const { kind, ...rest }: { readonly kind: string; readonly fault?: Fault } = event;
  output.json({ event: kind, ...rest });
  if (event.kind === 'pageEnded' && event.fault) output.words(`Form: ${faultWords(event.fault)}`);
}

/** Bootstraps a device as it left the factory: from a card (DM-4), from a file, or over HTTPS (DM-3). */
async function bootstrap(args: Arguments, signal: AbortSignal): Promise<DeviceState> {
  const source = args.required('bootstrap');
  if (source.startsWith('card:')) {
    const octets = await withCard({ station: source.slice('card:'.length) }, signal, readBootstrapCard);
    return bootstrappedState(octets, devInfoOf(args, args.required('dev-id')));
  }
  if (/^https?:\/\//i.test(source)) {
    // Credentials come from a file: arguments are visible to others.
    const access = await readBootstrapAccess(args.required('access'));
    if (URL.parse(source)?.origin !== new URL(access.url).origin)
      throw codedError('USAGE', { detail: `the access is for ${access.url}, and for no other server.` });
    const octets = await fetchBootstrap({ ...access, url: source }, { signal });
    return bootstrappedState(octets, devInfoOf(args, args.text('dev-id') ?? access.deviceId));
  }
  return bootstrappedState(await readOctets(source), devInfoOf(args, args.required('dev-id')));
}

function devInfoOf(args: Arguments, deviceId: string): DevInfo {
  return {
    DevID: deviceId,
    Man: args.text('manufacturer') ?? 'DM Bench',
    Mod: args.text('model') ?? 'Simulated device',
    DmV: '2.0',
    Lang: 'en',
    FwV: args.text('firmware') ?? '1.0',
  };
}

/** What a device keeps in a folder of its own while it is off. */
function memoryIn(folder: string | undefined) {
  if (folder === undefined) return undefined;
  const file = path.join(folder, 'device.json');
  return {
    async read(): Promise<DeviceState | undefined> {
      if (!existsSync(file)) return undefined;
      const state = parseDeviceState((await readTextFile(file)).text, file);
      // Whatever it was doing when it was switched off was interrupted.
      return withObjects(state, interruptedOperations(state.objects));
    },
    async write(state: DeviceState): Promise<void> {
      await makeFolder(folder);
      // The account's secrets are in it.
      await writeWhole(file, printDeviceState(state), 'owner');
    },
  };
}
