import { CodedError, type Fault, faultOf } from '../../core/errors.ts';
import type { SimulatedDevice } from '../device/simulated-device.ts';
import type { ServerEventRecord, ServerEvents } from '../server/server-events.ts';

/** What a first session needs of the DM server. */
export interface SessionServer {
  readonly events: ServerEvents;
  abandon(deviceId: string, fault: Fault): void;
}

/** Sessions in which a device's plan was fulfilled, as the server recorded them. */
export interface FulfilledPlan {
  /** The session that ended it. */
  readonly sessionId: string;
  /** In all of its sessions. */
  readonly commandsDone: number;
}

interface SessionOptions {
  readonly server: SessionServer;
  /** Told when somebody has a form of the device before them, and when they have not any more. */
  readonly asks?: ((open: boolean) => void) | undefined;
}

/** A device of which nothing was heard for this long, and that is not known to work at something, has failed. */
const silentSeconds = 60;

/**
 * Lets a simulated device that was just bootstrapped hold its first session, and those after it in which it tells
 * outcomes. What counts is how the server ended the plan, not what the device says of itself.
 * @throws the fault of the plan; the device is off then
 */
export async function holdFirstSession(
  device: SimulatedDevice,
  jobId: string,
  { server, asks }: SessionOptions,
  signal: AbortSignal,
): Promise<FulfilledPlan> {
  const hold = async () => {
    const { fault } = await device.bootstrapComplete();
    return fault;
  };
  try {
    const fulfilled = await followPlan({ deviceId: device.deviceId, jobId }, hold, { server, asks }, signal);
    // The device may still have a change of its own to report.
    await device.settled();
    return fulfilled;
  } catch (error) {
    await device.off();
    // A device that gave up leaves its session open on the server.
    if (error instanceof CodedError) server.abandon(device.deviceId, error.fault);
    throw error;
  }
}

/**
 * Follows a row's plan from the session that `hold` begins to its end.
 * @param hold answers why its device's session did not end as it should, if so
 * @throws the fault of the plan, or that of the device
 */
export async function followPlan(
  of: { readonly deviceId: string; readonly jobId: string },
  hold: () => Promise<Fault | undefined>,
  { server, asks }: SessionOptions,
  signal: AbortSignal,
): Promise<FulfilledPlan> {
  const plan = watchPlan(server.events, of, signal, asks);
  try {
    const held = hold().then((fault) => {
      if (fault) plan.fail(fault);
    });
    const fulfilled = await plan.outcome;
    // The last END was sent; the device may still be at it.
    await held;
    return fulfilled;
  } finally {
    plan.stop();
  }
}

interface PlanWatch {
  readonly outcome: Promise<FulfilledPlan>;
  fail(fault: Fault): void;
  stop(): void;
}

/** Follows a device's plan through its sessions, to its end. */
function watchPlan(
  events: ServerEvents,
  { deviceId, jobId }: { readonly deviceId: string; readonly jobId: string },
  signal: AbortSignal,
  asks: (open: boolean) => void = () => {},
): PlanWatch {
  const { promise, resolve, reject } = Promise.withResolvers<FulfilledPlan>();
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
