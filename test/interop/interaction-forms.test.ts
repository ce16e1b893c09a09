import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formSchema } from '../../core/interaction/form-schema.ts';
import { notices } from '../../core/interaction/form-texts.ts';
import { findChromium } from '../../electron-host/chromium/executable.ts';
import {
  deviceId,
  type InteractionBench,
  openBench,
  openFor,
  picture,
} from '../../main/server/interaction/interaction-fixture.ts';
import { tlsOptions } from '../../main/server/tls-options.ts';
import { makeAuthority, makeServerCertificate } from '../../main/vault/make-certificates.ts';

const pictures = path.join(import.meta.dirname, '../../test-results/screens');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = [
  { width: 360, height: 640 },
  { width: 1024, height: 600 },
];

function chromiumHere(): string | undefined {
  try {
    return findChromium();
  } catch {
    return undefined;
  }
}

const executablePath = chromiumHere();

/** What keeps people out of a page, in either theme and size: what axe finds, and what does not fit. */
async function examine(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const)
    for (const size of sizes) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      const picture = `interaction-${name}-${colorScheme}-${size.width}x${size.height}.png`;
      await page.screenshot({ path: path.join(pictures, picture), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, `${name} is wider than ${size.width}`).toBeLessThanOrEqual(0);
      await page.evaluate(axeSource);
      const found = await page.evaluate(async () => {
        const axe: typeof import('axe-core') = Reflect.get(window, 'axe');
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        );
      });
      expect(found, `${name} ${colorScheme}`).toEqual([]);
    }
}

describe.runIf(executablePath !== undefined)("forms in a device's own browser, a plain Chromium", () => {
  let browser: Browser;
  let bench: InteractionBench;
  let makeServer: NonNullable<NonNullable<Parameters<typeof openBench>[0]>['makeServer']>;
  let contexts: BrowserContext[];
  /** What a page complains of: what its policy refuses, and errors. */
  let complaints: string[];

  beforeAll(async () => {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    contexts = [];
    complaints = [];
    const day = 24 * 60 * 60 * 1000;
    const making = {
      validity: { from: Date.now() - day, to: Date.now() + day },
      randomOctets: (count: number) => new Uint8Array(randomBytes(count)),
    };
    const authority = await makeAuthority('DM Bench 0001', making);
    const credentials = await makeServerCertificate(authority, ['127.0.0.1'], making);
    makeServer = (handler) => createServer(tlsOptions(credentials), handler);
    bench = await openBench({ scheme: 'https', now: Date.now(), makeServer });
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
    await bench.close();
  });

  /** A browser of its own, with no scripts at all where it is asked for. */
  const open = async (javaScriptEnabled = true): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled, ignoreHTTPSErrors: true });
    contexts.push(context);
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(error.error().message));
    return context.newPage();
  };
  const file = { name: 'meter.png', mimeType: 'image/png', buffer: picture };
  const stateOf = (interactionId: string) => bench.interactions.get(interactionId)?.interaction.state;

  const fillPlace = async (page: Page) => {
    await page.getByLabel('Site').fill('AB-1234');
    await page.getByLabel('Notes').fill('\n first line\nsecond "line" <b>\n');
    await page.getByLabel('Signal').fill('-70,5');
    await page.getByLabel('Replacement of BX-7').check();
    await page.getByLabel('Band 3').check();
    await page.getByLabel('Band 20').check();
  };

  it('are filled in from the first page to the last, without scripts', async () => {
    const { address, interactionId } = bench.begin();
    const page = await open(false);
    await page.goto(address);
    expect(await page.title()).toBe('The place – Installation of BX-7 – Gateway <7>');
    await fillPlace(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Last reading').fill('4711');
    await page.getByLabel('Photo of it').setInputFiles(file);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('link', { name: 'Back' }).click();
    expect(await page.getByText('Already given').innerText()).toContain('meter.png');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Day of installation').fill('2026-11-25');
    await page.getByLabel('Country').selectOption('LU');
    await page.getByLabel('The mains were off').check();
    await page.getByLabel('Full name').fill('Ada Lovelace');
    await page.getByLabel('I sign').check();
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await page.getByRole('heading').innerText()).toBe(notices.completed.title);
    expect(page.url()).toBe(`${address}/end`);

    const resource = `interactions/${interactionId}/photo`;
    expect(stateOf(interactionId)).toEqual({
      kind: 'completed',
      answers: {
        ...{ site: 'AB-1234', notes: 'first line\nsecond "line" <b>', signal: -70.5, reason: 'replaced' },
        ...{ bands: ['b3', 'b20'], reading: 4711, day: '2026-11-25', country: 'lu', safe: true },
        photo: { fileName: 'meter.png', mediaType: 'image/png', octets: picture.length, resource },
        signed: { signedBy: 'Ada Lovelace', signedAt: bench.clock.now },
      },
    });
    const kept = await bench.repository.open({ kind: 'device', deviceId }, resource);
    expect(Buffer.concat(await kept.read().toArray())).toEqual(picture);
    expect(complaints).toEqual([]);
    expect(bench.told().filter((word) => word.startsWith('INTERACTION_'))).toEqual([]);
    expect(await page.context().cookies(address)).toMatchObject([
      { secure: true, httpOnly: true, sameSite: 'Strict', path: new URL(address).pathname },
    ]);
  });

  it('are readable for everybody, in light and dark, small and large', async () => {
    const { address } = bench.begin();
    const page = await open();
    await page.goto(address);
    await examine(page, 'first');
    await page.getByLabel('Site').fill('somewhere');
    await page.getByLabel('Signal').fill('strong');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('summary');
    await examine(page, 'wrong');
    await page.getByRole('link', { name: /^Why are you here/ }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-reason.1');
    await fillPlace(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Photo of it').setInputFiles(file);
    await page.getByRole('button', { name: 'Continue' }).click();
    await examine(page, 'file');
    await page.getByLabel('Last reading').fill('4711');
    await page.getByRole('button', { name: 'Continue' }).click();
    await examine(page, 'last');
    await page.getByRole('button', { name: 'Send' }).click();
    await examine(page, 'unsigned');
    await page.getByLabel('Day of installation').fill('2026-11-25');
    await page.getByLabel('The mains were off').check();
    await page.getByLabel('Full name').fill('Ada Lovelace');
    await page.getByLabel('I sign').check();
    await page.getByRole('button', { name: 'Send' }).click();
    await examine(page, 'end');

    const second = await open();
    await second.goto(address);
    await examine(second, 'elsewhere');
    const late = bench.begin();
    bench.clock.now += openFor;
    await second.goto(late.address);
    await examine(second, 'expired');
  });

  it('are done by keyboard alone', async () => {
    const { address, interactionId } = bench.begin({
      form: formSchema.parse({
        title: 'Keys',
        pages: [
          {
            title: 'Keys',
            fields: [
              { kind: 'text', name: 'a', label: 'A' },
              {
                kind: 'choice',
                name: 'b',
                label: 'B',
                options: ['x', 'y'].map((value) => ({ value, label: value })),
              },
              { kind: 'confirmation', name: 'c', label: 'C' },
            ],
          },
        ],
      }),
    });
    const page = await open(false);
    await page.goto(address);
    await page.keyboard.press('Tab');
    await page.keyboard.type('by hand');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${address}/end`);
    expect(stateOf(interactionId)).toEqual({ kind: 'completed', answers: { a: 'by hand', b: 'y', c: true } });
  });

  it('run nothing that texts, answers and names of devices hold', async () => {
    const attack = '"><img src=x onerror="window.hit=1"><script>window.hit=1</script>\'';
    const { address } = bench.begin({
      form: formSchema.parse({
        title: attack,
        introduction: attack,
        pages: [
          {
            title: attack,
            fields: [
              { kind: 'text', name: 'a', label: attack, help: attack, default: attack },
              { kind: 'text', name: 'b', label: 'Lines', lines: 'multiple', default: `</textarea>${attack}` },
              { kind: 'confirmation', name: 'c', label: attack },
            ],
          },
        ],
      }),
    });
    const page = await open();
    await page.goto(address);
    for (let round = 0; round < 2; round++) {
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(attack);
      expect(await page.locator('#f-a').inputValue()).toBe(attack);
      expect(await page.locator('#f-b').inputValue()).toBe(`</textarea>${attack}`);
      expect(await page.evaluate(() => Reflect.get(window, 'hit'))).toBeUndefined();
      expect(await page.locator('img, script').count()).toBe(0);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('One answer needs another look').waitFor();
    }
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
  });

  it('take no post of another site, whatever that tries', async () => {
    const { address, interactionId } = bench.begin();
    const page = await open();
    await page.goto(address);
    const other = await page.context().newPage();
    // Opened from elsewhere the browser does not show its cookie; its own link leads back.
    await other.setContent(`<a href="${address}">open</a>`);
    await other.getByText('open').click();
    await other.getByRole('heading', { name: notices.elsewhere.title }).waitFor();
    await other.getByRole('link', { name: 'Go on here' }).click();
    await other.getByRole('heading', { name: 'The place' }).waitFor();
    const token = await other.locator('input[name=_token]').inputValue();
    await other.goto('about:blank');
    await other.setContent(`<form method="post" action="${address}/1">
      <input name="_token" value="${token}"><input name="site" value="AB-1234"><input name="signal" value="0">
      <input name="reason" value="new"><button>go</button></form>`);
    await other.getByText('go').click();
    await other.getByRole('heading', { name: notices.refused.title }).waitFor();
    expect(stateOf(interactionId)).toEqual({ kind: 'opened' });
    expect(bench.told()).toContain('INTERACTION_CROSS_SITE');
    // Nor is it shown within a page of another site, though that is on the same machine.
    const site = createPlainServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="${address}/1"></iframe>`);
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    await other.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
    await expect.poll(() => complaints.join('\n')).toContain("frame-ancestors 'none'");
    for (const frame of other.frames().slice(1)) expect(await frame.locator('form').count()).toBe(0);
    site.closeAllConnections();
    site.close();
  });

  it('go on in the same browser after the workstation was restarted, and are shown once', async () => {
    const { address, interactionId } = bench.begin();
    const page = await open(false);
    await page.goto(address);
    await fillPlace(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Last reading').waitFor();
    await bench.close();
    const { folder, port } = bench;
    bench = await openBench({ folder, port, scheme: 'https', now: Date.now(), makeServer });
    await page.reload();
    await page.getByLabel('Last reading').fill('4711');
    await page.getByLabel('Photo of it').setInputFiles(file);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Day of installation').waitFor();
    expect(stateOf(interactionId)).toEqual({ kind: 'answering', page: 2 });
    await page.goBack();
    expect(await page.getByLabel('Last reading').inputValue()).toBe('4711');
    await page.goBack();
    expect(await page.getByLabel('Site').inputValue()).toBe('AB-1234');
    await page.goto(address);
    await page.getByLabel('Day of installation').waitFor();
    const stranger = await open();
    await stranger.goto(address);
    expect(await stranger.getByRole('heading').innerText()).toBe(notices.elsewhere.title);
    expect(await stranger.content()).not.toContain('Gateway');
  });
});
