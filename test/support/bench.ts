import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TextFile } from '../../core/api.ts';
import { mediaTypes } from '../../core/dm/choices.ts';
import { startBench } from '../../main/bench.ts';
import type { Bench, BenchOptions } from '../../main/bench-services.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { enrol } from '../../main/provisioning/enrolment.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import type { ServerEventRecord } from '../../main/server/server-events.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { examples } from './cli.ts';

/** A bench in this process, with devices that it knows. */
export interface TestBench {
  readonly bench: Bench;
  readonly dataFolder: string;
  /** What the server has told so far. */
  readonly events: readonly ServerEventRecord[];
  /** The bootstrap messages of the devices, by id. */
  readonly messages: ReadonlyMap<string, Uint8Array>;
  /** Resolves with the first event that fits, also one that came before. */
  event<Kind extends ServerEventRecord['kind']>(
    kind: Kind,
    fits?: (event: Extract<ServerEventRecord, { kind: Kind }>) => boolean,
  ): Promise<Extract<ServerEventRecord, { kind: Kind }>>;
  authorization(deviceId: string): string;
  /** Sends a package as a device does. */
  post(deviceId: string, body: string, kind?: 1 | 3, headers?: Record<string, string>): Promise<Response>;
  /** Makes the devices of another list known, or those of the same one again. */
  enrolAll(profile: TextFile, list: TextFile): void;
  close(): Promise<void>;
}

/** A file of the examples. */
export function exampleFile(name: string): TextFile {
  return { name, text: readFileSync(path.join(examples, name), 'utf8') };
}

/** Starts a bench over a fresh folder, or one that is there already and whose devices are `known`. */
export async function startTestBench(
  order: { readonly profile: TextFile; readonly list: TextFile },
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-')),
  { known = false, ...options }: Pick<BenchOptions, 'browser' | 'port'> & { readonly known?: boolean } = {},
): Promise<TestBench> {
  const bench = await startBench({
    dataFolder,
    keeper: keyFileKeeper,
    pace: fullSpeed,
    port: 0,
    securePort: 0,
    ...options,
  });
  const [now, newId] = [() => Date.now(), () => crypto.randomUUID()];
  const messages = new Map<string, Uint8Array>();
  const events: ServerEventRecord[] = [];
  const waiting = new Set<() => void>();
  bench.server.events.listen((event) => {
    events.push(event);
    for (const look of [...waiting]) look();
  });
  const enrolAll = (profile: TextFile, list: TextFile) => {
    const { store, vault, server, audit } = bench;
    const batchId = keepOrder(
      store,
      checkOrder(profile, list),
      { name: 'test', mode: 'cardsOnly' as const },
      { audit, now, newId },
    );
    const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
    const context = { store, vault, profile: store.profiles.of(batchId), server, audit, now, randomOctets };
    for (const job of store.jobs.each(batchId)) messages.set(job.deviceId, enrol(context, job));
  };
  if (!known) enrolAll(order.profile, order.list);
  const authorization = (deviceId: string) => {
    const known = bench.store.devices.get(deviceId)!;
    const password = bench.vault.open(known.passwordSealed);
    return `Basic ${Buffer.from(`${known.userName}:${password}`).toString('base64')}`;
  };
  return {
    bench,
    dataFolder,
    events,
    messages,
    enrolAll,
    event: (kind, fits = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          for (const event of events)
            if (event.kind === kind && fits(event as Parameters<typeof fits>[0])) {
              waiting.delete(look);
              resolve(event as Parameters<typeof fits>[0]);
              return;
            }
        };
        waiting.add(look);
        look();
      }),
    authorization,
    post: (deviceId, body, kind = 1, headers = {}) =>
      fetch(bench.server.http.dm, {
        method: 'POST',
        body,
        headers: {
          'content-type': kind === 1 ? mediaTypes.package1 : mediaTypes.package3,
          'omadm-devid': deviceId,
          authorization: authorization(deviceId),
          ...headers,
        },
      }),
    close: () => bench.close(),
  };
}
