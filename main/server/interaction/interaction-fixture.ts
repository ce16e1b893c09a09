import { mkdtempSync } from 'node:fs';
import type http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type { Form } from '../../../core/interaction/form-schema.ts';
import { installationForm } from '../../../core/interaction/test-form.ts';
import { openStore, type Store } from '../../store/store.ts';
import { listenOn } from '../http-listener.ts';
import { type DataRepository, openDataRepository } from '../repository/data-repository.ts';
import type { RepositoryLimits } from '../repository/room.ts';
import {
  createInteractionApplication,
  type InteractionEndpointOptions,
  type InteractionTimes,
} from './interaction-endpoint.ts';
import { createInteractions, type InteractionEvent, type Interactions } from './interactions.ts';

/** What the tests of UI interactions share: a real store, a real Data Repository, and a listener before them. */

export const deviceId = 'IMEI:352099001761408';
export const otherId = 'IMEI:352099001761770';
export const label = 'Gateway <7>';
/** An hour; interactions of the tests are open so long. */
export const openFor = 3_600_000;

/** The answers of the first page of the installation form: on to the second, which is for replaced meters. */
export const place = { site: 'AB-1234', notes: 'two\r\nlines', signal: '-70.5', reason: 'replaced' };
export const meter = { reading: '4711' };
export const handOver = {
  ...{ day: '2026-11-25', country: 'de', safe: 'yes' },
  ...{ 'signed.name': 'Ada Lovelace', 'signed.sign': 'yes' },
};

/** The smallest picture (PNG, one pixel). */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface InteractionBench {
  readonly folder: string;
  readonly store: Store;
  readonly repository: DataRepository;
  readonly interactions: Interactions;
  readonly events: readonly InteractionEvent[];
  /** The kinds of the events so far, in words. */
  told(): readonly string[];
  readonly origin: string;
  readonly port: number;
  readonly server: http.Server;
  clock: { now: number };
  /** Begins an interaction of the first device. @returns its id and the path of its address */
  begin(more?: {
    readonly form?: Form;
    readonly deviceId?: string;
    readonly origin?: string;
    readonly openFor?: number;
  }): { readonly interactionId: string; readonly address: string; readonly path: string };
  /** Resolves when something that fits has happened. */
  event(fits: (event: InteractionEvent) => boolean): Promise<InteractionEvent>;
  /** Ends the listener and the store. */
  close(): Promise<void>;
}

/** Opens a bench over a fresh data folder, or one that is there already, and listens on the loopback. */
export async function openBench(
  options: {
    readonly folder?: string;
    readonly port?: number;
    readonly times?: Partial<InteractionTimes>;
    readonly limits?: RepositoryLimits;
    readonly keepFile?: InteractionEndpointOptions['keepFile'];
    readonly origins?: (port: number) => readonly string[];
    readonly makeServer?: InteractionEndpointOptions['makeServer'];
    readonly scheme?: 'http' | 'https';
    readonly now?: number;
  } = {},
): Promise<InteractionBench> {
  const { folder = mkdtempSync(path.join(os.tmpdir(), 'interactions-')), limits, scheme = 'http' } = options;
  const clock = { now: options.now ?? 1_795_600_000_000 };
  const now = () => clock.now;
  const newId = () => crypto.randomUUID();
  const store = openStore(folder, now);
  if (store.devices.count() === 0) makeDevicesKnown(store);
  const repository = openDataRepository({
    ...{ store, folder: path.join(folder, 'repository'), now, newId },
    ...(limits ? { limits } : {}),
  });
  const events: InteractionEvent[] = [];
  const waiting = new Set<() => void>();
  const interactions = createInteractions({
    ...{ store, now, newId },
    randomOctets: (count) => crypto.getRandomValues(new Uint8Array(count)),
    tell(event) {
      events.push(event);
      for (const look of [...waiting]) look();
    },
  });
  let origin = '';
  const application = createInteractionApplication({
    ...{ interactions, now },
    origins: () => options.origins?.(port) ?? [origin],
    labelOf: (id) => store.devices.get(id)?.label ?? id,
    keepFile:
      options.keepFile ??
      (async (id, name, mediaType, content) => {
        const owner = { kind: 'device', deviceId: id } as const;
        await repository.put({ owner, name, mediaType, byDevice: true, length: undefined }, content);
      }),
    ...(options.makeServer ? { makeServer: options.makeServer } : {}),
    ...(options.times ? { times: options.times } : {}),
  });
  const port = await listenOn(application, '127.0.0.1', options.port ?? 0);
  origin = `${scheme}://127.0.0.1:${port}`;
  return {
    ...{ folder, store, repository, interactions, events, origin, port, clock },
    server: application.server,
    told: () => events.map(wordsOf),
    begin(more = {}) {
      const begun = interactions.begin({
        deviceId: more.deviceId ?? deviceId,
        jobId: 'j0',
        sessionId: 's0',
        form: more.form ?? installationForm,
        variables: { serial: 'BX-7', customer: 'Ada & Co' },
        expiresAt: clock.now + (more.openFor ?? openFor),
        origin: more.origin ?? origin,
      });
      return { ...begun, path: new URL(begun.address).pathname };
    },
    event: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = events.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async close() {
      await application.close();
      store.close();
    },
  };
}

function wordsOf(event: InteractionEvent): string {
  switch (event.kind) {
    case 'opened':
      return 'opened';
    case 'pageShown':
      return `shown ${event.page}`;
    case 'pagePosted':
      return `posted ${event.page}${event.faults > 0 ? ` (${event.faults} wrong)` : ''}`;
    case 'fileNotKept':
    case 'refused':
      return event.fault.code;
    case 'ended':
      return event.state.kind;
  }
}

export function makeDevicesKnown(store: Store): void {
  const order = {
    profileText: '{}',
    listName: 'l',
    orderDigest: 'd',
    mode: 'cardsOnly' as const,
    createdAt: 1,
  };
  store.batches.add({ batchId: 'b', name: 'b', ...order });
  for (const [index, id] of [deviceId, otherId].entries()) {
    const job = { jobId: `j${index}`, batchId: 'b', line: index + 1, deviceId: id, label, variables: {} };
    store.jobs.add([job], 1);
    const passwordSealed = new Uint8Array(1);
    store.devices.enrol({ deviceId: id, label, jobId: job.jobId, userName: id, passwordSealed }, 1);
    store.sessions.open({ sessionId: `s${index}`, deviceId: id, jobId: job.jobId, openedAt: 1 });
  }
}
