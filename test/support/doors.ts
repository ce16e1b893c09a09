import { mediaTypes } from '../../core/dm/choices.ts';
import { issueBootstrap } from '../../main/server/bootstrap/bootstrap-host.ts';
import type { TestBench } from './bench.ts';
import { digestHeader, nonceOf } from './digest.ts';
import { type RawAnswer, rawExchange, rawRequest } from './raw-http.ts';

/** A name and a password. */
export interface Credentials {
  readonly userName: string;
  readonly password: string;
}

export type Headers = readonly (readonly [string, string])[];

/** One way into the server: what is asked there, and with which credentials. */
export interface DoorOfServer {
  readonly name: 'DM-2' | 'repository' | 'DM-3';
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body?: string;
  readonly right: Credentials;
  /** Right ones of another device at the same door. */
  readonly others: Credentials;
}

/** The doors of a bench for one device, and how somebody comes to one. */
export interface Doors {
  readonly all: readonly DoorOfServer[];
  readonly dm: DoorOfServer;
  readonly repository: DoorOfServer;
  readonly bootstrap: DoorOfServer;
  show(door: DoorOfServer, headers: Headers, over?: Partial<DoorOfServer>): Promise<RawAnswer>;
  /** The nonce that a door gives to who shows nothing. */
  challenge(door: DoorOfServer): Promise<string>;
}

const package1 = '{"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}';

/** The doors of a bench, which knows both devices. */
export function doorsOf({ bench, messages }: TestBench, deviceId: string, otherId: string): Doors {
  const { store, vault, server } = bench;
  const accountOf = (id: string): Credentials => {
    const { userName, passwordSealed } = store.devices.get(id)!;
    return { userName, password: vault.open(passwordSealed) };
  };
  const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const issue = (id: string) =>
    issueBootstrap({ store, vault, now: Date.now, randomOctets }, id, messages.get(id)!);
  const account = { right: accountOf(deviceId), others: accountOf(otherId) };
  const dm: DoorOfServer = {
    ...{ name: 'DM-2', method: 'POST', target: '/dm', body: package1, ...account },
    headers: [['content-type', mediaTypes.package1]],
  };
  const repository: DoorOfServer = {
    ...{ name: 'repository', method: 'GET', headers: [], ...account },
    target: `/repository/${encodeURIComponent(deviceId)}/site`,
  };
  const bootstrap: DoorOfServer = {
    ...{ name: 'DM-3', method: 'GET', target: '/bootstrap', headers: [] },
    ...{ right: issue(deviceId), others: issue(otherId) },
  };
  const show: Doors['show'] = async (door, headers, over = {}) => {
    const { method, target, body, headers: own } = { ...door, ...over };
    const [answer] = await rawExchange(server.port, rawRequest(method, target, [...own, ...headers], body));
    return answer ?? { status: 0, head: '', body: '' };
  };
  return {
    all: [dm, repository, bootstrap],
    ...{ dm, repository, bootstrap, show },
    challenge: async (door) => nonceOf((await show(door, [])).head),
  };
}

/** What a client shows by HTTP Basic. */
export function basicHeader({ userName, password }: Credentials): string {
  return `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
}

/** What the device shows at a door by HTTP Digest, or something that is wrong about it. */
export function digestAt(door: DoorOfServer, nonce: string, over: object = {}): string {
  return digestHeader({ ...door.right, nonce, method: door.method, uri: door.target, ...over });
}
