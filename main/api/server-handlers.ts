import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import type { AuthorityView, ServerDetail } from '../../core/api-server.ts';
import { repositoryLimits } from '../../core/dm/choices.ts';
import { handOut } from '../audit/hand-out.ts';
import { resourceDeleted, resourcePut } from '../audit/resource-acts.ts';
import type { Bench } from '../bench-services.ts';
import { mediaTypeOfFile, writeWhole } from '../files.ts';
import { issueBootstrapAccess } from '../provisioning/bootstrap-access-file.ts';
import { ownerOf, resourceViewOf } from '../provisioning/control-handlers.ts';
import { sessionDetail, sessionLines } from '../provisioning/session-export.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

type ServerCalls =
  | 'sessions'
  | 'session'
  | 'exportSession'
  | 'server'
  | 'notify'
  | 'cancelNotification'
  | 'notifications'
  | 'notificationHex'
  | 'callIn'
  | 'resources'
  | 'addResource'
  | 'deleteResource'
  | 'saveAuthority'
  | 'saveBootstrapAccess';

/** The handlers of what the window asks about the DM server's work. */
export function createServerHandlers(bench: Bench, window: BrowserWindow): Pick<CallHandlers, ServerCalls> {
  const { store, server, repository, notifications, devices } = bench;
  const repositoryUri = server.http.repository;
  return {
    sessions: (query) => store.sessions.page(query),
    session: ({ sessionId }) => sessionDetail(store, sessionId),
    exportSession({ sessionId }) {
      const session = sessionDetail(store, sessionId);
      const time = new Date(session.openedAt).toISOString().replaceAll(':', '-').slice(0, 19);
      return askWhereTo(
        window,
        { title: 'Save the session', name: `${session.label} ${time}`, extension: 'jsonl' },
        (file) =>
          handOut(
            bench.audit,
            { kind: 'fileHandedOut', what: 'session' },
            { deviceId: session.deviceId },
            () => writeWhole(file, sessionLines(session)),
          ),
      );
    },
    server: () => serverDetail(bench),
    notify: ({ deviceId, ...request }) => notifications.notify(deviceId, request),
    cancelNotification: ({ deviceId, notificationId }) => notifications.cancel(deviceId, notificationId),
    notifications: (query) => notifications.page(query),
    notificationHex: ({ deviceId, requestMos }) => notifications.hexOf(deviceId, requestMos),
    async callIn({ deviceId }) {
      bench.audit.record({ kind: 'deviceCalledIn' }, { deviceId });
      await devices.callIn(deviceId);
      return { kind: 'held' };
    },
    resources({ search, ...page }) {
      const { total, rows } = repository.list({ search, ...page });
      return { total, rows: rows.map((info) => resourceViewOf(info, repositoryUri)) };
    },
    async addResource() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Choose a file for the Data Repository',
        properties: ['openFile'],
      });
      const [file] = filePaths;
      if (canceled || file === undefined) return { kind: 'cancelled' };
      const info = await repository.putFile(
        ownerOf(undefined),
        path.basename(file),
        mediaTypeOfFile(file),
        file,
        resourcePut(bench.audit),
      );
      return { kind: 'added', resource: resourceViewOf(info, repositoryUri) };
    },
    async deleteResource({ deviceId, name }) {
      await repository.delete(ownerOf(deviceId), name, resourceDeleted(bench.audit));
      return { kind: 'deleted' };
    },
    saveAuthority: () =>
      askWhereTo(
        window,
        { title: "Save the bench's certificate", name: 'dm-bench-ca', extension: 'pem' },
        (file) =>
          handOut(bench.audit, { kind: 'fileHandedOut', what: 'authority' }, {}, () =>
            writeWhole(file, server.authorityPem),
          ),
      ),
    saveBootstrapAccess({ deviceId }) {
      const { label } = store.devices.get(deviceId) ?? { label: deviceId };
      // Issued only once there is a place for it: what was handed out before ends with it.
      return askWhereTo(
        window,
        { title: 'Save the access for HTTPS bootstrap', name: `${label} bootstrap`, extension: 'json' },
        async (file) => writeWhole(file, await issueBootstrapAccess(bench, deviceId), 'owner'),
      );
    },
  };
}

function serverDetail({ server, repository, refusals }: Bench): ServerDetail {
  const { octets, resources } = repository.usage();
  return {
    http: server.http,
    https: server.https,
    authority: authorityView(server.authorityPem),
    openSessions: server.openSessions(),
    repository: { resources, octets, most: repositoryLimits.total },
    refusals: refusals.list(),
  };
}

function authorityView(pem: string): AuthorityView {
  const certificate = new X509Certificate(pem);
  return {
    subject: certificate.subject,
    validUntil: certificate.validToDate.getTime(),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}
