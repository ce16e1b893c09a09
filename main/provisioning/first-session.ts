import type { CardConnection } from '../../core/card/apdu.ts';
import { CodedError, codedError, type Fault, faultOf } from '../../core/errors.ts';
import { bootstrappedState, type DevInfo } from '../device/bootstrapped-state.ts';
import { readBootstrapCard } from '../device/read-bootstrap-card.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import type { WebBrowser } from '../device/web-browser.ts';
import { sha256 } from '../digest.ts';
import type { ServerEventRecord, ServerEvents } from '../server/server-events.ts';

/** What a first session needs of the DM server. */
export interface SessionServer {
  readonly events: ServerEvents;
  abandon(deviceId: string, fault: Fault): void;
}

/** The device whose turn it is. */
export interface ExpectedDevice {
  readonly deviceId: string;
  readonly jobId: string;
  /** The digest of the bootstrap message that its card was written with. */
  readonly digest: string;
  readonly devInfo: DevInfo;
}

/** Sessions in which a device's plan was fulfilled, as the server recorded them. */
export interface FulfilledPlan {
  /** The session that ended it. */
  readonly sessionId: string;
  /** In all of its sessions. */
  readonly commandsDone: number;
  /** The device, which is on. */
  readonly device: SimulatedDevice;
}

/** A device of which nothing was heard for this long, and that is not known to work at something, has failed. */
const silentSeconds = 60;

/**
 * Boots the simulated device from the card in the reader, and lets it hold its first session, and those after it in
 * which it tells outcomes. What counts is how the server ended the plan, not what the device says of itself.
 * @throws the fault of the plan, or what reading the card came to
 */
export async function holdFirstSession(
  card: CardConnection,
  expected: ExpectedDevice,
  {
    server,
    now,
    browser,
    asks,
  }: {
    readonly server: SessionServer;
    readonly now: () => number;
    readonly browser?: WebBrowser | undefined;
    /** Told when somebody has a form of the device before them, and when they have not any more. */
    readonly asks?: (open: boolean) => void;
  },
  signal: AbortSignal,
): Promise<FulfilledPlan> {
  const octets = await readBootstrapCard(card);
  if (sha256(octets) !== expected.digest) throw codedError('CARD_OTHER_PUT_IN', {});
  const device = new SimulatedDevice({
    deviceId: expected.deviceId,
    state: bootstrappedState(octets, expected.devInfo),
    now,
    browser,
  });
  const plan = watchPlan(server.events, expected, signal, asks);
  try {
    const held = device.bootstrapComplete().then(({ fault }) => {
      if (fault) plan.fail(fault);
    });
    const { sessionId, commandsDone } = await plan.outcome;
    // The last END was sent; the device may still have a change of its own to report.
    await held;
    await device.settled();
    return { sessionId, commandsDone, device };
  } catch (error) {
    await device.off();
    // A device that gave up leaves its session open on the server.
    if (error instanceof CodedError) server.abandon(expected.deviceId, error.fault);
    throw error;
  } finally {
    plan.stop();
  }
}

interface PlanWatch {
  readonly outcome: Promise<{ readonly sessionId: string; readonly commandsDone: number }>;
  fail(fault: Fault): void;
  stop(): void;
}

/** Follows a device's plan through its sessions, to its end. */
function watchPlan(
  events: ServerEvents,
  { deviceId, jobId }: ExpectedDevice,
  signal: AbortSignal,
  asks: (open: boolean) => void = () => {},
): PlanWatch {
  const { promise, resolve, reject } = Promise.withResolvers<{ sessionId: string; commandsDone: number }>();
  // Nobody may be waiting yet when it fails.
  promise.catch(() => {});
  const fail = (fault: Fault) => reject(new CodedError(fault));
  let commandsDone = 0;
  let timer: NodeJS.Timeout | undefined;
  const heard = (mayBeSilent: boolean) => {
    clearTimeout(timer);
    if (!mayBeSilent)
      timer = setTimeout(
        () => fail(faultOf('SESSION_TIMEOUT', { seconds: silentSeconds })),
        silentSeconds * 1000,
      );
  };
  const take = (event: ServerEventRecord) => {
    if (!('deviceId' in event) || event.deviceId !== deviceId) return;
    // While the device works at something, the server itself watches the time.
    if (event.kind !== 'interaction') heard(event.kind === 'sessionEnded' && event.outcome === 'suspended');
    if (event.kind === 'interaction' && event.told.what === 'opened') asks(true);
    if (event.kind === 'interaction' && event.told.what === 'ended') asks(false);
    if (event.kind === 'planOverdue' && event.jobId === jobId) fail(event.fault);
    if (event.kind !== 'sessionEnded' || event.jobId !== jobId) return;
    commandsDone += event.commandsDone;
    if (event.fault) fail(event.fault);
    else if (event.outcome === 'fulfilled') resolve({ sessionId: event.sessionId, commandsDone });
  };
  const stopListening = events.listen(take);
  const stopped = () => fail(faultOf('STOPPED', {}));
  signal.addEventListener('abort', stopped, { once: true });
  if (signal.aborted) stopped();
  heard(false);
  return {
    outcome: promise,
    fail,
    stop() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stopped);
      stopListening();
    },
  };
}
