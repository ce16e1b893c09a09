import type { FastifyInstance } from 'fastify';
import { codedError } from '../../../core/errors.ts';
import type { Store } from '../../store/store.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { DeviceDirectory } from '../device-directory.ts';
import type { DmSessions } from '../dm2/dm-sessions.ts';
import type { ServerEvents } from '../server-events.ts';

export interface RepositoryOptions {
  readonly store: Store;
  readonly directory: DeviceDirectory;
  readonly sessions: DmSessions;
  readonly events: ServerEvents;
  readonly now: () => number;
}

/** The Data Repository over HTTP: a device reads what was put there for it, and nothing else. */
export function registerRepository(server: FastifyInstance, options: RepositoryOptions): void {
  server.get<{ Params: { deviceId: string; name: string } }>(
    '/repository/:deviceId/:name',
    (request, reply) => {
      const { deviceId, name } = request.params;
      authenticate(options.directory, deviceId, request.headers);
      const resource = options.store.devices.resource(deviceId, name);
      const known = resource !== undefined && request.headers['if-none-match'] === resource.etag;
      const status = resource === undefined ? 404 : known ? 304 : 200;
      const at = options.now();
      options.sessions.noteRepository(deviceId, {
        at,
        kind: 'repository',
        text: `GET ${request.url}`,
        status,
      });
      options.events.emit({ kind: 'repository', deviceId, method: 'GET', resource: name, status });
      if (resource === undefined) throw codedError('REPOSITORY_NOT_FOUND', { path: request.url });
      void reply.header('etag', resource.etag);
      if (known) return reply.code(304).send();
      return reply.type(resource.mediaType).send(Buffer.from(resource.body));
    },
  );
}
