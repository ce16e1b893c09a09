import { z } from 'zod';
import type { Page, SessionDetail, SessionSummary } from '../../core/api.ts';
import type { NotificationView, ResourceView } from '../../core/api-server.ts';

/** What the command line can ask of a bench that runs over the same data folder, with a window or without. */
export const controlRequests = {
  notify: z.strictObject({
    deviceId: z.string(),
    address: z.string().optional(),
    requestMos: z.boolean(),
  }),
  notification: z.strictObject({ deviceId: z.string(), notificationId: z.int() }),
  notificationHex: z.strictObject({ deviceId: z.string(), requestMos: z.boolean() }),
  sessions: z.strictObject({
    search: z.string(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  session: z.strictObject({ sessionId: z.string() }),
  resources: z.strictObject({ offset: z.int().min(0), limit: z.int().min(1).max(500) }),
  /** The bench reads the file itself: it runs on the same machine, for the same person. */
  addResource: z.strictObject({
    file: z.string(),
    name: z.string(),
    mediaType: z.string(),
    deviceId: z.string().optional(),
  }),
  deleteResource: z.strictObject({ name: z.string(), deviceId: z.string().optional() }),
} as const;

export type ControlCall = keyof typeof controlRequests;
export type ControlRequest<Call extends ControlCall> = z.infer<(typeof controlRequests)[Call]>;

export interface ControlAnswers {
  notify: NotificationView;
  notification: NotificationView;
  notificationHex: { readonly hex: string; readonly octets: number };
  sessions: Page<SessionSummary>;
  session: SessionDetail;
  resources: Page<ResourceView>;
  addResource: ResourceView;
  deleteResource: { readonly kind: 'deleted' };
}

/** Carries each call out. */
export type ControlHandlers = {
  readonly [Call in ControlCall]: (
    request: ControlRequest<Call>,
  ) => ControlAnswers[Call] | Promise<ControlAnswers[Call]>;
};

/** The file in the data folder that says how to reach the bench: for its owner only, gone when the bench is. */
export const controlFileName = 'control.json';
export const controlFile = z.object({ port: z.int().min(1).max(65_535), token: z.string().min(20) });
