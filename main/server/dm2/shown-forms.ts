import { type Alert, interactionEndOf } from '../../../core/dm/alerts.ts';
import type { CommandResult, SessionOutcome } from '../../../core/dm/server-session.ts';
import { faultOf } from '../../../core/errors.ts';
import { isOpen, isOverdue } from '../../../core/interaction/interaction.ts';
import type { PlanInteractions, PlanProgress } from '../../../core/provisioning/planner.ts';
import type { ManagedDevice, ServerAddresses } from '../device-directory.ts';
import type { InteractionEnding, Interactions } from '../interaction/interactions.ts';
import type { SessionIdentity } from './session-records.ts';

/** A form that the workstation shows itself: its device has no browser. */
export interface UnshownForm {
  readonly interactionId: string;
  readonly deviceId: string;
  /** Whoever has it has the form: it goes to the browser, and nowhere else. */
  readonly page: string;
}

/** Shows a form at the workstation. */
export type ShowForDevice = (form: UnshownForm) => void;

export interface ShownFormsOptions {
  readonly interactions: Interactions;
  readonly now: () => number;
  /** Left out where the workstation has no window. */
  readonly showForDevice?: ShowForDevice | undefined;
}

/** The UI interactions that DM sessions begin, and hear of. */
export interface ShownForms {
  /** The interactions of a device, for a package of one of its sessions. */
  forPlans(device: ManagedDevice, sessionId: string, addresses: ServerAddresses): PlanInteractions;
  /** Ends what a device says its browser shows no more; before the package with the alerts is taken. */
  heard(deviceId: string, alerts: readonly Alert[]): void;
  /** What the device's answer to SHOW means, once it is on the disk. */
  reported(session: SessionIdentity, results: readonly CommandResult[]): void;
  /** Ends the interactions of a session that did not come to its end, once that is on the disk. */
  sessionEnded(session: SessionIdentity, outcome: SessionOutcome<PlanProgress>): void;
}

export function createShownForms({ interactions, now, showForDevice }: ShownFormsOptions): ShownForms {
  return {
    forPlans: (device, sessionId, addresses) => ({
      showsForDevices: showForDevice !== undefined,
      begin: ({ form, values, seconds }) =>
        interactions.begin({
          deviceId: device.deviceId,
          jobId: device.jobId,
          sessionId,
          form,
          variables: values,
          expiresAt: now() + seconds * 1000,
          origin: new URL(addresses.interaction).origin,
        }),
      stateOf(interactionId) {
        const interaction = interactions.get(interactionId)?.interaction;
        return interaction && isOverdue(interaction, now()) ? { kind: 'expired' } : interaction?.state;
      },
      answered: (answers) => device.keepAnswered(addresses, answers, now()),
    }),
    heard(deviceId, alerts) {
      for (const alert of alerts) {
        const end = interactionEndOf(alert);
        const record = end && interactions.find(deviceId, end.serverUri);
        if (end && record && isOpen(record.interaction))
          interactions.end(record.interactionId, endingOf(end.reason, deviceId));
      }
    },
    reported({ deviceId }, results) {
      for (const { command, status } of results) {
        if (command.kind !== 'SHOW') continue;
        const record = interactions.find(deviceId, command.page);
        if (record === undefined || status?.code === 200 || status?.code === 202) continue;
        const { interactionId } = record;
        if (status?.code === 501 && showForDevice)
          showForDevice({ interactionId, deviceId, page: command.page });
        else interactions.end(interactionId, { kind: 'close' });
      }
    },
    sessionEnded({ sessionId }, { kind }) {
      // What a plan goes on without may still be answered after it was fulfilled.
      if (kind === 'fulfilled' || kind === 'suspended') return;
      for (const { interactionId } of interactions.ofSession(sessionId))
        interactions.end(interactionId, { kind: 'close' });
    },
  };
}

/** A form whose answers came is over by itself: a device that speaks of completion before that is mistaken. */
function endingOf(reason: 'completed' | 'closed' | 'failed', device: string): InteractionEnding {
  switch (reason) {
    case 'closed':
      return { kind: 'close' };
    case 'completed':
      return { kind: 'fail', fault: faultOf('INTERACTION_NOT_COMPLETED', { device }) };
    case 'failed':
      return { kind: 'fail', fault: faultOf('INTERACTION_FAILED_ON_DEVICE', { device }) };
  }
}
