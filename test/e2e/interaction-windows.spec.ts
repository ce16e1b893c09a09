import type { BrowserWindow } from 'electron';
import { focusedWindow } from '../support/x11-focus.ts';
import { expect, openPageServer, redirectTo, sendPage, serveForm, test } from './interaction-app.ts';

const meet = (one: Electron.Rectangle, other: Electron.Rectangle) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

test.describe('an interaction', () => {
  test('completes at its final page, which stays until a key is pressed', async ({ bench, server }) => {
    const { interaction, form } = await bench.open(serveForm(server));
    await form.getByLabel('Site').fill('Hall 3');
    await form.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Send' }).click();
    expect(await interaction.ended()).toEqual({ kind: 'completed' });
    await expect(form.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    expect(server.requests).toEqual(['GET /form', 'POST /form/answer', 'GET /form/end']);
    await bench.closeBy(form, 'Enter');
    await interaction.gone();
    expect(await interaction.events()).toEqual([{ kind: 'shown' }]);
  });

  test.describe('with a short stay', () => {
    test.use({ limits: { linger: 300 } });
    test('closes by itself', async ({ bench, server }) => {
      const { interaction, form } = await bench.open(serveForm(server));
      const closed = form.waitForEvent('close');
      await form.getByRole('button').click();
      await closed;
      expect(await interaction.ended()).toEqual({ kind: 'completed' });
      await interaction.gone();
    });
  });

  test('bears the device and the origin in its title, whatever the page says', async ({ bench, server }) => {
    const { form } = await bench.open(serveForm(server), 'BX04101-F');
    const window = await bench.app.browserWindow(form);
    await form.evaluate(() => {
      document.title = 'DM Bench';
    });
    await expect.poll(() => window.evaluate((it) => it.webContents.getTitle())).toBe('DM Bench');
    expect(await window.evaluate((it) => it.getTitle())).toBe(`BX04101-F — ${server.origin}`);
  });

  test('is closed by the person, even where the page would rather stay', async ({ bench, server }) => {
    const stay = '<script>addEventListener("beforeunload", (event) => event.preventDefault())</script>';
    const { interaction, form } = await bench.open(serveForm(server, stay));
    await form.getByLabel('Site').fill('not sent');
    const window = await bench.app.browserWindow(form);
    const closed = form.waitForEvent('close');
    await window.evaluate((it) => it.close());
    await closed;
    expect(await interaction.ended()).toEqual({ kind: 'closed', by: 'person' });
    await interaction.gone();
  });

  test('is closed by its signal, also before its page has come', async ({ bench, server }) => {
    const { interaction, form } = await bench.open(serveForm(server));
    await form.getByLabel('Site').waitFor();
    const closed = form.waitForEvent('close');
    await interaction.cancel();
    await closed;
    expect(await interaction.ended()).toEqual({ kind: 'closed', by: 'bench' });
    await interaction.gone();

    server.answer('/never', () => {});
    const hidden = await bench.ask(`${server.origin}/never`);
    await hidden.cancel();
    expect(await hidden.ended()).toEqual({ kind: 'closed', by: 'bench' });
    await hidden.gone();
    expect(await hidden.events()).toEqual([]);

    const late = { page: serveForm(server), deviceId: 'IMEI:1', deviceLabel: 'GW 1' };
    expect(
      await bench.app.evaluate((_, request) => globalThis.interactions.openTooLate(request).ended, late),
    ).toEqual({ kind: 'closed', by: 'bench' });
    expect(bench.app.windows()).toHaveLength(1);
  });

  test('goes on when the server asks again, and completes at no failing page', async ({ bench, server }) => {
    const page = serveForm(server);
    server.answer('/form/answer', (_, response) => sendPage(response, '<h1>Site is missing</h1>', 422));
    const { interaction, form } = await bench.open(page);
    await form.getByRole('button').click();
    await expect(form.getByRole('heading', { name: 'Site is missing' })).toBeVisible();
    server.answer('/form/end', (_, response) => sendPage(response, '<h1>Out of order</h1>', 500));
    await form.evaluate(() => location.assign('/form/end'));
    await expect(form.getByRole('heading', { name: 'Out of order' })).toBeVisible();
    server.answer('/form/end', '<h1>Thank you</h1>');
    await form.evaluate(() => location.reload());
    expect(await interaction.ended()).toEqual({ kind: 'completed' });
  });

  test("keeps its server's cookies as long as it lasts", async ({ bench, server }) => {
    const page = serveForm(server);
    const cookies: (string | undefined)[] = [];
    server.answer('/form', (request, response) => {
      cookies.push(request.headers.cookie);
      response.setHeader('set-cookie', 'session=7; HttpOnly; SameSite=Strict; Path=/form');
      sendPage(response, '<form method="post" action="/form/answer"><button>Send</button></form>');
    });
    server.answer('/form/answer', (request, response) => {
      cookies.push(request.headers.cookie);
      redirectTo('/form/end')(request, response);
    });
    for (let count = 0; count < 2; count += 1) {
      const { interaction, form } = await bench.open(page);
      await form.getByRole('button').click();
      expect(await interaction.ended()).toEqual({ kind: 'completed' });
      await bench.closeBy(form, 'Enter');
      await interaction.gone();
    }
    expect(cookies).toEqual([undefined, 'session=7', undefined, 'session=7']);
  });

  test('works over TLS with a certificate of the bench', async ({ bench, authority }) => {
    const server = await openPageServer({ authority, addresses: ['127.0.0.1'] });
    const { interaction, form } = await bench.open(serveForm(server));
    await form.getByRole('button').click();
    expect(await interaction.ended()).toEqual({ kind: 'completed' });
    await server.close();
  });
});

test.describe('several interactions', () => {
  test('of two devices are apart from each other', async ({ bench, server }) => {
    const page = serveForm(server);
    const first = await bench.open(page, 'GW 1');
    const second = await bench.open(page, 'GW 2');
    await first.form.evaluate(async () => {
      await cookieStore.set('device', '1');
      localStorage.setItem('device', '1');
    });
    expect(await second.form.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0]);

    await second.form.getByRole('button').click();
    expect(await second.interaction.ended()).toEqual({ kind: 'completed' });
    await first.form.getByRole('button').click();
    expect(await first.interaction.ended()).toEqual({ kind: 'completed' });
  });

  test('are beside the workstation and each other', async ({ bench, server }) => {
    const area = await bench.app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea);
    test.skip(area.width < 1400 || area.height < 1080, 'there is no room on a smaller screen');
    const page = serveForm(server);
    await bench.open(page, 'GW 1');
    await bench.open(page, 'GW 2');
    const bounds = await bench.app.evaluate(({ BrowserWindow: windows }) =>
      windows.getAllWindows().map((window: BrowserWindow) => window.getBounds()),
    );
    expect(bounds).toHaveLength(3);
    for (const [index, one] of bounds.entries())
      for (const other of bounds.slice(index + 1)) expect(meet(one, other)).toBe(false);
  });

  test('leave nothing behind for the next', async ({ bench, server }) => {
    const page = serveForm(server);
    const { interaction, form } = await bench.open(page);
    await form.evaluate(async () => {
      await cookieStore.set('device', '1');
      localStorage.setItem('device', '1');
      await (await caches.open('device')).put('/1', new Response('1'));
    });
    await interaction.cancel();
    await interaction.gone();
    const next = await bench.open(page);
    expect(
      await next.form.evaluate(async () => [
        document.cookie,
        localStorage.length,
        (await caches.keys()).length,
      ]),
    ).toEqual(['', 0, 0]);
  });

  test('take the focus from nobody', async ({ bench, server }) => {
    test.skip(process.platform !== 'linux' || !process.env.DISPLAY, 'asks the X server for the focus');
    const display = process.env.DISPLAY ?? '';
    const search = bench.workstation.getByRole('searchbox');
    await search.click();
    await search.pressSequentially('BX04');
    const before = await focusedWindow(display);
    const { interaction, form } = await bench.open(
      serveForm(server, '<input autofocus /><script>focus()</script>'),
    );
    await form.getByLabel('Site').waitFor();
    await expect.poll(() => interaction.events()).toEqual([{ kind: 'shown' }]);
    await search.pressSequentially('101');
    expect(await focusedWindow(display)).toBe(before);
    await expect(search).toBeFocused();
    await expect(search).toHaveValue('BX04101');
  });

  test.describe('with a limit', () => {
    test.use({ limits: { windows: 2 } });
    test('are no more', async ({ bench, server }) => {
      server.answer('/never', () => {});
      const first = await bench.ask(`${server.origin}/never`);
      await bench.ask(`${server.origin}/never`);
      const refused = await bench.ask(serveForm(server), 'GW 3');
      expect(await refused.ended()).toMatchObject({
        kind: 'failed',
        fault: {
          code: 'INTERACTION_WINDOW_LIMIT',
          message: '2 form windows are open already: there is none left for GW 3.',
        },
      });
      await first.cancel();
      await first.gone();
      const { form } = await bench.open(serveForm(server), 'GW 3');
      await expect(form.getByLabel('Site')).toBeVisible();
    });
  });

  test('close with the workstation', async ({ bench, server }) => {
    const page = serveForm(server);
    const { form } = await bench.open(page, 'GW 1');
    await bench.open(page, 'GW 2');
    await form.getByRole('button').click();
    await expect(form.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    const ends = await bench.app.evaluate(async ({ app, BrowserWindow: windows }) => {
      // So that the answer can still be given.
      app.on('window-all-closed', () => {});
      windows.getAllWindows()[0]?.close();
      const { opened } = globalThis.interactions;
      await Promise.all(opened.map(({ handle }) => handle.gone));
      return Promise.all(opened.map(({ handle }) => handle.ended));
    });
    expect(ends).toEqual([{ kind: 'completed' }, { kind: 'closed', by: 'bench' }]);
    await expect.poll(() => bench.app.windows()).toEqual([]);
  });
});
