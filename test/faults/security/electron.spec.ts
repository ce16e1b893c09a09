// Electron's security checklist on the workstation's real window: what a page gets that runs in it, whatever it is.
// What the stand-in for Electron cannot show is held by electron.test.ts over the sources.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { test as base, expect, firstWindow } from '../../e2e/fixture.ts';

interface Elsewhere {
  readonly origin: string;
  /** The requests that came, as `GET /path`. */
  readonly requests: readonly string[];
}

/** The workstation beside a web server that nothing of it may ever ask. */
const test = base.extend<{ elsewhere: Elsewhere }>({
  // Chromium shows a page of its own first, which is held by nothing.
  page: async ({ page }, use) => {
    await expect(page.getByRole('navigation')).toBeVisible();
    await use(page);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern.
  elsewhere: async ({}, use) => {
    const requests: string[] = [];
    const server: Server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      response.setHeader('access-control-allow-origin', '*');
      response.end('<h1>Elsewhere</h1>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await use({ origin: `http://127.0.0.1:${port}`, requests });
    expect(requests).toEqual([]);
    server.closeAllConnections();
    server.close();
  },
});

/** What the page gets from something that it tries: an answer, or the error. */
const tried = (page: Page, attempt: string): Promise<unknown> =>
  page.evaluate(`(async () => (${attempt}))().then((it) => it, (error) => String(error))`);

/** Whatever was tried before, the workstation is still there, and answers. */
async function stillWorks(page: Page): Promise<void> {
  // Asked within the page: Playwright's own look waits for navigations, of which some were refused just now.
  await expect.poll(() => tried(page, "document.querySelector('nav') !== null")).toBe(true);
  expect(await tried(page, "bench.call('overview', {}).then(({ kind }) => kind)")).toBe('answer');
}

test.describe("the workstation's page", () => {
  test('has the contract, and nothing of Node or Electron (2, 3, 4, 20)', async ({ page }) => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'global',
      'Buffer',
      '__dirname',
      'electron',
      'ipcRenderer',
      'webFrame',
      'setImmediate',
    ];
    expect(await tried(page, `${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
    expect(await tried(page, 'Object.keys(bench).sort()')).toEqual(['call', 'on']);
    // The contract cannot be bent by the page: it is read-only, and what it is made of is the page's own world's.
    expect(await tried(page, "(() => { 'use strict'; bench.call = 1; })()")).toMatch(/^TypeError/);
    expect(
      await tried(
        page,
        `(() => {
          let seen = 'nothing';
          const real = Array.prototype.push;
          Array.prototype.push = function (...items) { seen = this.constructor.name; return real.apply(this, items); };
          return bench.call('overview', {}).then(() => { Array.prototype.push = real; return typeof require; });
        })()`,
      ),
    ).toBe('undefined');
    await stillWorks(page);
  });

  test('runs no script but its own files (7)', async ({ page }) => {
    // Later, as the page itself would: what a debugger runs at once may use eval.
    const later = (text: string) =>
      tried(
        page,
        `new Promise((resolve) => setTimeout(() => {
          try { resolve(${text}); } catch (error) { resolve(String(error)); }
        }))`,
      );
    expect(await later("eval('1')")).toMatch(/^EvalError/);
    expect(await later("new Function('return 1')()")).toMatch(/^EvalError/);
    expect(await later("bench.call.constructor('return 1')()")).toMatch(/^EvalError/);
    await page.evaluate(() => {
      const write = (html: string) => document.body.insertAdjacentHTML('beforeend', html);
      write('<img src="x:" alt="" onerror="window.ran = \'attribute\'" />');
      write('<a href="javascript:window.ran=1" id="script-link">link</a>');
      write('<svg><script>window.ran = "svg"</script></svg>');
      for (const [kind, value] of [
        ['textContent', 'window.ran = "inline"'],
        ['src', 'data:text/javascript,window.ran="data"'],
      ] as const) {
        const script = document.createElement('script');
        script[kind] = value;
        document.body.append(script);
      }
      document.getElementById('script-link')?.click();
    });
    expect(await tried(page, "import('data:text/javascript,window.ran=1')")).toMatch(/^TypeError/);
    expect(
      await tried(
        page,
        `new Promise((resolve) => {
          try {
            const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
            worker.onmessage = () => resolve('ran');
            worker.onerror = () => resolve('refused');
          } catch (error) { resolve('refused'); }
        })`,
      ),
    ).toBe('refused');
    expect(await tried(page, 'window.ran ?? null')).toBeNull();
    await stillWorks(page);
  });

  test('is held by a policy that names nothing but itself (7)', async ({ page }) => {
    const policy = await tried(
      page,
      "fetch(location.pathname).then(({ headers }) => headers.get('content-security-policy'))",
    );
    const rules = new Map(
      String(policy)
        .split('; ')
        .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]),
    );
    expect(rules.get('default-src')).toEqual(["'none'"]);
    expect(rules.get('script-src')).toEqual(["'self'"]);
    expect(rules.get('connect-src')).toEqual(["'self'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors', 'object-src'])
      expect(rules.get(name) ?? rules.get('default-src')).toEqual(["'none'"]);
    expect(String(policy)).not.toMatch(/unsafe|\*|https?:/);
  });

  test('asks nobody over a network (1, 6, 8)', async ({ page, elsewhere }) => {
    const { origin } = elsewhere;
    expect(await tried(page, `fetch('${origin}/fetch', { mode: 'no-cors' })`)).toMatch(/^TypeError/);
    expect(await tried(page, `navigator.sendBeacon('${origin}/beacon', '1') && 'asked'`)).toBeDefined();
    expect(
      await tried(
        page,
        `new Promise((resolve) => {
          const socket = new WebSocket('${origin.replace('http', 'ws')}/socket');
          socket.onopen = () => resolve('open');
          socket.onerror = () => resolve('refused');
        })`,
      ),
    ).toMatch(/refused|SecurityError/);
    await page.evaluate((other) => {
      document.body.insertAdjacentHTML(
        'beforeend',
        `<img src="${other}/image" alt="" /><link rel="stylesheet" href="${other}/style" />
         <link rel="prefetch" href="${other}/prefetch" /><link rel="dns-prefetch" href="${other}" />
         <iframe src="${other}/frame"></iframe><object data="${other}/object"></object>
         <video src="${other}/video"></video><embed src="${other}/embed" />
         <p style="background-image: url('${other}/background')">x</p>`,
      );
      const script = document.createElement('script');
      script.src = `${other}/script`;
      document.body.append(script);
    }, origin);
    for (const address of ['file:///etc/passwd', 'app://other/', 'app://bench.other/'])
      expect(await tried(page, `fetch('${address}')`)).toMatch(/^TypeError/);
    await stillWorks(page);
  });

  test('cannot ask over a network even without its policy (1, 6)', async ({ app, page, elsewhere }) => {
    // The session's own refusal, beneath the policy: another of its windows, with a page that has no policy.
    const asked = await app.evaluate(async ({ BrowserWindow }, origin) => {
      const other = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
      await other.loadURL('data:text/html,<h1>Bare</h1>');
      const outcome = (await other.webContents.executeJavaScript(
        `fetch('${origin}/bare', { mode: 'no-cors' }).then(() => 'asked', String)`,
      )) as string;
      other.destroy();
      return outcome;
    }, elsewhere.origin);
    expect(asked).toMatch(/^TypeError/);
    await stillWorks(page);
  });

  test('goes nowhere else, in no frame (13)', async ({ page, elsewhere }) => {
    const { origin } = elsewhere;
    const at = page.url();
    for (const address of [
      `${origin}/steal`,
      'https://bench.invalid/',
      'file:///etc/passwd',
      'data:text/html,x',
      'mailto:a@b.example',
      'chrome://version',
    ])
      await page.evaluate((url) => location.assign(url), address).catch(() => {});
    await page.evaluate((url) => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = `${url}/form`;
      document.body.append(form);
      form.submit();
    }, origin);
    await page.evaluate((url) => {
      document.body.insertAdjacentHTML(
        'beforeend',
        `<meta http-equiv="refresh" content="0; url=${url}/refresh" />`,
      );
    }, origin);
    await stillWorks(page);
    expect(page.url()).toBe(at);
  });

  test('opens no window, and has no web views (11, 12, 14, 15)', async ({ app, page, elsewhere }) => {
    const { origin } = elsewhere;
    for (const target of [`${origin}/open`, 'about:blank', 'app://bench/index.html', 'mailto:a@b.example'])
      expect(await tried(page, `window.open('${target}')?.closed ?? null`)).toBeNull();
    await page.evaluate((other) => {
      document.body.insertAdjacentHTML(
        'beforeend',
        `<a id="blank" target="_blank" href="${other}/blank">x</a>
         <webview src="${other}/view" allowpopups nodeintegration></webview>`,
      );
      document.getElementById('blank')?.click();
    }, origin);
    expect(
      await tried(
        page,
        "document.querySelector('webview') instanceof HTMLUnknownElement || !('getURL' in document.querySelector('webview'))",
      ),
    ).toBe(true);
    expect(app.windows()).toHaveLength(1);
    await stillWorks(page);
  });

  test('is granted nothing but to copy text (5)', async ({ page }) => {
    expect(await tried(page, 'Notification.requestPermission()')).toBe('denied');
    expect(
      await tried(
        page,
        'new Promise((done) => navigator.geolocation.getCurrentPosition(done, ({ code }) => done(code)))',
      ),
    ).toBe(1);
    for (const attempt of [
      'navigator.clipboard.readText()',
      'navigator.mediaDevices.getUserMedia({ audio: true })',
      'navigator.mediaDevices.getUserMedia({ video: true })',
      'navigator.mediaDevices.getDisplayMedia()',
      'navigator.requestMIDIAccess({ sysex: true })',
      'navigator.usb.requestDevice({ filters: [] })',
      'navigator.usb.getDevices()',
      'navigator.hid.getDevices()',
      'navigator.serial.getPorts()',
      'navigator.serial.requestPort()',
      'navigator.hid.requestDevice({ filters: [] })',
      'navigator.bluetooth.requestDevice({ acceptAllDevices: true })',
    ])
      expect(await tried(page, attempt), attempt).toMatch(
        /^(NotAllowedError|SecurityError|NotFoundError|NotSupportedError|AbortError|TypeError)/,
      );
    expect(
      await tried(
        page,
        "navigator.permissions.query({ name: 'clipboard-write' }).then(({ state }) => state)",
      ),
    ).toBe('granted');
    await stillWorks(page);
  });

  test('copies text where a person asks for it (5)', async ({ app, page }) => {
    await page.bringToFront();
    expect(await tried(page, "navigator.clipboard.writeText('copied').then(() => 'copied')")).toMatch(
      // Chromium wants the window to have the focus, which another program of the machine may have.
      /^copied$|Document is not focused/,
    );
    expect(app.windows()).toHaveLength(1);
  });

  test('downloads nothing', async ({ app, page }) => {
    await app.evaluate(({ session }) => {
      Reflect.set(globalThis, 'downloads', []);
      session.defaultSession.on('will-download', (event, item) => {
        const downloads = Reflect.get(globalThis, 'downloads') as unknown[];
        downloads.push([item.getFilename(), event.defaultPrevented]);
      });
    });
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<a id="file" download="a.html" href="data:text/html,x">x</a>',
      );
      document.getElementById('file')?.click();
    });
    // Refused by the workstation's own listener, which came first.
    await expect
      .poll(() => app.evaluate(() => Reflect.get(globalThis, 'downloads') as unknown))
      .toEqual([['a.html', true]]);
    await stillWorks(page);
  });

  test('has no frames, and lends its files to no other page (18)', async ({ app, page }) => {
    const framed = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.src = location.href;
      document.body.append(frame);
      await new Promise((resolve) => {
        frame.onload = resolve;
      });
      let inside: string;
      try {
        inside = frame.contentDocument?.querySelector('#root')?.innerHTML ?? 'nothing';
      } catch {
        inside = 'nothing';
      }
      frame.remove();
      return inside;
    });
    expect(framed).toBe('nothing');
    const lent = await app.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false, webPreferences: { sandbox: true, partition: 'other' } });
      const outcome = await other.loadURL('app://bench/index.html').then(
        () => 'lent',
        () => 'refused',
      );
      other.destroy();
      return outcome;
    });
    expect(lent).toBe('refused');
    await stillWorks(page);
  });
});

test('a page that was left has the workstation as it was', async ({ app }) => {
  // A reload is a navigation to our own page: allowed, and held by all of the above again.
  const page = await firstWindow(app);
  await page.evaluate(() => location.reload());
  await page.waitForFunction(() => window.bench !== undefined);
  await stillWorks(page);
});
