import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import {
  type KeyedCertificate,
  makeAuthority,
  makeServerCertificate,
} from '../../main/vault/make-certificates.ts';
import type { InteractionEnd, InteractionWindowEvent } from '../../main/windows/interaction-window.ts';

export { expect } from '@playwright/test';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server whose pages a spec chooses. */
export interface PageServer {
  readonly origin: string;
  /** The requests that came, as `GET /path`. */
  readonly requests: readonly string[];
  /** What it answers to a path: a page's text, or whatever the function does. */
  answer(pathname: string, answer: string | Answer): void;
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1000;

/** An authority, as the bench has its own. */
export function newAuthority(): Promise<KeyedCertificate> {
  return makeAuthority('DM Bench 0001', making());
}

/** A page server; with an authority over TLS, with a certificate for these addresses. */
export async function openPageServer(tls?: {
  readonly authority: KeyedCertificate;
  readonly addresses: readonly string[];
}): Promise<PageServer> {
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    if (pathname !== '/favicon.ico') requests.push(`${request.method} ${pathname}`);
    request.resume();
    const answer = answers.get(pathname);
    if (answer) answer(request, response);
    else response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
  };
  let server: Server;
  if (tls === undefined) server = createServer(listener);
  else {
    const { keyPem, certificatePem } = await makeServerCertificate(tls.authority, tls.addresses, making());
    server = createTlsServer({ key: keyPem, cert: certificatePem }, listener);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    answer(pathname, answer) {
      answers.set(
        pathname,
        typeof answer === 'string' ? (_, response) => sendPage(response, answer) : answer,
      );
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A page of a form, as a server sends it. */
export function sendPage(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body);
}

/** Sends the browser somewhere else. */
export function redirectTo(location: string): Answer {
  return (_request, response) => response.writeHead(303, { location }).end();
}

/** An interaction of one form, at /form: its answer leads to the final page, /form/end. */
export function serveForm(server: PageServer, extra = ''): string {
  const form =
    '<form method="post" action="/form/answer"><label>Site <input name="site" /></label><button>Send</button></form>';
  server.answer('/form', `<title>Form</title><h1>Form</h1>${form}${extra}`);
  server.answer('/form/answer', redirectTo('/form/end'));
  server.answer('/form/end', '<title>Thanks</title><h1>Thank you</h1>');
  return `${server.origin}/form`;
}

/** An interaction window as a spec sees it from outside. */
export interface SeenInteraction {
  ended(): Promise<InteractionEnd>;
  gone(): Promise<void>;
  events(): Promise<readonly InteractionWindowEvent[]>;
  cancel(): Promise<void>;
}

/** The app of the specs, and what they do in its main process. */
export class InteractionApp {
  readonly app: ElectronApplication;
  readonly workstation: Page;

  constructor(app: ElectronApplication, workstation: Page) {
    this.app = app;
    this.workstation = workstation;
  }

  /** Asks for a window, whatever comes of it. */
  async ask(page: string, deviceLabel = 'GW 1'): Promise<SeenInteraction> {
    const request = { page, deviceLabel, deviceId: `IMEI:${deviceLabel}` };
    const index = await this.app.evaluate((_, asked) => globalThis.interactions.open(asked), request);
    const { app } = this;
    return {
      ended: () => app.evaluate((_, at) => globalThis.interactions.opened[at]!.handle.ended, index),
      gone: () => app.evaluate((_, at) => globalThis.interactions.opened[at]!.handle.gone, index),
      events: () => app.evaluate((_, at) => globalThis.interactions.opened[at]!.events, index),
      cancel: () => app.evaluate((_, at) => globalThis.interactions.opened[at]!.cancel.abort(), index),
    };
  }

  /** Asks for a window that is to open, and waits for its first page. */
  async open(page: string, deviceLabel?: string): Promise<{ interaction: SeenInteraction; form: Page }> {
    const before = this.app.windows();
    const isNew = (window: Page) => !before.includes(window) && window.url().startsWith(new URL(page).origin);
    const interaction = await this.ask(page, deviceLabel);
    await expect.poll(() => this.app.windows().some(isNew)).toBe(true);
    const form = this.app.windows().find(isNew);
    if (form === undefined) throw new Error('the window is gone again');
    await form.waitForLoadState('domcontentloaded');
    return { interaction, form };
  }

  /** Presses a key that closes the window, and waits until it is gone. */
  async closeBy(form: Page, key: string): Promise<void> {
    await expect(async () => {
      // Chromium drops keys until a page is drawn; and the window may be gone before the key has been let go.
      await form.keyboard.press(key).catch(() => {});
      expect(form.isClosed()).toBe(true);
    }).toPass();
  }
}

interface Fixtures {
  authority: KeyedCertificate;
  server: PageServer;
  elsewhere: PageServer;
  limits: { windows?: number; load?: number; linger?: number };
  bench: InteractionApp;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern.
  authority: async ({}, use) => use(await newAuthority()),
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  server: async ({}, use) => {
    const server = await openPageServer();
    await use(server);
    await server.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  elsewhere: async ({}, use) => {
    const server = await openPageServer();
    await use(server);
    await server.close();
  },
  // A window that is to stay stays longer than any spec takes.
  limits: [{ linger: 10 * 60 * 1000 }, { option: true }],
  bench: async ({ authority, limits }, use) => {
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const profile = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-interactions-'));
    const app = await _electron.launch({
      args: [path.join(import.meta.dirname, 'fixture-app'), `--user-data-dir=${profile}`, ...asRoot],
      env: {
        ...(process.env as Record<string, string>),
        FIXTURE_AUTHORITY: authority.certificatePem,
        FIXTURE_LIMITS: JSON.stringify(limits),
      },
    });
    const workstation = await app.firstWindow();
    await workstation.getByRole('searchbox').waitFor();
    await use(new InteractionApp(app, workstation));
    await app.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  },
});

function making() {
  const now = Date.now();
  return {
    validity: { from: now - day, to: now + day },
    randomOctets: (count: number) => new Uint8Array(randomBytes(count)),
  };
}
