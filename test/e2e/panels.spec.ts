import type { ElectronApplication, Page } from '@playwright/test';
import type { BatchSummary, EventName, Events } from '../../core/api.ts';
import { channels } from '../../core/api-channels.ts';
import type { StationActivity, StationView } from '../../core/api-station-activity.ts';
import { faultOf } from '../../core/errors.ts';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';

/** Readers that this machine need not have: main tells the page of them as if they were there. */
const card = { atr: '3B9F95801FC78031E073FE211B66D0014D4D4', iccid: '8944500000000700001' };
const message = { digest: 'd30bb914e37a1a7efabca5c3191e428d4b', octets: 1412 };

const batch: BatchSummary = {
  batchId: 'order-4471',
  name: 'Meter gateways, order 4471',
  profileName: 'GW-200',
  profileVersion: 7,
  createdAt: Date.UTC(2026, 10, 12, 9, 30),
  state: 'running',
  mode: 'cardThenSimulatedDevice' as const,
  total: 2000,
  done: 1212,
  failed: 31,
  inWork: 3,
  awaited: 0,
  held: 0,
  cancelled: 0,
  shared: false,
  waiting: 754,
  perMinute: 9.4,
};

function job(label: string, imei: string) {
  return { jobId: label, line: 12, deviceId: `IMEI:${imei}`, label };
}

const done: StationActivity = {
  kind: 'done',
  job: job('BX04100-C', '352099001761408'),
  card,
  message,
  commands: 4,
  seconds: 6.2,
  takeCardOut: true,
};
const refused: StationActivity = {
  kind: 'failed',
  job: job('BX04102-G', '352099001762141'),
  card: { ...card, iccid: '8944500000000700266' },
  fault: faultOf('CARD_ADM_REFUSED', { tries: 2 }),
  takeCardOut: true,
};

function working(step: 'write' | 'verify' | 'session', blocks: number): StationActivity {
  return {
    kind: 'working',
    step,
    job: job('BX04101-F', '352099001761770'),
    card: { ...card, iccid: '8944500000000700134' },
    ...(step === 'session' ? {} : { progress: { done: blocks, total: 16 } }),
  };
}

function station(name: string, activity: StationActivity): StationView {
  return { name, kind: 'pcsc', activity };
}

async function tell<Name extends EventName>(app: ElectronApplication, name: Name, event: Events[Name]) {
  await app.evaluate(
    ({ BrowserWindow }, [channel, eventName, payload]) => {
      for (const window of BrowserWindow.getAllWindows())
        window.webContents.send(channel, eventName, payload);
    },
    [channels.event, name, event] as const,
  );
}

async function show(
  app: ElectronApplication,
  page: Page,
  stations: readonly StationView[],
  shown: BatchSummary = batch,
) {
  const overview = await answerTo(page, 'overview', {});
  await tell(app, 'overview', {
    ...overview,
    readers: { kind: 'running', readers: stations.length },
    counts: { batches: 4, devices: 1212 },
    stations,
    batch: shown,
  });
  await tell(app, 'batch', shown);
}

test('three readers at work can be told apart from a metre away', async ({ app, page }) => {
  test.setTimeout(180_000);
  const complaints = complaintsOf(page);
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  await show(app, page, [
    station('Left reader', { kind: 'waitingForCard' }),
    station('Middle reader', working('write', 4)),
    station('Right reader', { kind: 'waitingForCard' }),
  ]);
  await expect(page.getByRole('region', { name: 'Left reader' })).toContainText('Put a card in');
  await examine(page, '20-panels-waiting');
  await tell(app, 'station', station('Left reader', done));
  await tell(app, 'station', station('Middle reader', working('write', 8)));
  await tell(app, 'station', station('Middle reader', working('verify', 9)));
  await tell(app, 'station', station('Middle reader', working('verify', 11)));
  await tell(app, 'station', station('Right reader', refused));
  await expect(page.getByRole('region', { name: 'Left reader' })).toContainText('Take the card out.');
  await expect(page.getByRole('region', { name: 'Right reader' })).toContainText('CARD_ADM_REFUSED');
  await examine(page, '21-panels-outcomes');
  await tell(app, 'station', station('Middle reader', working('session', 0)));
  await tell(
    app,
    'station',
    station('Right reader', { kind: 'lost', fault: faultOf('READER_LOST', { reader: 'Right reader' }) }),
  );
  await tell(app, 'station', station('Left reader', { kind: 'finished' }));
  await examine(page, '22-panels-lost');
  expect(complaints).toEqual([]);
});

test('a batch that stopped with failures does not look like a success', async ({ app, page }) => {
  test.setTimeout(180_000);
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  const through = { ...batch, state: 'paused', inWork: 0, waiting: 0, done: 1969 } as const;
  await show(app, page, [station('Left reader', refused)], through);
  await expect(page.getByRole('heading', { name: '1,969 done, 31 failed' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Left reader' })).toContainText('Wrong issuer key');
  await examine(page, '23-panels-some-failed');
  await show(app, page, [station('Left reader', { kind: 'idle' })], { ...batch, state: 'paused', inWork: 0 });
  await expect(page.getByRole('heading', { name: 'Paused' })).toBeVisible();
  await examine(page, '24-panels-paused');
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog')).toBeVisible();
  await examine(page, '25-resume');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('eight stations at work: what each needs, and which one keys and scans are for', async ({
  app,
  page,
}) => {
  test.setTimeout(180_000);
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  const row = { job: job('BX04103-A', '352099001762190'), card, message, seconds: 4 };
  const fault = faultOf('CARD_ADM_REFUSED', { tries: 2 });
  const stop = { failures: 3, at: 1, causes: [{ fault, labels: ['BX04110-C', 'BX04111-F'] }] };
  const shown: readonly StationActivity[] = [
    { kind: 'waitingForCard', next: row.job },
    { kind: 'handedOn', ...row, takeCardOut: true },
    { kind: 'awaitingDevice', ...row, takeCardOut: true, until: Date.now() + 60_000 },
    { kind: 'ready' },
    { kind: 'stopped', stop },
    working('write', 8),
    done,
    refused,
  ];
  const views = shown.map((activity, index) => station(`Reader ${index + 1}`, activity));
  await show(app, page, views, { ...batch, awaited: 3 });
  await expect(page.getByRole('region', { name: 'Reader 1' })).toContainText('next: BX04103-A, scanned');
  await expect(page.getByRole('region', { name: 'Reader 5' })).toContainText('3 rows failed in a row');
  await page.keyboard.press('8');
  await expect(page.getByRole('region', { name: 'Reader 8' })).toHaveAttribute('data-selected', 'true');
  await examine(page, '27-panels-eight');
  await show(app, page, views.slice(0, 4), { ...batch, awaited: 3 });
  await examine(page, '28-panels-four');
  await show(app, page, views.slice(4, 6), { ...batch, awaited: 3 });
  await examine(page, '29-panels-two');
  await show(app, page, [], { ...batch, state: 'paused', inWork: 0, stop });
  await expect(page.getByRole('button', { name: /Go on/ })).toBeVisible();
  await examine(page, '30-panels-stopped');
});

test('markup in a label is text', async ({ app, page }) => {
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  const label = '<img src=x onerror=alert(1)>"&';
  await show(app, page, [
    station(label, {
      kind: 'failed',
      fault: faultOf('READER_FAILED', { reader: label, detail: label }),
      takeCardOut: false,
    }),
  ]);
  await expect(page.getByRole('heading', { name: label })).toBeVisible();
  expect(await page.locator('main img').count()).toBe(0);
});

test("another device's card is overwritten only when its name is pressed", async ({ app, page }) => {
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  const holder = { deviceId: 'IMEI:352099001761408', label: 'BX04100-C' };
  const fault = faultOf('CARD_HOLDS_ANOTHER', { holder: `${holder.label} (${holder.deviceId})` });
  await show(app, page, [station('Left reader', { kind: 'failed', fault, holder, takeCardOut: true })]);
  const panel = page.getByRole('region', { name: 'Left reader' });
  await expect(panel).toContainText('Take the card out.');
  await examine(page, '26-panels-overwrite');
  await panel.getByRole('button', { name: 'Overwrite the card of BX04100-C' }).click();
  await expect(panel).toContainText('Take it out and put it in again');
});
