import type { MoJson } from '../mo/serialization.ts';

/** The alert types of a session's first alert. */
export const alertTypes = {
  clientInitiated: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt',
  serverInitiated: 'urn:oma:at:dm:2.0:ServerInitiatedMgmt',
  bootstrapComplete: 'urn:oma:at:dm:2.0:BootstrapComplete',
} as const;

/** An alert as packages #1 and #3 carry it. */
export interface Alert {
  readonly alertType: string;
  readonly sourceUri?: string;
  readonly targetUri?: string;
  readonly mark?: string;
  readonly dataType?: string;
  readonly data?: MoJson;
}
