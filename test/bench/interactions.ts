import { formSchema } from '../../core/interaction/form-schema.ts';
import { openBrowser, type TestBrowser } from '../../main/server/interaction/test-browser.ts';
import { prepare, rate, whole } from '../support/session-load.ts';

/**
 * What UI interactions cost DM sessions: full sessions alone, beside 200 interactions that are open in browsers, and
 * beside 200 whose people send a page every ten seconds or so; and how long the first page of a form takes to be
 * served. Run with: npm run bench -- interactions
 */
const open = 200;
const prepared = await prepare(1000);
const { bench, sequences } = prepared;
const { interactions, http } = bench.server;
const origin = new URL(http.interaction).origin;
const port = Number(new URL(origin).port);

const form = formSchema.parse({
  title: 'Installation',
  pages: [
    { title: 'Place', fields: [{ kind: 'text', name: 'place', label: 'Place' }] },
    { title: 'Height', fields: [{ kind: 'number', name: 'height', label: 'Height', min: 0, max: 100 }] },
    { title: 'Done', fields: [{ kind: 'confirmation', name: 'done', label: 'Done' }] },
  ],
});

// Interactions belong to a session: one of the first device's.
await rate(bench.server.port, sequences, 2000);
const [device] = prepared.devices;
if (device === undefined) throw new Error('there are no devices');
const { deviceId } = device;
const [session] = bench.store.sessions.ofDevice(deviceId);
if (session === undefined) throw new Error('the device held no session');
const { jobId } = bench.store.devices.get(deviceId) ?? { jobId: '' };

function begin(): string {
  const { address } = interactions.begin({
    ...{ deviceId, jobId, sessionId: session?.sessionId ?? '', form, variables: {}, origin },
    expiresAt: Date.now() + 3_600_000,
  });
  return new URL(address).pathname;
}

const firstPages: number[] = [];
const browsers: { readonly browser: TestBrowser; readonly path: string }[] = [];
for (let index = 0; index < open; index++) {
  const path = begin();
  const browser = openBrowser({ origin, port });
  const started = performance.now();
  await browser.visit(path);
  firstPages.push(performance.now() - started);
  browsers.push({ browser, path });
}
const sorted = firstPages.toSorted((one, other) => one - other);
console.log(
  `the first page is served in ${sorted[open >> 1]?.toFixed(1)} ms (median), ${sorted.at(-1)?.toFixed(1)} ms at most`,
);

/** Somebody sends the first page again and again; each of the 200 about every ten seconds. */
async function whilePeopleAnswer<Result>(work: () => Promise<Result>): Promise<Result> {
  let going = true;
  let sent = 0;
  const answering = (async () => {
    for (let index = 0; going; index++) {
      const { browser, path } = browsers[index % open] ?? {};
      await browser?.post(`${path}/1`, { place: `hall ${index}` });
      await browser?.get(`${path}/1`);
      sent++;
      await new Promise((resolve) => setTimeout(resolve, 10_000 / open));
    }
  })();
  const result = await work();
  going = false;
  await answering;
  console.log(`meanwhile ${sent} pages were sent and shown again`);
  return result;
}

const count = 6000;
// Alone: another bench, with as many devices and sessions, in turns, so that what the machine does meanwhile is shared.
const alone = await prepare(1000);
const measureOf = ({ bench: each, sequences: own }: typeof alone) => rate(each.server.port, own, count);
await rate(alone.bench.server.port, alone.sequences, 2000);
const ratios = { open: [] as number[], answering: [] as number[] };
for (let round = 1; round <= 5; round++) {
  const before = await measureOf(alone);
  const beside = await measureOf(prepared);
  const answered = await whilePeopleAnswer(() => measureOf(prepared));
  const only = (before + (await measureOf(alone))) / 2;
  ratios.open.push(beside / only);
  ratios.answering.push(answered / only);
  console.log(
    `${whole(only)} sessions a second alone, ${whole(beside)} beside ${open} open interactions, ` +
      `${whole(answered)} while people answer: ratios ${(beside / only).toFixed(2)}, ${(answered / only).toFixed(2)}`,
  );
}
await alone.close();
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
console.log(
  `limit: ratios of 0.90 or more; mean ${mean(ratios.open).toFixed(2)} beside them, ` +
    `${mean(ratios.answering).toFixed(2)} while people answer`,
);
await prepared.close();
