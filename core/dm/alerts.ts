import type { Json } from '../json.ts';

/** The alert types of a session's first alert, which says why the session exists. */
export const alertTypes = {
  clientInitiated: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt',
  serverInitiated: 'urn:oma:at:dm:2.0:ServerInitiatedMgmt',
  bootstrapComplete: 'urn:oma:at:dm:2.0:BootstrapComplete',
} as const;

/** The alert that tells how a UI interaction ended on the device (ours, choice 12 of the protocol digest). */
const interactionEndType = 'urn:oma:at:dm:2.0:UIInteractionEnd';

/** How a UI interaction ended, as the device saw it. */
export interface ReportedInteractionEnd {
  /** The address that SHOW gave. */
  readonly serverUri: string;
  readonly reason: 'completed' | 'closed' | 'failed';
}

/** An alert as packages #1 and #3 carry it. */
export interface Alert {
  readonly alertType: string;
  readonly sourceUri?: string;
  readonly targetUri?: string;
  readonly mark?: string;
  readonly dataType?: string;
  readonly data?: Json;
}

/** The first alert of a session that a notification asked for; the id is in `Data` (ours). */
export function serverInitiatedAlert(notificationId: number | undefined): Alert {
  return {
    alertType: alertTypes.serverInitiated,
    ...(notificationId === undefined ? {} : { data: { NotificationID: notificationId } }),
  };
}

/** The NOTIFICATION-ID that a session answers; undefined where it answers none, or does not say which. */
export function answeredNotification(alerts: readonly Alert[]): number | undefined {
  const alert = alerts.find((each) => each.alertType === alertTypes.serverInitiated);
  const id = memberOf(alert?.data, 'NotificationID');
  return typeof id === 'number' && Number.isInteger(id) ? id : undefined;
}

/** The alert that tells the outcome of an asynchronous EXEC on a node of this MOID (ours, after SCOMO's). */
export function operationCompleteType(moid: string): string {
  // urn:oma:mo:oma-fumo:1.0 → urn:oma:at:fumo:1.0:OperationComplete
  return `${moid.replace(/^(urn:)?oma:mo:(oma-)?/i, 'urn:oma:at:')}:OperationComplete`;
}

/** Whether an alert tells the outcome of an operation, whichever. */
export function isOperationComplete({ alertType }: Alert): boolean {
  return alertType.endsWith(':OperationComplete');
}

/** What a device tells of a UI interaction that is over. */
export function interactionEndAlert({ serverUri, reason }: ReportedInteractionEnd): Alert {
  return { alertType: interactionEndType, data: { ServerURI: serverUri, Reason: reason } };
}

/** What an alert tells of a UI interaction; undefined where it is about something else, or does not say which one. */
export function interactionEndOf(alert: Alert): ReportedInteractionEnd | undefined {
  if (alert.alertType !== interactionEndType) return undefined;
  const [serverUri, reason] = [memberOf(alert.data, 'ServerURI'), memberOf(alert.data, 'Reason')];
  if (typeof serverUri !== 'string') return undefined;
  // Whatever else a device says, its browser shows the form no more.
  return { serverUri, reason: reason === 'completed' || reason === 'failed' ? reason : 'closed' };
}

/** The `ResultCode` of an operation's outcome; undefined where the alert has none. */
export function resultCodeOf(alert: Alert): number | undefined {
  const code = memberOf(alert.data, 'ResultCode');
  return typeof code === 'number' ? code : undefined;
}

/** Whether a result code says that an operation succeeded (FUMO: 200 to 299; SCOMO: 1200 to 1299). */
export function isSuccessCode(code: number): boolean {
  return (code >= 200 && code < 300) || (code >= 1200 && code < 1300);
}

function memberOf(json: Json | undefined, name: string): Json | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && Object.hasOwn(json, name)
    ? (json as Readonly<Record<string, Json>>)[name]
    : undefined;
}
