import type { CardConnection } from '../../core/card/apdu.ts';
import { alertTypes } from '../../core/dm/alerts.ts';
import { CodedError, codedError, type Fault, faultOf } from '../../core/errors.ts';
import { bootstrapDevice, type DevInfo, holdSession, readBootstrapCard } from '../device/simulated-device.ts';
import { sha256 } from '../digest.ts';
import type { ServerEventRecord, ServerEvents } from '../server/server-events.ts';

/** What a first session needs of the DM server. */
export interface SessionServer {
  readonly events: ServerEvents;
  abandon(deviceId: string, fault: Fault): void;
}

/** A first session that ended well, as the server recorded it. */
export interface FulfilledSession {
  readonly sessionId: string;
  readonly commandsDone: number;
}

/** A device that does not finish within this time has failed. */
const sessionSeconds = 60;

/**
 * Boots the simulated device from the card in the reader, and lets it hold its first session. What counts is how
 * the server ended the session, not what the device says of itself.
 * @throws the fault of the session, or what reading the card came to
 */
export async function holdFirstSession(
  card: CardConnection,
  expected: { readonly deviceId: string; readonly jobId: string; readonly digest: string },
  devInfo: DevInfo,
  server: SessionServer,
  signal: AbortSignal,
): Promise<FulfilledSession> {
  const octets = await readBootstrapCard(card);
  if (sha256(octets) !== expected.digest) throw codedError('CARD_OTHER_PUT_IN', {});
  const device = bootstrapDevice(octets, devInfo);
  let ended: Extract<ServerEventRecord, { kind: 'sessionEnded' }> | undefined;
  const stop = server.events.listen((event) => {
    if (
      event.kind === 'sessionEnded' &&
      event.deviceId === expected.deviceId &&
      event.jobId === expected.jobId
    )
      ended = event;
  });
  const timeout = AbortSignal.timeout(sessionSeconds * 1000);
  try {
    const session = await holdSession(
      device,
      alertTypes.bootstrapComplete,
      AbortSignal.any([signal, timeout]),
    );
    const fault = timeout.aborted
      ? faultOf('SESSION_TIMEOUT', { seconds: sessionSeconds })
      : signal.aborted
        ? faultOf('STOPPED', {})
        : session.fault;
    // A device that gave up leaves its session open on the server.
    if (fault) server.abandon(expected.deviceId, fault);
    if (fault) throw new CodedError(fault);
    if (ended?.fault) throw new CodedError(ended.fault);
    if (ended?.outcome !== 'fulfilled') throw codedError('SESSION_TIMEOUT', { seconds: sessionSeconds });
    return { sessionId: ended.sessionId, commandsDone: ended.commandsDone };
  } finally {
    stop();
  }
}
