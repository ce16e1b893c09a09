import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { SessionDetail, TranscriptEntry } from '../../core/api.ts';
import { examine } from './examine.ts';
import { answerTo, expect, firstWindow, launch, test } from './fixture.ts';
import { goByKey } from './provisioned.ts';

const examples = path.join(import.meta.dirname, '../../examples');
const profile = JSON.parse(readFileSync(path.join(examples, 'installation.profile.json'), 'utf8'));
const [heading, ...rows] = readFileSync(path.join(examples, 'devices-3.csv'), 'utf8').trim().split('\n');
const [first, second] = [
  { deviceId: 'IMEI:352099001761408', label: 'BX04100-C' },
  { deviceId: 'IMEI:352099001761770', label: 'BX04101-F' },
];
const everySession = { filter: 'all', search: '', offset: 0, limit: 100 } as const;

/** Begins a batch of the first devices at the virtual station. @param change changes the profile */
async function begin(page: Page, count: number, change: (own: typeof profile) => void = () => {}) {
  const own = structuredClone(profile);
  change(own);
  return answerTo(page, 'createBatch', {
    name: 'Installation',
    profile: { name: 'installation.profile.json', text: JSON.stringify(own) },
    list: { name: 'list.csv', text: [heading, ...rows.slice(0, count)].join('\n') },
    stations: ['Virtual station'],
    mode: 'cardThenSimulatedDevice' as const,
    overwrite: false,
  });
}

/** The window of a device's form, once its first page can be read. */
async function formOf(app: ElectronApplication, label: string, but: readonly Page[] = []): Promise<Page> {
  const isForm = async (page: Page) =>
    !but.includes(page) && page.url().includes('/interaction/') && (await page.content()).includes(label);
  let found: Page | undefined;
  await expect
    .poll(async () => {
      for (const page of app.windows()) if (await isForm(page).catch(() => false)) found = page;
      return found !== undefined;
    })
    .toBe(true);
  if (found === undefined) throw new Error('the window is gone again');
  return found;
}

async function answerIndoors(form: Page): Promise<void> {
  await form.getByLabel('Indoors').check();
  await form.getByRole('button', { name: 'Continue' }).click();
  await form.getByLabel(/The gateway is fixed/).check();
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByRole('heading', { name: 'Thank you' })).toBeVisible();
}

/** The sessions of a device, the oldest first. */
async function sessionsOf(page: Page, label: string): Promise<readonly SessionDetail[]> {
  const { rows: found } = await answerTo(page, 'sessions', { ...everySession, search: label });
  return Promise.all(found.toReversed().map(({ sessionId }) => answerTo(page, 'session', { sessionId })));
}
const states = async (page: Page, label: string) =>
  (await sessionsOf(page, label)).map(({ state }) => state).join(' ');
const lines = ({ transcript }: SessionDetail) => transcript.map(({ kind, text }) => `${kind} ${text}`);
const told = ({ transcript }: SessionDetail) =>
  transcript.flatMap(({ kind, text }: TranscriptEntry) =>
    kind === 'interaction' ? [JSON.parse(text) as { what: string; outcome?: string }] : [],
  );

test('flow B.3, UI interaction using the Web Browser Component, step by step', async ({ app, page }) => {
  test.setTimeout(120_000);
  await begin(page, 1);
  const form = await formOf(app, first.label);
  const window = await app.browserWindow(form);
  const title = await window.evaluate((it) => it.getTitle());
  const [before] = await sessionsOf(page, first.label);
  if (before === undefined) throw new Error('there is no session');
  const said = lines(before);

  // 1. The DM Client requests to start a management session.
  expect(said[0]).toContain('package1');
  expect(said[0]).toContain('BootstrapComplete');
  // 2., 3. The DM Server generates commands, and sends them: the last of this session is SHOW.
  const show = said.findIndex((line) => line.startsWith('package2') && line.includes('SHOW'));
  expect(show).toBeGreaterThan(0);
  // 4. The DM Client triggers the Web Browser: a window with the device's name and the form's origin.
  expect(title).toContain(first.label);
  expect(title).toContain(new URL(form.url()).origin);
  // 5. The Web Browser asks for the form.
  expect(told(before)[0]).toMatchObject({ what: 'opened' });
  // The origin of forms is no other page's.
  const { http, https } = await answerTo(page, 'server', {});
  const others = [http.dm, https.dm, http.repository].map((address) => new URL(address).origin);
  expect(others).not.toContain(new URL(form.url()).origin);
  expect(new URL(http.interaction).origin).toBe(new URL(form.url()).origin);
  // 6. The DM Server sends it.
  expect(told(before)[1]).toMatchObject({ what: 'pageShown' });
  await expect(form.getByRole('heading', { name: 'Where is it?' })).toBeVisible();
  const shown = before.transcript.find(({ kind }) => kind === 'interaction');
  const asked = before.transcript[show];
  if (!shown || !asked) throw new Error('the form was not asked for, or not shown');
  console.log(`the form was asked for ${shown.at - asked.at} ms after SHOW was sent`);
  await page.keyboard.press('F1');
  await examine(page, '60-bench-waits-for-a-form');

  // 7. The Web Browser performs the interaction with the person.
  await form.getByLabel('On a mast').check();
  await form.getByLabel(/next person/).fill('Mind <img src=x onerror=alert(1)> the dog');
  // 8. It sends what was answered.
  await form.getByRole('button', { name: 'Continue' }).click();
  await expect(form.getByRole('heading', { name: 'On the mast' })).toBeVisible();
  await form.getByLabel(/Height/).fill('900');
  await form.getByRole('button', { name: 'Continue' }).click();
  await expect(form.getByLabel(/Height/)).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel(/Height/).fill('12.5');
  await form.getByRole('button', { name: 'Continue' }).click();
  await form.getByLabel(/The gateway is fixed/).check();
  await form.getByRole('button', { name: 'Send' }).click();
  // 9., 10. The DM Server decides that the interaction is over, and tells the Web Browser by its final page.
  await expect(form.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  expect(new URL(form.url()).pathname).toMatch(/\/end$/);
  await expect.poll(() => states(page, first.label)).toBe('suspended fulfilled');
  const [ended, resumed] = await sessionsOf(page, first.label);
  if (ended === undefined || resumed === undefined) throw new Error('there are no two sessions');
  expect(told(ended).map(({ what }) => what)).toEqual([
    ...['opened', 'pageShown', 'pagePosted', 'pageShown', 'pagePosted', 'pagePosted'],
    ...['pageShown', 'pagePosted', 'ended'],
  ]);
  // 11., 12. The Web Browser tells the DM Client, which asks to resume the management session.
  const goesOn = lines(resumed);
  expect(goesOn[0]).toContain('UIInteractionEnd');
  expect(goesOn[0]).toContain('completed');
  // 13., 14. The DM Server generates commands from the answers, and sends them.
  expect(goesOn[1]).toContain('HGET');
  // 15. The DM Client executes them.
  expect(goesOn.some((line) => line.startsWith('repository GET') && line.includes('installation'))).toBe(
    true,
  );
  // 16. It reports what came of them: what was answered, read back.
  expect(goesOn.some((line) => line.startsWith('package3') && line.includes('12.5'))).toBe(true);
  // 17., 18. The DM Server ends the session.
  expect(goesOn.at(-1)).toContain('END');

  // Nothing that could be read later has the address of the form.
  const token = new URL(form.url()).pathname.split('/')[2] ?? '';
  expect(JSON.stringify([ended, resumed])).not.toContain(token);

  // The timeline shows where it happened, and what was answered, as text.
  await goByKey(page, 'F4', 'Sessions');
  await page.getByRole('row', { name: /goes on later/ }).click();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByText(/answered to the end after/).click();
  await expect(page.getByRole('complementary')).toContainText('Mind <img src=x onerror=alert(1)> the dog');
  await examine(page, '61-session-with-a-form');
});

test('a form that is closed is shown once more, and fails its device when it is closed again', async ({
  app,
  page,
}) => {
  test.setTimeout(120_000);
  const { batchId } = await begin(page, 1);
  const form = await formOf(app, first.label);
  await form.close();
  const again = await formOf(app, first.label, [form]);
  await again.close();
  await expect.poll(() => states(page, first.label)).toBe('suspended suspended failed');
  const jobs = { batchId, filter: 'failed', search: '', offset: 0, limit: 10 } as const;
  await expect
    .poll(async () => (await answerTo(page, 'jobs', jobs)).rows[0]?.state)
    .toMatchObject({ kind: 'failed', fault: { code: 'SESSION_FORM_CLOSED' } });
  await expect(page.getByRole('heading', { name: '0 done, 1 failed' })).toBeVisible();
});

test('a form whose time is over closes its window', async ({ app, page }) => {
  test.setTimeout(120_000);
  await begin(page, 1, (own) => {
    own.sessionPlan[1].commands[0].seconds = 4;
    own.sessionPlan[1].onFailure = 'stop';
  });
  const form = await formOf(app, first.label);
  await form.waitForEvent('close');
  await expect.poll(() => states(page, first.label)).toBe('suspended failed');
  const [session] = await sessionsOf(page, first.label);
  expect(session && told(session).at(-1)).toMatchObject({ what: 'ended', outcome: 'expired' });
});

test('a page that was sent is not taken twice, and one can go back before the end', async ({ app, page }) => {
  test.setTimeout(120_000);
  await begin(page, 1);
  const form = await formOf(app, first.label);
  await form.getByLabel('On a mast').check();
  await form.getByRole('button', { name: 'Continue' }).click();
  await expect(form.getByRole('heading', { name: 'On the mast' })).toBeVisible();
  await form.goBack();
  await expect(form.getByLabel('On a mast')).toBeChecked();
  await answerIndoors(form);
  // Back from the final page leads to it again: what was sent stays sent.
  await form.goBack().catch(() => {});
  await expect.poll(() => states(page, first.label)).toBe('suspended fulfilled');
  const [session] = await sessionsOf(page, first.label);
  expect(session?.interactions[0]?.answers.find(({ label }) => label === 'Place')?.text).toBe('Indoors');
  expect(session?.interactions).toHaveLength(1);
});

test('two devices show their forms at once, and each goes on by itself', async ({ app, page }) => {
  test.setTimeout(120_000);
  // The row does not wait for its form: both windows are open in the end.
  await begin(page, 2, (own) => {
    own.sessionPlan = [
      { ...own.sessionPlan[1], commands: [{ ...own.sessionPlan[1].commands[0], answers: 'goOn' }] },
      own.sessionPlan[0],
    ];
  });
  const one = await formOf(app, first.label);
  const other = await formOf(app, second.label);
  await page.bringToFront();
  await answerIndoors(other);
  await answerIndoors(one);
  for (const { label } of [first, second])
    await expect
      .poll(async () => (await sessionsOf(page, label))[0]?.interactions[0]?.state)
      .toBe('completed');
});

test('a form outlives the workstation, and says so where it can be answered no more', async ({ folder }) => {
  test.setTimeout(120_000);
  const app = await launch(folder);
  const page = await firstWindow(app);
  await begin(page, 1);
  const form = await formOf(app, first.label);
  const address = form.url().replace(/\/1$/, '');
  await app.close();
  // The device's window went with the workstation: the plan was told, or its time goes on.
  const restarted = await launch(folder);
  const again = await firstWindow(restarted);
  try {
    const answer = await fetch(`${address}/1`);
    expect([403, 410]).toContain(answer.status);
    const [session] = await sessionsOf(again, first.label);
    expect(session?.interactions[0]?.state).toMatch(/closed|opened/);
  } finally {
    await restarted.close();
  }
});
