import { mediaTypes } from '../../core/dm/choices.ts';
import { startAttack } from '../support/attack-load.ts';
import { digestHeader, nonceOf } from '../support/digest.ts';
import type { LoadRequest } from '../support/http-load.ts';
import { type LoadDevice, package1, prepare, rate, sessionOf, whole } from '../support/session-load.ts';

/**
 * Full sessions whose devices show themselves by HTTP Digest, beside the same by HTTP Basic; and full sessions while
 * 10,000 wrong passwords come, beside the same alone: from somebody who waits for the answers, on many connections,
 * and from somebody who throws all of them at once. Load and attack come from threads of their own, on the same
 * processors as the server. Run with: npm run bench -- authentication
 */
const devices = 1000;
const prepared = await prepare(devices);
const { port } = prepared.bench.server;
const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

/** The devices, each with a nonce of its own. */
async function asked(): Promise<readonly (LoadDevice & { readonly nonce: string })[]> {
  const { dm } = prepared.bench.server.http;
  const result: (LoadDevice & { nonce: string })[] = [];
  for (const device of prepared.devices) {
    const answer = await fetch(dm, { method: 'POST', headers: { 'omadm-devid': device.deviceId } });
    await answer.arrayBuffer();
    result.push({ ...device, nonce: nonceOf(answer.headers.get('www-authenticate')) });
  }
  return result;
}

/** So many sessions, each request with a response of its own. */
async function byDigest(count: number): Promise<readonly (readonly LoadRequest[])[]> {
  const known = await asked();
  const counts = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const device = known[index % known.length] ?? known[0];
    if (device === undefined) throw new Error('there are no devices');
    return sessionOf(port, device.deviceId, () => {
      const used = (counts.get(device.deviceId) ?? 0) + 1;
      counts.set(device.deviceId, used);
      return digestHeader({ ...device, method: 'POST', uri: '/dm', count: used });
    });
  });
}

/** The rate of sessions, and what each cost the thread of the server; microseconds of its processor. */
async function measured(sequences: readonly (readonly LoadRequest[])[], count: number) {
  const before = process.threadCpuUsage();
  const sessions = await rate(port, sequences, count);
  const { user, system } = process.threadCpuUsage(before);
  return { sessions, cost: (user + system) / count };
}

{
  const count = 4000;
  await rate(port, prepared.sequences, count);
  await rate(port, await byDigest(count), count);
  const rates: number[] = [];
  const costs: number[] = [];
  for (let round = 1; round <= 5; round++) {
    const responses = await byDigest(count);
    const basic = await measured(prepared.sequences, count);
    const digest = await measured(responses, count);
    rates.push(digest.sessions / basic.sessions);
    costs.push(digest.cost / basic.cost);
    console.log(
      `sessions a second: ${whole(digest.sessions)} by Digest, ${whole(basic.sessions)} by Basic; ` +
        `of the server's processor ${digest.cost.toFixed(0)} µs and ${basic.cost.toFixed(0)} µs each`,
    );
  }
  console.log(
    `Digest against Basic, in the median: rate ${median(rates).toFixed(2)}, cost ${median(costs).toFixed(2)}`,
  );
}

const attempts = 10_000;
const target = prepared.devices[0]?.deviceId ?? '';
const before = `POST /dm HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nomadm-devid: ${target}\r\n`;
const behind = `content-type: ${mediaTypes.package1}\r\ncontent-length: ${package1.length}\r\n\r\n${package1}`;
const attack = { port, attempts, before, behind };

/** Sessions alone, and with an attack that goes on all the while; the attack is the same each time. */
async function whileAttacked(
  what: string,
  count: number,
  over: { readonly connections: number; readonly atOnce: number },
): Promise<void> {
  const ratios: number[] = [];
  for (let round = 1; round <= 3; round++) {
    const alone = await measured(prepared.sequences, count);
    const running = await startAttack({ ...attack, ...over });
    const attacked = await measured(prepared.sequences, count);
    const { statuses } = await running.stop();
    ratios.push(attacked.sessions / alone.sessions);
    const tried = Object.entries(statuses).map(([status, number]) => `${whole(number)} × ${status}`);
    const extra = ((attacked.cost - alone.cost) * count) / 1e6;
    console.log(
      `${what}: ${whole(attacked.sessions)} sessions a second, alone ${whole(alone.sessions)} ` +
        `(ratio ${(attacked.sessions / alone.sessions).toFixed(2)}); the attack cost the server's thread ` +
        `${extra.toFixed(2)} s; answered: ${tried.join(', ') || 'none of it yet'}`,
    );
  }
  console.log(`limit: a ratio of 0.80 or more; ${median(ratios).toFixed(2)} in the median`);
}

await whileAttacked('500 connections that wait for their answers', 20_000, { connections: 500, atOnce: 1 });
await whileAttacked('10,000 thrown at once', 40_000, { connections: 100, atOnce: 100 });
await prepared.close();
