import {
  expect,
  newAuthority,
  openPageServer,
  redirectTo,
  sendPage,
  serveForm,
  test,
} from './interaction-app.ts';

test.describe('a window fails', () => {
  test('where nothing answers', async ({ bench, elsewhere }) => {
    const page = `${elsewhere.origin}/secret`;
    await elsewhere.close();
    const interaction = await bench.ask(page);
    const end = await interaction.ended();
    expect(end).toMatchObject({ kind: 'failed', fault: { code: 'INTERACTION_WINDOW_UNREACHABLE' } });
    expect(JSON.stringify(end)).toContain('ERR_CONNECTION_REFUSED');
    expect(JSON.stringify(end)).not.toContain('secret');
    await interaction.gone();
  });

  test('where a server goes away under a form', async ({ bench, server, elsewhere }) => {
    const { interaction, form } = await bench.open(serveForm(elsewhere));
    await form.getByLabel('Site').waitFor();
    await elsewhere.close();
    await form.getByRole('button').click();
    expect(await interaction.ended()).toMatchObject({ fault: { code: 'INTERACTION_WINDOW_UNREACHABLE' } });
    expect(server.requests).toEqual([]);
  });

  test('where the address is refused, and shows what the server says', async ({ bench, server }) => {
    server.answer('/used', (_, response) => sendPage(response, '<h1>Used before</h1>', 410));
    const { interaction, form } = await bench.open(`${server.origin}/used`);
    expect(await interaction.ended()).toMatchObject({
      fault: {
        code: 'INTERACTION_WINDOW_REFUSED',
        message: `${server.origin} answered the address of the form of GW 1 with HTTP status 410.`,
      },
    });
    await expect(form.getByRole('heading', { name: 'Used before' })).toBeVisible();
    await bench.closeBy(form, 'Escape');
  });

  test('where the certificate is not of the bench, or for another name', async ({ bench, authority }) => {
    const forged = await openPageServer({ authority: await newAuthority(), addresses: ['127.0.0.1'] });
    const misnamed = await openPageServer({ authority, addresses: ['bench.local'] });
    for (const server of [forged, misnamed]) {
      const interaction = await bench.ask(serveForm(server));
      expect(await interaction.ended()).toMatchObject({
        kind: 'failed',
        fault: { code: 'INTERACTION_WINDOW_CERTIFICATE', message: expect.stringContaining('ERR_CERT_') },
      });
      await interaction.gone();
      expect(server.requests).toEqual([]);
      await server.close();
    }
  });

  test('where it is sent on to another origin', async ({ bench, server, elsewhere }) => {
    server.answer('/away', redirectTo(`${serveForm(elsewhere)}/end`));
    const interaction = await bench.ask(`${server.origin}/away`);
    expect(await interaction.ended()).toMatchObject({
      fault: {
        code: 'INTERACTION_WINDOW_STRAYED',
        message: expect.stringContaining(`from ${server.origin} to ${elsewhere.origin}`),
      },
    });
    expect(elsewhere.requests).toEqual([]);
  });

  test('where a file comes instead of a page', async ({ bench, server }) => {
    server.answer('/file', (_, response) =>
      response.writeHead(200, { 'content-disposition': 'attachment; filename="a.bin"' }).end('octets'),
    );
    const interaction = await bench.ask(`${server.origin}/file`);
    expect(await interaction.ended()).toMatchObject({ fault: { code: 'INTERACTION_WINDOW_NO_PAGE' } });
  });

  test('where the address is none of the web', async ({ bench }) => {
    for (const page of ['app://bench/index.html', 'file:///etc/passwd', 'javascript:alert(1)', 'form']) {
      const interaction = await bench.ask(page);
      expect(await interaction.ended()).toMatchObject({ fault: { code: 'INTERACTION_WINDOW_ADDRESS' } });
    }
    expect(bench.app.windows()).toHaveLength(1);
  });

  test('where its page breaks down', async ({ bench, server }) => {
    const { interaction, form } = await bench.open(serveForm(server));
    await form.getByLabel('Site').waitFor();
    const session = await form.context().newCDPSession(form);
    // It never answers.
    session.send('Page.crash').catch(() => {});
    expect(await interaction.ended()).toMatchObject({
      fault: { code: 'INTERACTION_WINDOW_CRASHED', message: expect.stringContaining('crashed') },
    });
    await interaction.gone();
  });

  test.describe('in good time', () => {
    test.use({ limits: { load: 500 } });
    test('where no page comes', async ({ bench, server }) => {
      server.answer('/never', () => {});
      const interaction = await bench.ask(`${server.origin}/never`);
      expect(await interaction.ended()).toMatchObject({
        fault: { code: 'INTERACTION_WINDOW_SLOW', message: expect.stringContaining('within 0.5 s') },
      });
    });

    test('but not where a page has come and something in it has not', async ({ bench, server }) => {
      server.answer('/never', () => {});
      const { interaction, form } = await bench.open(serveForm(server, '<img src="/never" alt="" />'));
      await form.getByRole('button').click();
      expect(await interaction.ended()).toEqual({ kind: 'completed' });
    });
  });
});
