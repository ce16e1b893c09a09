// Who may call main, and with what: the real window, its real preload, and pages that should have neither.

import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, firstWindow, test } from '../../e2e/fixture.ts';

const preload = path.join(import.meta.dirname, '../../../out/preload/index.cjs');
const ask = "bench.call('overview', {})";

/** Everything that main has told on its standard error so far. */
function errorsOf(app: ElectronApplication): () => string {
  let text = '';
  app.process().stderr?.on('data', (octets) => {
    text += String(octets);
  });
  return () => text;
}

const refusedAs = (asker: string) => ({
  kind: 'fault',
  fault: {
    code: 'PAGE_REFUSED',
    message: `The workstation was called by ${asker}, which may not.`,
    remedy: expect.any(String),
  },
});

/** What a page of a window gets that main makes for the purpose, with the workstation's own preload. */
function askFromOtherWindow(app: ElectronApplication, address: string): Promise<unknown> {
  return app.evaluate(
    async ({ BrowserWindow }, [script, url, question]) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload: script, sandbox: true, contextIsolation: true },
      });
      await other.loadURL(url);
      const answer: unknown = await other.webContents.executeJavaScript(question);
      other.destroy();
      return answer;
    },
    [preload, address, ask] as const,
  );
}

/** Main itself sends the workstation's window somewhere else. */
function sendWindowTo(app: ElectronApplication, address: string): Promise<void> {
  return app.evaluate(async ({ BrowserWindow }, url) => {
    await BrowserWindow.getAllWindows()[0]?.loadURL(url);
  }, address);
}

/** The workstation's page, once it is there: Chromium shows one of its own first. */
async function openedPage(app: ElectronApplication): Promise<Page> {
  const page = await firstWindow(app);
  await expect(page.getByRole('navigation')).toBeVisible();
  return page;
}

const evaluate = (page: Page, text: string): Promise<unknown> => page.evaluate(text);

test("another window's page is refused and told of, even one of our own pages", async ({ app }) => {
  const errors = errorsOf(app);
  const page = await openedPage(app);
  for (const address of ['app://bench/index.html', 'data:text/html,<h1>Other</h1>'])
    expect(await askFromOtherWindow(app, address)).toEqual(refusedAs("another window's page"));
  await expect.poll(errors).toContain("PAGE_REFUSED: The workstation was called by another window's page");
  // Told once, however often it was tried.
  expect(errors().split('PAGE_REFUSED').length - 1).toBe(1);
  expect(await evaluate(page, ask)).toMatchObject({ kind: 'answer' });
});

test('the window is refused while it shows something else, and answered when it is back', async ({ app }) => {
  const errors = errorsOf(app);
  const page = await openedPage(app);
  await sendWindowTo(app, 'data:text/html,<h1>secret</h1>');
  // A debugger hears of the new page a moment later than main.
  await expect.poll(() => evaluate(page, ask).catch(() => undefined)).toEqual(refusedAs('a page of data:'));
  await expect.poll(errors).toContain('PAGE_REFUSED');
  expect(errors()).not.toContain('secret');
  await sendWindowTo(app, 'app://bench/index.html');
  await page.waitForFunction(() => window.bench !== undefined);
  expect(await evaluate(page, ask)).toMatchObject({ kind: 'answer' });
});

test('frames within the page have no contract', async ({ app }) => {
  const page = await openedPage(app);
  const found = await page.evaluate(async () => {
    const frames = ['about:blank', 'data:text/html,x', location.href].map((src) => {
      const frame = document.createElement('iframe');
      frame.src = src;
      return frame;
    });
    const written = document.createElement('iframe');
    written.srcdoc = '<p>x</p>';
    const all = [...frames, written];
    document.body.append(...all);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return all.map(({ contentWindow }) => {
      try {
        return typeof Reflect.get(contentWindow ?? {}, 'bench');
      } catch {
        // Another origin's window shows nothing of itself.
        return 'undefined';
      }
    });
  });
  expect(found).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
});

test('what is asked for by a wrong name or with a wrong value is refused, and told what is wrong', async ({
  page,
}) => {
  const outcomes = await page.evaluate(async () => {
    const bench = Reflect.get(window, 'bench') as {
      call(name: unknown, request?: unknown): Promise<unknown>;
    };
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
    const polluted = JSON.parse(
      '{"__proto__":{"offset":0},"constructor":{"prototype":{"limit":1}}}',
    ) as unknown;
    const tries: readonly (readonly [unknown, unknown?])[] = [
      ['__proto__', {}],
      ['constructor', {}],
      ['toString', {}],
      ['hasOwnProperty', {}],
      ['', {}],
      [undefined, {}],
      [null, null],
      [{ toString: () => 'overview' }, {}],
      [['overview'], {}],
      ['overview\u0000', {}],
      ['devices', undefined],
      ['devices', polluted],
      ['devices', { search: '', offset: Number.POSITIVE_INFINITY, limit: 1 }],
      ['devices', { search: '', offset: -1, limit: 1 }],
      ['devices', { search: '', offset: 0, limit: 2 ** 53 }],
      ['devices', { search: 'x'.repeat(1_000_000), offset: 0, limit: 1 }],
      ['devices', deep],
      ['device', { deviceId: { $ne: null } }],
      ['device', { deviceId: "' OR 1=1 --" }],
    ];
    return Promise.all(
      tries.map(async ([name, request]) => {
        try {
          return await bench.call(name, request);
        } catch (error) {
          // What cannot even be handed over does not reach main.
          return { kind: 'fault', fault: { code: 'INTERNAL', message: String(error) } };
        }
      }),
    );
  });
  for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'fault' });
  expect(outcomes.at(-1)).toMatchObject({ fault: { code: 'DEVICE_UNKNOWN' } });
  expect(await evaluate(page, 'Object.keys(Object.prototype).length')).toBe(0);
  expect(await evaluate(page, ask)).toMatchObject({ kind: 'answer' });
});

test('a page that leaves while it is answered takes nothing along', async ({ app }) => {
  const errors = errorsOf(app);
  const page = await openedPage(app);
  await page.evaluate(() => {
    const bench = Reflect.get(window, 'bench') as { call(name: string, request: unknown): Promise<unknown> };
    for (let count = 0; count < 50; count += 1) void bench.call('overview', {});
    location.reload();
  });
  await page.waitForFunction(() => window.bench !== undefined);
  expect(await evaluate(page, ask)).toMatchObject({ kind: 'answer' });
  expect(errors()).not.toMatch(/Unhandled|Uncaught/i);
});
