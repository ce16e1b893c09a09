import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instancesOf } from '../../core/mo/device-objects.ts';
import { printNode } from '../../core/mo/serialization.ts';
import { findChromium } from '../../electron-host/chromium/executable.ts';
import type { PageEnd, WebBrowser } from '../../main/device/web-browser.ts';
import { exampleFile, startTestBench } from '../support/bench.ts';
import { bootedDevice } from '../support/devices.ts';

const deviceId = 'IMEI:352099001761408';
const gatewayMoid = 'urn:oma:mo:example-gateway:1.0';

function chromiumHere(): string | undefined {
  try {
    return findChromium();
  } catch {
    return undefined;
  }
}
const executablePath = chromiumHere();

describe.runIf(executablePath !== undefined)('flow B.3 with a browser of the device, over HTTPS', () => {
  let chrome: Browser;
  beforeAll(async () => {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    chrome = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
  });
  afterAll(() => chrome.close());

  /** A plain Chromium as a device's own browser, with a person before it. */
  const ownBrowser = (issuers: (string | undefined)[]): WebBrowser => ({
    async show({ page: address }): Promise<PageEnd> {
      // Chromium knows the bench's authority no more than any other browser: who issued the certificate is looked at.
      const context = await chrome.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false });
      try {
        const page = await context.newPage();
        const answer = await page.goto(address);
        issuers.push((await answer?.securityDetails())?.issuer);
        await page.getByLabel('On an outside wall').check();
        await page.getByLabel(/next person/).fill('Behind the <b>gutter</b>');
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByLabel(/is fixed/).check();
        await page.getByRole('button', { name: 'Send' }).click();
        await page.waitForURL(/\/end$/);
        return { kind: 'completed' };
      } finally {
        await context.close();
      }
    },
  });

  it('is opened, answered and ended there, and the session goes on with the answers', async () => {
    const profile = JSON.parse(exampleFile('installation.profile.json').text);
    profile.server.transport = 'https';
    const bench = await startTestBench({
      profile: { name: 'installation.profile.json', text: JSON.stringify(profile) },
      list: exampleFile('devices-3.csv'),
    });
    const issuers: (string | undefined)[] = [];
    const devInfo = { DevID: deviceId, Mod: 'GW-200', FwV: '2.4.1' };
    const { device } = bootedDevice(bench.messages.get(deviceId)!, devInfo, ownBrowser(issuers));
    try {
      await device.bootstrapComplete();
      await device.left();
      const outcomes = bench.events.flatMap((event) =>
        event.kind === 'sessionEnded' ? [event.outcome] : [],
      );
      expect(outcomes).toEqual(['suspended', 'fulfilled']);
      expect(issuers).toEqual([expect.stringMatching(/^DM Bench/)]);
      expect(printNode(instancesOf(device.state.objects, gatewayMoid).get('gateway')!)).toMatchObject({
        Site: { Place: 'wall', Note: 'Behind the <b>gutter</b>' },
      });
    } finally {
      await device.off();
      await bench.close();
    }
  });
});
