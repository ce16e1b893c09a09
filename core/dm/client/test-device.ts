import type { DmAccount } from '../../bootstrap/dm-account.ts';
import { type DeviceObjects, noObjects, withInstance } from '../../mo/device-objects.ts';
import type { MoNode } from '../../mo/node.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import { type MoJson, parseMoData, parseSerializedMos, printSerializedMos } from '../../mo/serialization.ts';
import {
  delegationMoid,
  devInfoMoid,
  dmAccountMoid,
  firmwareMoid,
  standardKind,
} from '../../mo/standard-objects.ts';
import { type Alert, alertTypes } from '../alerts.ts';
import { printNodeAddress } from '../node-address.ts';
import { parsePackage2, printPackage1, printPackage3 } from '../packages.ts';
import { accountsOf, managingServer } from './accounts.ts';
import { bootstrapDevice } from './bootstrap-device.ts';
import {
  type ClientEffect,
  type ClientEvent,
  openClientSession,
  stepClientSession,
} from './client-session.ts';
import type { DeviceState } from './device-state.ts';
import type { ManagingServer } from './server-access.ts';

// What the tests of the DM client share: a device and the world around it, in memory.

export const gatewayMoid = 'urn:oma:mo:example-gateway:1.0';
/** A MOID that the device knows of, and that no server is permitted. */
export const hiddenMoid = 'urn:oma:mo:example-hidden:1.0';
export const repository = 'https://bench.example/repository';

const everything = [devInfoMoid, dmAccountMoid, delegationMoid, firmwareMoid, gatewayMoid];

/** The account of a server, with every kind of secret in it. */
export function accountOf(serverId: string, over: Partial<DmAccount> = {}): DmAccount {
  return {
    instance: serverId,
    serverId,
    serverUri: `https://${serverId}.example/dm`,
    name: `Server ${serverId}`,
    permittedMoids: everything,
    credentials: { kind: 'password', userName: 'device-1', password: `${serverId}-geheim` },
    notification: { data: 'bm90aS1kYXRh', secret: 'Z2VoZWltLWdlaGVpbQ==' },
    ...over,
  };
}

/** An instance as serialized JSON has it: `object('urn:…/g1/', { Gateway: … })`. */
export function object(clientUri: string, data: MoJson): SerializedMo {
  return parseSerializedMos([{ ClientURI: clientUri, MOData: data }])[0] as SerializedMo;
}

/** The text of a resource in the Data Repository. */
export function resource(...entries: readonly SerializedMo[]): string {
  return JSON.stringify(printSerializedMos(entries));
}

export const gateway = (over: Readonly<Record<string, MoJson>> = {}): MoJson => ({
  Gateway: { APN: 'm2m.example', Site: { Name: 'Hall 3', Level: 2 }, ...over },
});

const firmware: MoJson = {
  FUMO: { PkgName: 'x', Download: { PkgURL: 'https://h/f' }, Update: {}, State: 10 },
};

/** What the device has when it leaves the factory: who it is, and its firmware. */
export const factory: DeviceObjects = [
  object(`${devInfoMoid}/main/`, {
    DevInfo: {
      DevID: 'IMEI:352099001761408',
      Man: 'Example',
      Mod: 'GW-200',
      DmV: '2.0',
      Lang: 'en',
      DevType: 'gateway',
      OEM: 'Example',
      FwV: '2.4.1',
      SwV: '1',
      HwV: 'B',
    },
  }),
  object(`${firmwareMoid}/f1/`, firmware),
].reduce(
  (objects, { clientUri: { moid, instance }, data }) =>
    withInstance(objects, standardKind(moid), instance, data.node),
  withInstance(
    noObjects,
    { moid: hiddenMoid, rootName: 'Hidden' },
    'h1',
    parseMoData({ Hidden: { A: 1 } }).node,
  ),
);

/** The device after its bootstrap: accounts of two servers; a gateway object and a firmware object of the first. */
export function bootstrapped(
  accounts: readonly [DmAccount, ...DmAccount[]] = [accountOf('bench'), accountOf('vendor')],
): DeviceState {
  return bootstrapDevice(factory, {
    accounts,
    objects: [object(`${gatewayMoid}/g1/`, gateway()), object(`${firmwareMoid}/f2/`, firmware)],
  });
}

/** What is around a device: the Data Repository by address, and a note of all that the device did there. */
export interface World {
  /** The text of a resource, or the status that it is refused with; 404 where there is none. */
  readonly resources: Map<string, string | number>;
  readonly log: string[];
  /** What executing nodes, or showing a page, comes to. */
  readonly statusOf?: (effect: Extract<ClientEffect, { kind: 'execute' | 'showPage' }>) => number;
}

export function worldWith(resources: Readonly<Record<string, string | number>> = {}): World {
  return { resources: new Map(Object.entries(resources)), log: [] };
}

/** Does what the device has to do outside, and says what came of it. */
export function carryOut(
  effect: Exclude<ClientEffect, { kind: 'sendPackage1' | 'sendPackage3' | 'ended' }>,
  world: World,
): ClientEvent {
  const { resources, log } = world;
  switch (effect.kind) {
    case 'getResource': {
      log.push(`GET ${effect.serverUri}`);
      const held = resources.get(effect.serverUri) ?? 404;
      if (typeof held === 'number') return { kind: 'resource', answer: { kind: 'refused', status: held } };
      return {
        kind: 'resource',
        answer: { kind: 'received', entries: parseSerializedMos(JSON.parse(held)) },
      };
    }
    case 'sendResource': {
      log.push(`${effect.method} ${effect.serverUri} ${effect.mediaType}`);
      const held = resources.get(effect.serverUri);
      if (typeof held === 'number') return { kind: 'carriedOut', status: held };
      resources.set(effect.serverUri, resource(...effect.entries));
      return { kind: 'carriedOut', status: 200 };
    }
    case 'execute': {
      log.push(
        ['EXEC', ...effect.nodes.map(printNodeAddress), ...(effect.replyTo ? [effect.replyTo] : [])].join(
          ' ',
        ),
      );
      return { kind: 'carriedOut', status: world.statusOf?.(effect) ?? (effect.replyTo ? 202 : 200) };
    }
    case 'showPage':
      log.push(`SHOW ${effect.page}`);
      return { kind: 'carriedOut', status: world.statusOf?.(effect) ?? 200 };
    case 'sendReports':
      for (const { server, destination, entries } of effect.reports)
        log.push(`REPORT ${server} ${destination} ${resource(...entries)}`);
      return { kind: 'reportsSent' };
  }
}

/** The server of one of the device's accounts. */
export function serverOf(device: DeviceState, id: string): ManagingServer | undefined {
  const account = accountsOf(device.objects).find((each) => each.serverId === id);
  return account && managingServer(account);
}

/** A validator that tells states apart, and that tests can tell in advance. */
export function validate(root: MoNode): string {
  const plain = (_name: string, value: unknown) => (value instanceof Map ? [...value] : value);
  let sum = 0;
  for (const character of JSON.stringify(root, plain))
    sum = (sum * 31 + character.charCodeAt(0)) % 0xffff_ffff;
  return sum.toString(16);
}

/** What a device made of the packages #2 of one session. */
export interface Session {
  readonly device: DeviceState;
  /** The texts of its #3, in order, and where each went. */
  readonly answers: readonly { readonly to: string; readonly text: string }[];
  readonly end?: Extract<ClientEffect, { kind: 'ended' }>;
}

/** A session with a server that sends these packages #2, each an array of commands, and then nothing more. */
export function holdSession(
  device: DeviceState,
  packages: readonly (readonly (readonly unknown[])[])[],
  options: {
    readonly world?: World;
    readonly server?: string;
    readonly serverTakes?: string;
    readonly alerts?: readonly Alert[];
  } = {},
): Session {
  const { world = worldWith(), server: id = 'bench', serverTakes } = options;
  const server = serverOf(device, id);
  if (server === undefined) throw new Error(`the device has no account of ${id}`);
  const context = { validate, serverOf: (other: string) => serverOf(device, other) };
  const answers: { to: string; text: string }[] = [];
  const waiting = [...packages];
  let step = openClientSession(device, {
    server,
    serverUri: `https://${id}.example/dm`,
    alerts: options.alerts ?? [{ alertType: alertTypes.clientInitiated }],
  });
  for (;;) {
    const { effect } = step;
    if (effect.kind === 'ended') return { device: step.device, answers, end: effect };
    let event: ClientEvent;
    if (effect.kind === 'sendPackage1' || effect.kind === 'sendPackage3') {
      const text =
        effect.kind === 'sendPackage1' ? printPackage1(effect.package) : printPackage3(effect.package);
      if (effect.kind === 'sendPackage3') answers.push({ to: effect.serverUri, text });
      const commands = waiting.shift();
      if (commands === undefined) return { device: step.device, answers };
      event = {
        kind: 'package2',
        package: parsePackage2(JSON.stringify({ CMD: commands })),
        ...(serverTakes === undefined ? {} : { serverTakes }),
      };
    } else event = carryOut(effect, world);
    step = stepClientSession(step.session, step.device, event, context);
  }
}

/** The answer to one package #2: each status as #3 carries it. */
export function answer(
  device: DeviceState,
  commands: readonly (readonly unknown[])[],
  options: Parameters<typeof holdSession>[2] = {},
): {
  readonly device: DeviceState;
  readonly statuses: readonly StatusJson[];
  readonly codes: readonly number[];
} {
  const session = holdSession(device, [commands], options);
  const { Status } = JSON.parse(session.answers[0]?.text ?? '{"Status":[]}') as { Status: StatusJson[] };
  return { device: session.device, statuses: Status, codes: Status.map(({ sc }) => sc) };
}

/** A status as it stands in the JSON of a #3. */
export interface StatusJson {
  readonly sc: number;
  readonly URI?: readonly string[];
  readonly Data?: readonly { readonly ClientURI: string; readonly CV?: string; readonly MOData: MoJson }[];
}
