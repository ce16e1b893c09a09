import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { DmAccount } from '../../core/bootstrap/dm-account.ts';
import { standardObjects } from '../../core/device/standard-device.ts';
import {
  type ClientStep,
  openClientSession,
  stepClientSession,
} from '../../core/dm/client/client-session.ts';
import type { DeviceState } from '../../core/dm/client/device-state.ts';
import { parseClientUri, printClientUri } from '../../core/dm/client-uri.ts';
import { encodeNotification } from '../../core/dm/notification.ts';
import { checkNotification } from '../../core/dm/notification-check.ts';
import { sealNotification } from '../../core/dm/notification-digest.ts';
import { parsePackage1, parsePackage2, parsePackage3, printPackage3 } from '../../core/dm/packages.ts';
import { resolveClientUri } from '../../core/dm/resolve-uri.ts';
import { newServerSession, stepServerSession } from '../../core/dm/server-session.ts';
import { CodedError } from '../../core/errors.ts';
import { readDdf } from '../../core/mo/ddf.ts';
import { instancesOf } from '../../core/mo/device-objects.ts';
import { plannerOf } from '../../core/provisioning/planner.ts';
import { readProfile } from '../../core/provisioning/profile.ts';
import { plansOf } from '../../core/provisioning/session-plan.ts';
import { examples } from '../support/cli.ts';
import { type Chance, chanceOf, mutateOctets, mutateText } from '../support/mutate.ts';

/**
 * 200,000 mutated packages, ClientURIs, notifications and device descriptions, always the same ones: each is read,
 * or refused with a coded error; nothing else is ever thrown, nothing hangs, nothing is kept.
 */
const seed = 20_260_209;
const counts = { packages: 70_000, clientUris: 70_000, notifications: 50_000, descriptions: 10_000 };

/** Runs a case; only a coded error may come out of it. */
function survives(input: unknown, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof CodedError && error.fault.code !== 'INTERNAL') return;
    throw new Error(`it does not survive ${JSON.stringify(input)}`, { cause: error });
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Words that readers stumble over. */
const dictionary = [
  ...['\0', '\uFEFF', '\uD800', '%', '%00', '%C0%AF', '../', '//', '(x)', '*', '?nv=(x)/a:b', '&cv='],
  ...['null', 'true', '-0', '1e999', '99999999999999999999', '[]', '{}', '[[[[[[[[[[', '{"a":{"a":{"a":'],
  ...['"__proto__":{"x":1},', '"constructor":1,', '<!DOCTYPE a [<!ENTITY b "c">]>', '<![CDATA[', '<!--'],
  ...['&b;', '&#0;', '<Node>', '</Node>', 'urn:oma:mo:x:1.0//', 'a'.repeat(300)],
];
const options = { dictionary, largest: 20_000 };

/** Runs so many cases, and looks whether the second half keeps memory that the first half had not. */
function run(count: number, work: (chance: Chance) => void): void {
  const chance = chanceOf(seed);
  let half = 0;
  for (let index = 0; index < count; index++) {
    work(chance);
    if (index !== Math.floor(count / 2)) continue;
    collect();
    half = process.memoryUsage().heapUsed;
  }
  collect();
  expect(process.memoryUsage().heapUsed - half).toBeLessThan(16 * 1024 * 1024);
}

const deviceId = 'IMEI:352099001761408';
const device: DeviceState = {
  objects: standardObjects({ DevID: deviceId }),
  subscriptions: [],
  defaults: new Map(),
  seenNotifications: [],
};
const devInfo = 'urn:oma:mo:oma-dm-devinfo:1.0';
const server = {
  id: 'dm-bench',
  permitted: new Set([devInfo, 'urn:oma:mo:oma-fumo:1.0', 'urn:oma:mo:oma-scomo:1.0']),
};

describe('what comes from outside', () => {
  it(`${counts.packages} packages, read and carried out by both engines`, { timeout: 120_000 }, () => {
    const reading = readProfile(
      readFileSync(path.join(examples, 'firmware.profile.json'), 'utf8'),
      'profile',
    );
    if (reading.kind !== 'profile') throw new Error('the example is a profile');
    const plans = plansOf(
      reading.profile,
      {},
      { dm: 'https://h/dm', resource: (name) => `https://h/${name}` },
    );
    const first =
      '{"MOS":[{"DDF":"https://v/d.ddf","MOID":"urn:oma:mo:oma-dm-devinfo:1.0","MIID":["main"]}],"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ServerInitiatedMgmt","Data":{"NotificationID":4711}}]}';
    const second = `{"CMD":[["HGET","https://h/repository/a","${devInfo}/main/"],["GET","${devInfo}//","urn:oma:mo:oma-scomo:1.0/*/Inventory/Deployed/(x)/State?nv=(x)/ID:meter&cv=1"],["EXEC","urn:oma:mo:oma-fumo:1.0/f1/Update","https://h/dm"],["DELETE","${devInfo}//FwV"],["SHOW","https://h/p"],["CONT","https://h/dm"],["DEFAULT","https://h/r","${devInfo}"],["SUB","https://h/r","${devInfo}//"],["UNSUB","${devInfo}//"],["HPUT","https://h/r","${devInfo}//"],["END"]]}`;
    const third = `{"Status":[{"sc":200,"URI":["urn:a:b/c/"]},{"sc":200,"Data":[{"ClientURI":"${devInfo}//","CV":"9f31","MOData":{"DevInfo":{"DevID":"${deviceId}","FwV":"2.4.1"}}}]},{"sc":202}],"Alert":[{"AlertType":"urn:oma:at:fumo:1.0:OperationComplete","SourceURI":"urn:oma:mo:oma-fumo:1.0/f1/DownloadAndUpdate","Data":{"ResultCode":200}}]}`;
    const context = { validate: () => '1', serverOf: () => server };
    run(counts.packages, (chance) => {
      const kind = chance.below(3);
      const text = mutateText([first, second, third][kind] ?? '', chance, options);
      survives(text, () => {
        const planner = plannerOf(plans, 0);
        if (kind === 0) {
          stepServerSession(
            newServerSession(),
            { kind: 'package1', package: parsePackage1(text), digest: 'a' },
            planner,
          );
        } else if (kind === 1) {
          carryOut(
            openClientSession(device, { server, serverUri: 'https://h/dm', alerts: [] }),
            text,
            context,
          );
        } else {
          const opened = stepServerSession(
            newServerSession(),
            { kind: 'package1', package: { alerts: [] }, digest: 'a' },
            planner,
          );
          const pack = parsePackage3(text);
          stepServerSession(opened.session, { kind: 'package3', package: pack, digest: 'b' }, planner);
        }
      });
    });
  });

  it(`${counts.clientUris} ClientURIs, read, written back and resolved`, { timeout: 120_000 }, () => {
    const texts = [
      `${devInfo}//DevID`,
      'urn:oma:mo:moid:1.0/(x)/Data/(y)/Value?nv=(x)/ID:GPS&nv=(y)/Date:12.2&cv=9f31',
      'urn:oma:mo:oma-scomo:1.0/*/Inventory/Deployed/*/State',
      'urn:oma:mo:oma-scomo:1.0/s1/Inventory/Deployed/(x)/Name?nv=(x)/ID:meter',
      'urn:oma:mo:moid:1.0/a%2Fb/%28x%29/%2A?cv=%25',
    ];
    run(counts.clientUris, (chance) => {
      const text = mutateText(chance.pick(texts), chance, options);
      survives(text, () => {
        const uri = parseClientUri(text);
        expect(parseClientUri(printClientUri(uri))).toEqual(uri);
        resolveClientUri(uri, instancesOf(device.objects, uri.moid));
      });
    });
  });

  it(`${counts.notifications} notifications, read and judged`, { timeout: 120_000 }, () => {
    const sha256 = (octets: Uint8Array) => new Uint8Array(createHash('sha256').update(octets).digest());
    const account: DmAccount = {
      instance: 'bench',
      serverId: 'dm-bench',
      serverUri: 'https://h/dm',
      name: 'DM Bench',
      permittedMoids: [],
      credentials: { kind: 'password', userName: 'a', password: 'b' },
      notification: { data: 'ZGF0YQ==', secret: 'c2VjcmV0' },
    };
    const notification = {
      version: 1,
      serverId: 'dm-bench',
      notificationId: 4711,
      timestamp: 1_790_000_000,
      requestMos: true,
    };
    const sealed = sealNotification(notification, account.notification!, sha256);
    const plain = encodeNotification({ ...notification, serverId: 'x'.repeat(40) });
    const ground = { accounts: [account], now: 1_790_000_000_000, seen: [], sha256 };
    let accepted = 0;
    run(counts.notifications, (chance) => {
      const octets = mutateOctets(chance.pick([sealed, plain]), chance, options);
      survives([...octets], () => {
        const { verdict } = checkNotification(octets, ground);
        if (verdict.kind === 'accepted' && Buffer.compare(octets, sealed) !== 0) accepted++;
      });
    });
    // Not one that was tampered with opens a session.
    expect(accepted).toBe(0);
  });

  it(`${counts.descriptions} device descriptions, read or refused with every fault`, {
    timeout: 120_000,
  }, () => {
    const example = readFileSync(path.join(examples, 'ddf/example-gateway.ddf.xml'), 'utf8');
    run(counts.descriptions, (chance) => {
      const text = mutateText(example, chance, options);
      survives(text.slice(0, 200), () => {
        for (const fault of faultsOf(text)) expect(fault.code).not.toBe('INTERNAL');
      });
    });
  });
});

function faultsOf(text: string) {
  const reading = readDdf(text, 'mutated.xml');
  return reading.kind === 'faults' ? reading.faults : reading.warnings;
}

/** Lets a client carry a package out to its next #3; everything outside of it fails. */
function carryOut(opened: ClientStep, text: string, context: Parameters<typeof stepClientSession>[3]): void {
  let step = stepClientSession(
    opened.session,
    opened.device,
    { kind: 'package2', package: parsePackage2(text) },
    context,
  );
  for (let round = 0; round < 1000; round++) {
    const { effect } = step;
    switch (effect.kind) {
      case 'ended':
      case 'sendPackage1':
        return;
      case 'sendPackage3':
        parsePackage3(printPackage3(effect.package));
        return;
      case 'getResource':
        step = stepClientSession(
          step.session,
          step.device,
          { kind: 'resource', answer: { kind: 'refused', status: 404 } },
          context,
        );
        break;
      case 'sendReports':
        step = stepClientSession(step.session, step.device, { kind: 'reportsSent' }, context);
        break;
      case 'execute':
      case 'sendResource':
      case 'showPage':
        step = stepClientSession(step.session, step.device, { kind: 'carriedOut', status: 200 }, context);
        break;
    }
  }
  throw new Error('the client does not come to an end');
}
