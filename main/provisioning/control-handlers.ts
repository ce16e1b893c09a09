import type { ResourceView } from '../../core/api-server.ts';
import { codedError } from '../../core/errors.ts';
import type { ControlHandlers } from '../control/control-calls.ts';
import { resourceUri } from '../server/device-directory.ts';
import type { DataRepository } from '../server/repository/data-repository.ts';
import type { ResourceInfo, ResourceOwner } from '../store/repository.ts';
import type { Store } from '../store/store.ts';
import type { DeviceNotifications } from './device-notifications.ts';
import { sessionDetail } from './session-export.ts';

export interface ControlServices {
  readonly store: Store;
  readonly repository: DataRepository;
  readonly notifications: DeviceNotifications;
  /** The Data Repository's address, as devices use it. */
  readonly repositoryUri: string;
}

/** What the command line asks of a bench that runs, carried out by its services. */
export function controlHandlers({
  store,
  repository,
  notifications,
  repositoryUri,
}: ControlServices): ControlHandlers {
  return {
    notify: ({ deviceId, ...request }) => notifications.notify(deviceId, request),
    notification({ deviceId, notificationId }) {
      const { rows } = notifications.page({ deviceId, offset: 0, limit: 100 });
      const found = rows.find((each) => each.notificationId === notificationId);
      if (found === undefined) throw codedError('NOTIFICATION_UNKNOWN', {});
      return found;
    },
    notificationHex: ({ deviceId, requestMos }) => notifications.hexOf(deviceId, requestMos),
    sessions: (query) => store.sessions.page({ filter: 'all', ...query }),
    session: ({ sessionId }) => sessionDetail(store, sessionId),
    resources(page) {
      const { total, rows } = repository.list({ search: '', ...page });
      return { total, rows: rows.map((info) => resourceViewOf(info, repositoryUri)) };
    },
    async addResource({ file, name, mediaType, deviceId }) {
      const info = await repository.putFile(ownerOf(deviceId), name, mediaType, file);
      return resourceViewOf(info, repositoryUri);
    },
    async deleteResource({ name, deviceId }) {
      await repository.delete(ownerOf(deviceId), name);
      return { kind: 'deleted' };
    },
  };
}

/** Whose a resource is: a device's, or everybody's where none is named. */
export function ownerOf(deviceId: string | undefined): ResourceOwner {
  return deviceId === undefined ? { kind: 'shared' } : { kind: 'device', deviceId };
}

/** A resource as people see it. */
export function resourceViewOf(info: ResourceInfo, repositoryUri: string): ResourceView {
  const { owner, name, mediaType, size, uploaded, changedAt } = info;
  return {
    ...(owner.kind === 'device' ? { deviceId: owner.deviceId } : {}),
    name,
    uri: resourceUri(repositoryUri, owner.kind === 'device' ? owner.deviceId : 'shared', name),
    mediaType,
    octets: size,
    uploaded,
    changedAt,
  };
}
