import type { Page } from '@playwright/test';
import { expect, type PageServer, redirectTo, serveForm, test } from './interaction-app.ts';

/** What the page gets from something that it tries: an answer, or the error. */
const tried = (form: Page, attempt: string): Promise<unknown> =>
  form.evaluate(`(async () => (${attempt}))().then((it) => it, (error) => String(error))`);

/** Whatever was tried before, the form is still there, and can be sent. */
async function stillSends(form: Page, ended: () => Promise<unknown>): Promise<void> {
  await expect(form.getByRole('heading', { name: 'Form' })).toBeVisible();
  await form.getByRole('button', { name: 'Send' }).click();
  expect(await ended()).toEqual({ kind: 'completed' });
}

const refusal = (what: string, detail: string) => ({ kind: 'refused', what, detail });

test.describe('a page of an interaction', () => {
  const ways: readonly (readonly [string, string, (server: PageServer, other: string) => string])[] = [
    ['by a link', 'navigation', (_, other) => `<a id="try" href="${other}/steal?site=1">Next</a>`],
    [
      'by its script',
      'navigation',
      (_, other) => `<p id="try" onclick="location = '${other}/steal'">Next</p>`,
    ],
    [
      'by its form',
      'navigation',
      (_, other) => `<form method="post" action="${other}/steal"><input id="try" type="submit" /></form>`,
    ],
    [
      'by its server',
      'redirect',
      (server, other) => {
        server.answer('/on', redirectTo(`${other}/steal`));
        return '<a id="try" href="/on">Next</a>';
      },
    ],
    [
      'by its own origin with another port in a user name',
      'navigation',
      (server, other) =>
        `<a id="try" href="${other.replace('//', `//${new URL(server.origin).host}@`)}/steal">Next</a>`,
    ],
    [
      'by a link that opens a window',
      'window',
      (_, other) => `<a id="try" target="_blank" href="${other}/steal">N</a>`,
    ],
    [
      'by a window that its script opens',
      'window',
      (_, other) => `<p id="try" onclick="window.opened = window.open('${other}/steal')">Next</p>`,
    ],
  ];
  for (const [way, what, pageOf] of ways) {
    test(`goes nowhere else ${way}`, async ({ bench, server, elsewhere }) => {
      elsewhere.answer('/steal', '<h1>Elsewhere</h1>');
      const { interaction, form } = await bench.open(serveForm(server, pageOf(server, elsewhere.origin)));
      await form.locator('#try').click();
      await expect
        .poll(() => interaction.events())
        .toEqual([{ kind: 'shown' }, refusal(what, elsewhere.origin)]);
      expect(await tried(form, 'window.opened?.closed ?? null')).toBeNull();
      expect(bench.app.windows()).toHaveLength(2);
      await stillSends(form, interaction.ended);
      expect(elsewhere.requests).toEqual([]);
    });
  }

  test('loads nothing from elsewhere, in no frame either', async ({ bench, server, elsewhere }) => {
    const { origin } = elsewhere;
    const frames = `<iframe src="${origin}/frame"></iframe><iframe src="/own-frame"></iframe>`;
    server.answer('/own-frame', `<p>own</p><img src="${origin}/in-frame" alt="" />`);
    server.answer('/own.json', '{"own":true}');
    const rest = `<img src="${origin}/image" alt="" /><link rel="stylesheet" href="${origin}/style" />`;
    const { interaction, form } = await bench.open(
      serveForm(server, `${frames}${rest}<script src="${origin}/script"></script>`),
    );
    expect(await tried(form, `fetch('${origin}/fetch', { mode: 'no-cors' })`)).toBe(
      'TypeError: Failed to fetch',
    );
    expect(await tried(form, `fetch('${origin}/post', { method: 'POST', mode: 'no-cors', body: '1' })`)).toBe(
      'TypeError: Failed to fetch',
    );
    expect(
      await tried(
        form,
        `navigator.sendBeacon('${origin}/beacon', '1') && fetch('/own.json').then((it) => it.json())`,
      ),
    ).toEqual({
      own: true,
    });
    await expect(form.frameLocator('iframe[src="/own-frame"]').getByText('own')).toBeVisible();
    await expect
      .poll(() => interaction.events())
      .toEqual(expect.arrayContaining([refusal('navigation', origin), refusal('request', origin)]));
    await stillSends(form, interaction.ended);
    expect(elsewhere.requests).toEqual([]);
  });

  test("reaches neither the workstation's pages, nor files, nor anything of Electron", async ({
    bench,
    server,
  }) => {
    const { interaction, form } = await bench.open(serveForm(server));
    for (const address of [
      'app://bench/index.html',
      'file:///etc/passwd',
      'http://localhost:1/',
      'data:text/html,x',
      'mailto:a@b.example',
    ]) {
      await form.evaluate((url) => location.assign(url), address).catch(() => {});
      if (address.startsWith('data:')) continue;
      expect(await tried(form, `fetch('${address}')`)).toMatch(/^TypeError/);
    }
    await expect
      .poll(() => interaction.events())
      .toEqual(expect.arrayContaining(['app:', 'mailto:'].map((scheme) => refusal('navigation', scheme))));
    const globals = [
      'require',
      'process',
      'module',
      'global',
      'Buffer',
      'bench',
      'electron',
      'ipcRenderer',
      '__dirname',
    ];
    expect(await tried(form, `${JSON.stringify(globals)}.filter((name) => name in globalThis)`)).toEqual([]);
    expect(await tried(form, '[window.opener, window.parent === window]')).toEqual([null, true]);
    expect(
      await tried(
        form,
        `new Promise((resolve) => {
          const worker = new Worker(URL.createObjectURL(new Blob(['postMessage([typeof require, typeof process])'])));
          worker.onmessage = ({ data }) => resolve(data);
        })`,
      ),
    ).toEqual(['undefined', 'undefined']);
    await stillSends(form, interaction.ended);
  });

  test('opens no dialog', async ({ bench, server }) => {
    const { interaction, form } = await bench.open(serveForm(server));
    const dialogs: string[] = [];
    form.on('dialog', (dialog) => {
      dialogs.push(dialog.type());
      dialog.dismiss().catch(() => {});
    });
    expect(await tried(form, "[alert('a'), confirm('b'), prompt('c', 'd'), print()]")).toEqual([
      undefined,
      false,
      null,
      undefined,
    ]);
    expect(dialogs).toEqual([]);
    await stillSends(form, interaction.ended);
  });

  test('downloads nothing', async ({ bench, server }) => {
    server.answer('/file', (_, response) => {
      response.writeHead(200, { 'content-disposition': 'attachment; filename="a.bin"' }).end('octets');
    });
    const links =
      '<a id="file" href="/file">File</a><a id="text" download="a.txt" href="data:,text">Text</a>';
    const { interaction, form } = await bench.open(serveForm(server, links));
    await form.locator('#file').click();
    await expect.poll(() => interaction.events()).toContainEqual(refusal('download', server.origin));
    await form.locator('#text').click();
    await expect.poll(() => interaction.events()).toContainEqual(refusal('download', 'data:'));
    await stillSends(form, interaction.ended);
  });

  test('is granted no permission', async ({ bench, server }) => {
    const { interaction, form } = await bench.open(serveForm(server));
    expect(await tried(form, 'Notification.requestPermission()')).toBe('denied');
    expect(
      await tried(
        form,
        'new Promise((done) => navigator.geolocation.getCurrentPosition(done, ({ code }) => done(code)))',
      ),
    ).toBe(1);
    // Some need more than a permission; http on a loopback address counts as secure.
    // Without a microphone, none is found before anybody is asked.
    for (const attempt of [
      'navigator.clipboard.readText()',
      'navigator.clipboard.writeText("x")',
      'navigator.mediaDevices.getUserMedia({ audio: true })',
      'navigator.mediaDevices.getDisplayMedia()',
      'navigator.requestMIDIAccess()',
      'navigator.usb.requestDevice({ filters: [] })',
      'navigator.serial.requestPort()',
      'navigator.hid.requestDevice({ filters: [] })',
      'navigator.wakeLock.request()',
      'document.documentElement.requestPointerLock()',
      'document.documentElement.requestFullscreen()',
    ])
      expect(await tried(form, attempt)).toMatch(
        /^(NotAllowedError|SecurityError|NotFoundError|TypeError: Disallowed by permissions policy)/,
      );
    await stillSends(form, interaction.ended);
  });

  test('does not end by pretending to', async ({ bench, server, elsewhere }) => {
    elsewhere.answer('/form/end', '<h1>Elsewhere</h1>');
    const { interaction, form } = await bench.open(serveForm(server));
    await form.evaluate(() => history.pushState(null, '', '/form/end'));
    await form.evaluate(() => history.replaceState(null, '', '/form?at=/end#/end'));
    await form.evaluate((url) => location.assign(url), `${elsewhere.origin}/form/end`);
    await expect.poll(() => interaction.events()).toContainEqual(refusal('navigation', elsewhere.origin));
    await form.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = '/form/end';
      document.body.append(frame);
    });
    await expect(form.frameLocator('iframe').getByRole('heading', { name: 'Thank you' })).toBeVisible();
    for (const key of ['Escape', 'Enter'])
      await form.evaluate((name) => dispatchEvent(new KeyboardEvent('keydown', { key: name })), key);
    await stillSends(form, interaction.ended);
    await expect(form.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  });

  test('goes nowhere from its final page, which no script of it closes', async ({ bench, server }) => {
    const page = serveForm(server);
    server.answer('/form/end', '<h1>Thank you</h1><a href="/form">Again</a>');
    const { interaction, form } = await bench.open(page);
    await form.getByRole('button').click();
    expect(await interaction.ended()).toEqual({ kind: 'completed' });
    await form.getByRole('link', { name: 'Again' }).click();
    await form.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' })));
    await expect.poll(() => interaction.events()).toContainEqual(refusal('navigation', server.origin));
    await expect(form.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  });

  test('is not told of without end', async ({ bench, server }) => {
    const { interaction, form } = await bench.open(serveForm(server));
    await form.evaluate(async () => {
      for (let port = 20_000; port < 20_100; port += 1)
        await fetch(`http://127.0.0.1:${port}/`).catch(() => {});
    });
    expect(await interaction.events()).toHaveLength(1 + 32);
    await stillSends(form, interaction.ended);
  });
});
