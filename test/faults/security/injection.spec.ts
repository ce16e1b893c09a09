// Texts of lists, profiles, devices and files that are markup, formulas, terminal commands or turns of the writing
// direction: on every screen they are texts, and nothing of them runs.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerTo, expect, test } from '../../e2e/fixture.ts';
import { chooseFile, goByKey, saveTo } from '../../e2e/provisioned.ts';

const markup = '<img src=x onerror="window.ran=1"><script>window.ran=2</script>';
const attribute = `"'><svg onload=window.ran=3>`;
const turned = 'a\u202egnp.exe\u2066';
const template = `{{constructor.constructor("window.ran=4")()}}$\{window.ran=5}`;
const formula = '=HYPERLINK("http://elsewhere.example","x")';
const devInfo = 'urn:oma:mo:oma-dm-devinfo:1.0';
const site = 'urn:oma:mo:example-site:1.0';

const profile = {
  name: 'profile.json',
  text: JSON.stringify({
    name: markup,
    version: 1,
    description: attribute,
    device: { id: 'UUID:{{number}}', label: '{{label}}' },
    columns: { number: {}, label: {}, site: {} },
    server: { id: 'dm-bench', name: markup, instance: 'bench' },
    permits: [devInfo, site],
    configurations: {
      site: {
        target: `${site}/s/`,
        data: { [markup]: { [attribute]: '{{site}}', [turned]: template, __proto__x: 1 } },
      },
    },
    bootstrap: ['site'],
    sessionPlan: [
      { step: markup, commands: [{ command: 'GET', target: `${devInfo}//` }] },
      { step: attribute, commands: [{ command: 'GET', target: `${site}/s/` }] },
    ],
    simulatedDevice: {
      DevID: 'UUID:{{number}}',
      Man: markup,
      Mod: attribute,
      FwV: turned,
      HwV: template,
      Lang: '\u001b[2J\u001b]0;owned\u0007',
      DmV: '2.0',
    },
  }),
};
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const labels = [markup, attribute, template];
const listOf = (...labelled: readonly string[]) => ({
  name: `${markup.replaceAll('/', ':')}.csv`,
  text: [
    'number,label,site',
    ...labelled.map(
      (label, index) => `${index + 1},${quoted(label)},${quoted(index === 0 ? markup : formula)}`,
    ),
  ].join('\n'),
});
const list = listOf(...labels);

/** Nothing ran, nothing of the texts became an element, and nothing was loaded for them. */
async function expectOnlyText(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: Reflect.get(window, 'ran') ?? null,
    elements: document.querySelectorAll('img[src="x"], svg[onload], [onerror], [onload]').length,
    inlineScripts: [...document.scripts].filter((script) => script.src === '').length,
    outside: performance.getEntriesByType('resource').filter(({ name }) => !name.startsWith(location.origin))
      .length,
  }));
  expect(found, where).toEqual({ ran: null, elements: 0, inlineScripts: 0, outside: 0 });
}

test('texts that are markup are shown as texts on every screen', async ({ app, page, folder }) => {
  test.setTimeout(180_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const check = await answerTo(page, 'checkBatch', { profile, list });
  expect(check.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  // What hides, and turns around what stands beside it, is no label.
  const hiding = await answerTo(page, 'checkBatch', {
    profile,
    list: listOf(turned, 'a\u0007', '\u001b[2J'),
  });
  expect(
    hiding.problems.filter(({ severity }) => severity === 'error').map(({ fault }) => fault.code),
  ).toEqual(['LIST_VALUE_HIDDEN', 'LIST_VALUE_HIDDEN', 'LIST_VALUE_HIDDEN']);
  const { stations } = await answerTo(page, 'overview', {});
  await answerTo(page, 'createBatch', {
    name: markup,
    profile,
    list,
    stations: stations.filter(({ kind }) => kind === 'virtual').map(({ name }) => name),
    mode: 'cardThenSimulatedDevice' as const,
    overwrite: false,
  });
  await expect
    .poll(async () => (await answerTo(page, 'batches', {})).map(({ done }) => done), {
      timeout: 60_000,
    })
    .toEqual([3]);

  await test.step('the batch and its report', async () => {
    await goByKey(page, 'F2', 'Batches');
    await expect(page.getByText(markup, { exact: false }).first()).toBeVisible();
    await expectOnlyText(page, 'batches');
    await page.getByText(markup, { exact: false }).first().click();
    await expectOnlyText(page, 'a batch');
  });

  await test.step('devices and their trees', async () => {
    await goByKey(page, 'F3', 'Devices');
    for (const label of [markup, attribute]) {
      await expect(page.getByText(label, { exact: false }).first()).toBeVisible();
      await expectOnlyText(page, 'devices');
    }
    await page.getByRole('row').filter({ hasText: markup }).first().click();
    await expect(page.getByRole('treegrid')).toBeVisible();
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('*');
    await expectOnlyText(page, "a device's tree");
    const text = (await page.locator('body').textContent()) ?? '';
    // What turns the direction of writing is told by its number, not obeyed.
    expect(text).not.toMatch(/[\u202e\u2066]/);
  });

  await test.step('sessions and their transcripts', async () => {
    await goByKey(page, 'F4', 'Sessions');
    await page.getByRole('row').filter({ hasText: markup }).first().click();
    const lines = page.locator('.timeline [data-line]');
    await expect(lines.first()).toBeVisible();
    const told: string[] = [];
    for (const line of await lines.all()) {
      await line.click();
      told.push((await page.locator('.split').textContent()) ?? '');
    }
    await expectOnlyText(page, 'a session');
    expect(told.some((text) => text.includes(markup.replaceAll('"', '\\"')))).toBe(true);
    expect(told.some((text) => text.includes('⟨U+202E⟩'))).toBe(true);
    expect(told.join('')).not.toMatch(/[\u202e\u2066]/);
  });

  await test.step('resources', async () => {
    const file = path.join(folder, `${markup.replaceAll('/', '-')}.bin`);
    writeFileSync(file, 'x');
    await chooseFile(app, file);
    await goByKey(page, 'F7', 'Server');
    await page.keyboard.press('2');
    await answerTo(page, 'addResource', {});
    await expect(page.getByRole('row').filter({ hasText: '<img src=x' }).first()).toBeVisible();
    await expectOnlyText(page, 'resources');
  });

  await test.step('the report as CSV', async () => {
    const file = path.join(folder, 'report.csv');
    await saveTo(app, file);
    const [batch] = await answerTo(page, 'batches', {});
    expect(await answerTo(page, 'saveReport', { batchId: batch!.batchId, format: 'csv' })).toMatchObject({
      kind: 'saved',
    });
  });
  expect(problems).toEqual([]);
});
