import { readFileSync } from 'node:fs';
import path from 'node:path';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { examples, installation, onlyProfile, openText, preview, saveVersion, tab } from './profile-pages.ts';
import { goByKey } from './provisioned.ts';

test('the preview runs nothing, loads nothing, sends nothing and leads nowhere', async ({ page }) => {
  test.setTimeout(120_000);
  const asked: string[] = [];
  const hostile = '<script>parent.bench</script><img src=https://evil.example/x onerror=alert(1)>';
  const json = JSON.parse(installation);
  const [first] = json.forms.installation.pages;
  json.forms.installation.title = hostile;
  first.introduction = hostile;
  first.fields[0].label = hostile;
  first.fields[0].options[0].label = hostile;
  await openText(page, JSON.stringify(json, undefined, 2));
  const complaints = complaintsOf(page);
  page.on('request', (request) => void asked.push(request.url()));
  await tab(page, 'Forms').click();
  const frame = page.locator('iframe[data-front]');
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('Where is it?');
  await expect(preview(page).locator('legend').first()).toHaveText(hostile);
  await expect(frame).toHaveAttribute('sandbox', '');
  await expect(preview(page).locator('script, img, link, base, [href], [src], [action]')).toHaveCount(0);
  const before = page.url();
  await preview(page).getByRole('button', { name: 'Continue' }).click();
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('Where is it?');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('Done?');
  expect(
    await preview(page)
      .locator('body')
      .evaluate(() => [origin, 'bench' in window]),
  ).toEqual(['null', false]);
  await expect(preview(page).getByText('Back', { exact: true })).not.toHaveAttribute('href');
  await preview(page).getByText('Back', { exact: true }).click();
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('Done?');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('Thank you');
  expect(page.url()).toBe(before);
  expect(asked.filter((url) => /^https?:/.test(url) && !url.startsWith(new URL(before).origin))).toEqual([]);
  // All that is said is what the frame may not do; the clicks of this test ask it to run something, too.
  expect(complaints.filter((words) => !words.includes('frame is sandboxed'))).toEqual([]);
});

test('a form of every kind of field is made with nothing but its controls', async ({ page }) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  const json = JSON.parse(readFileSync(path.join(examples, 'gateway.profile.json'), 'utf8'));
  await openText(page, JSON.stringify(json, undefined, 2), 'GW-200');
  await page.keyboard.press('7');
  await expect(page.getByRole('heading', { name: 'No form yet' })).toBeVisible();
  await page.keyboard.press('a');
  await page.getByRole('textbox', { name: 'Name' }).fill('handover');
  await page.keyboard.press('Enter');
  const kinds = [
    'Number',
    'One of several',
    'Some of several',
    'Date',
    'File or photo',
    'Signature',
    'Confirmation',
  ];
  const structure = page.getByRole('navigation', { name: 'Pages and fields' });
  await structure.getByRole('button', { name: /New question/ }).click();
  for (const kind of kinds) {
    await page.getByRole('button', { name: /Add field/ }).click();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption({ label: kind });
    await page.getByRole('textbox', { name: 'Question' }).fill(`A ${kind}`);
    await expect(preview(page).getByText(`A ${kind}`).first()).toBeVisible();
  }
  await page.getByRole('button', { name: /Add page/ }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Only sometimes');
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page
    .getByRole('combobox', { name: 'The answer to' })
    .selectOption({ label: 'A One of several (field3)' });
  await expect(page.getByRole('checkbox', { name: 'First' }).first()).toBeChecked();
  await expect(page.getByText('With these answers the chosen page is not asked.')).toBeVisible();
  await page.getByRole('button', { name: 'Answer so that it is' }).click();
  await expect(preview(page).getByRole('heading', { name: 'Only sometimes' })).toBeVisible();
  await examine(page, '68-profile-condition');
  // What decides gets another name: the condition follows it.
  await structure.getByRole('button', { name: /A One of several/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('reason');
  await page.keyboard.press('Enter');
  await structure.getByRole('button', { name: /Only sometimes/ }).click();
  await expect(page.getByRole('combobox', { name: 'The answer to' })).toHaveValue('reason');
  // A fault is said where it is, and the last page without one stays.
  await page.getByRole('textbox', { name: 'Title' }).fill('');
  await expect(page.getByText('The form has a fault: this is how it was before.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Page 2' })).toContainText('It cannot be left empty.');
  await examine(page, '69-profile-form-fault');
  await page.getByRole('textbox', { name: 'Title' }).fill('Sometimes');
  await structure.getByRole('button', { name: /Sometimes/ }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(structure.getByRole('button').nth(1)).toHaveText(/1\. Sometimes/);
  await page.keyboard.press('z');
  await expect(structure.getByRole('button').nth(1)).toHaveText(/1\. New page/);
  await saveVersion(page, 2);
  await expect(page.getByText('v2', { exact: true })).toBeVisible();
  const { profileId } = await onlyProfile(page);
  const { forms, ...rest } = JSON.parse(
    (await answerTo(page, 'profileVersion', { profileId, number: 2 })).text,
  );
  expect(rest).toEqual({ ...json, version: 2 });
  expect(
    forms.handover.pages.map((each: { fields: { kind: string }[] }) => each.fields.map(({ kind }) => kind)),
  ).toEqual([['text', 'number', 'choice', 'choices', 'date', 'file', 'signature', 'confirmation'], ['text']]);
  expect(forms.handover.pages[1]).toMatchObject({
    title: 'Sometimes',
    when: { field: 'reason', is: 'first' },
  });
  expect(complaints).toEqual([]);
});

test('with nothing but the keys: a sample, a field, the versions, a copy, the archive', async ({ page }) => {
  test.setTimeout(180_000);
  await goByKey(page, 'F6', 'Profiles');
  await expect(page.getByRole('button', { name: 'Begin with the sample GW-200 installation' })).toBeVisible();
  await page.keyboard.press('3');
  await expect(page.getByRole('heading', { name: 'GW-200 installation', level: 1 })).toBeVisible();
  await page.keyboard.press('7');
  const structure = page.getByRole('navigation', { name: 'Pages and fields' });
  await structure.getByRole('button').first().focus();
  for (let line = 0; line < 3; line++) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('heading', { name: 'Field 2 of page 1' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('heading', { name: 'Field 1 of page 1' })).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { name: 'Field 2 of page 1' })).toBeVisible();
  await page.keyboard.press('.');
  await expect(page.getByRole('status').getByText('Page 2 of 2')).toBeVisible();
  await page.keyboard.press('.');
  await expect(page.getByRole('status').getByText('Final page')).toBeVisible();
  await page.keyboard.press(',');
  await page.keyboard.press('s');
  await expect(page.getByRole('textbox', { name: 'What is new in it' })).toBeFocused();
  await page.keyboard.type('Another field');
  await page.keyboard.press('Enter');
  await expect(page.getByText('v2', { exact: true })).toBeVisible();
  await page.keyboard.press('8');
  await expect(page.getByRole('region', { name: 'Compare' })).toContainText('moved');
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Copy' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'GW-200 installation copy', level: 1 })).toBeVisible();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
  await page.getByRole('textbox', { name: 'New name' }).fill('GW-210');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'GW-210', level: 1 })).toBeVisible();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Archive' }).press('Enter');
  await expect(page.getByRole('dialog', { name: /Archive GW-210/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('archived', { exact: true })).toBeVisible();
  await page.keyboard.press('F6');
  await expect(page.getByRole('row', { name: /GW-200 installation/ })).toHaveCount(1);
  await expect(page.getByRole('row', { name: /GW-210/ })).toHaveCount(0);
  await page.getByText('Archived', { exact: true }).click();
  await expect(page.getByRole('row', { name: /GW-210/ })).toBeVisible();
});
