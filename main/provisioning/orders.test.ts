import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TextFile } from '../../core/api.ts';
import { profileJson } from '../../core/provisioning/test-profile.ts';
import { newId } from '../ids.ts';
import { openStore, type Store } from '../store/store.ts';
import { createListDesk, type ListDesk } from './list-desk.ts';
import { checkOrder, keepOrder, orderDigest } from './orders.ts';

vi.setConfig({ testTimeout: 30_000 });

let store: Store;
let lists: ListDesk;
const told: string[] = [];
beforeEach(() => {
  store = openStore(mkdtempSync(path.join(os.tmpdir(), 'dm-bench-orders-')), () => 1);
  lists = createListDesk({ records: store.orders, newId, tell: ({ stage }) => void told.push(stage) });
});
afterEach(async () => {
  await lists.closeAll();
  store.close();
});

const profileOf = (over: Record<string, unknown> = {}): TextFile => ({
  name: 'p.json',
  text: JSON.stringify(profileJson(over)),
});
const [first, second] = ['352099001761408', '352099001761770'];
const octets = (text: string) => new TextEncoder().encode(text);
let at = 1_000;
const keep = (order: ReturnType<typeof checkOrder>) =>
  keepOrder(
    store,
    order,
    { name: 'Order', mode: 'cardsOnly' },
    { audit: { record: () => {} } as never, now: () => at++, newId },
  );

it('a list that is open is read in a thread, and is the same order as one that was read here', async () => {
  const profile = profileOf();
  const text = `IMEI,site\n${first},a\n${second},b\n`;
  const listId = lists.open({ name: 'l.csv', octets: octets(text) });
  const order = await lists.order(profile, { listId }, {});
  const here = checkOrder(profile, { name: 'l.csv', text });
  expect(orderDigest(order)).toBe(orderDigest(here));
  expect(order.list?.rows).toEqual(here.list?.rows);
  expect(
    orderDigest(
      checkOrder(profile, { name: 'l.csv', text }, { mapping: { site: { kind: 'constant', value: 'a' } } }),
    ),
  ).not.toBe(orderDigest(here));
  expect(told).toContain('checking');
});

it('what was chosen stands in the batch, and is used for the next list with these headings', async () => {
  const profile = profileOf();
  const list = { name: 'l.csv', text: `IMEI,Where to\n${first},a\n` };
  expect((await lists.check(profile, list, {})).errors).toBe(1);
  const mapping = { site: { kind: 'column', column: 'Where to' } } as const;
  const batchId = keep(await lists.order(profile, list, { mapping }));
  expect(store.orders.reading(batchId)).toMatchObject({
    heading: 'firstLine',
    mapping: { ...mapping, imei: { column: 'IMEI' } },
  });
  const next = await lists.check(
    profile,
    { name: 'n.csv', text: `Where to,IMEI\nb,${first}\nc,${second}\n` },
    {},
  );
  expect(next.mapping.map(({ by }) => by)).toEqual(['remembered', 'remembered']);
  expect(next).toMatchObject({ errors: 0, warnings: 1, inEarlierBatches: 1, provisionedBefore: 0 });
  expect(next.problems).toMatchObject([
    {
      severity: 'warning',
      value: `IMEI:${first}`,
      fault: { code: 'LIST_DEVICE_BEFORE', place: { line: 2 } },
    },
  ]);
});

it('values are made once: the rows keep them, and sequences go on in the next batch', async () => {
  const generate = { kind: 'sequence', digits: 3, prefix: 'N', across: 'batches' };
  const profile = profileOf({ columns: { imei: { type: 'imei' }, site: {}, label: { generate } } });
  const labels = (batchId: string) => store.jobs.each(batchId).map(({ variables }) => variables.label);
  const one = keep(checkOrder(profile, { name: 'l.csv', text: `imei,site\n${first},a\n${second},b\n` }));
  const two = keep(checkOrder(profile, { name: 'm.csv', text: `imei,site\n${first},a\n` }));
  expect([labels(one), labels(two)]).toEqual([['N001', 'N002'], ['N003']]);
});

it('a list that is closed is given up, also in the middle of its reading', async () => {
  const listId = lists.open({
    name: 'l.csv',
    octets: octets(`imei,site\n${`${first},a\n`.repeat(200_000)}`),
  });
  const check = lists.check(profileOf(), { listId }, {});
  const gone = expect(check).rejects.toMatchObject({ fault: { code: 'LIST_GONE' } });
  await lists.close(listId);
  await gone;
  await expect(lists.check(profileOf(), { listId }, {})).rejects.toMatchObject({
    fault: { code: 'LIST_GONE' },
  });
});
