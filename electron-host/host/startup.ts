import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Browser, type Surroundings, setRunningBrowser } from '../chromium/browser.ts';
import { profileOwner } from '../chromium/executable.ts';
import { app } from '../modules/app.ts';
import { switches } from '../modules/command-line.ts';
import { lifecycle } from './lifecycle.ts';
import { trace } from './trace.ts';

const RELEASE_MILLISECONDS = 3000;

interface Attempt {
  readonly profile: string;
  readonly switches: string;
  readonly browser: Browser;
  readonly connected: Promise<Surroundings>;
}

function currentProfile(): string {
  return join(app.getPath('sessionData'), 'electron-host-chromium');
}

function currentSwitches(): string {
  return JSON.stringify([...switches]);
}

/**
 * Starts Chromium while main is still being imported. If main then chooses another profile or appends switches,
 * Chromium is started once more: that costs time, and nothing else.
 */
export class Startup {
  #attempt: Attempt | undefined;

  /** Starts Chromium, unless its profile is in use: then main, which may want to be the only one, goes first. */
  begin(): void {
    app.hostStopChromium = async () => this.#attempt?.browser.close();
    if (profileOwner(currentProfile()) === undefined) this.#start();
  }

  /** Main is imported: the app becomes ready as soon as Chromium is. */
  async finish(): Promise<void> {
    if (lifecycle.quitting) return;
    const attempt = this.#attempt;
    if (attempt && (attempt.profile !== currentProfile() || attempt.switches !== currentSwitches())) {
      trace('Chromium starts anew: main chose another profile or appended switches');
      this.#attempt = undefined;
      await attempt.browser.kill();
    }
    const { browser, connected } = this.#attempt ?? (await this.#startExclusively());
    browser.announceDebugger();
    const surroundings = await connected;
    if (lifecycle.quitting) return;
    setRunningBrowser(browser, surroundings);
    const chrome = browser.product.split('/')[1] ?? '';
    Object.defineProperty(process.versions, 'chrome', {
      value: chrome,
      enumerable: true,
      configurable: true,
    });
    app.hostReady();
  }

  async #startExclusively(): Promise<Attempt> {
    const profile = currentProfile();
    // The Chromium of an app that has just been killed may still be ending.
    const deadline = performance.now() + RELEASE_MILLISECONDS;
    while (profileOwner(profile) !== undefined && performance.now() < deadline) await setTimeout(20);
    const owner = profileOwner(profile);
    if (owner === undefined) return this.#start();
    throw new Error(
      `electron-host: process ${owner} has the profile ${profile} open. ` +
        'Give this one another --user-data-dir, or let the app take the single instance lock.',
    );
  }

  #start(): Attempt {
    const profile = currentProfile();
    const browser = new Browser(profile, switches, (reason) => app.hostChromiumEnded(reason));
    const connected = browser.connect();
    // Whoever waits for it hears of a failure; Chromium's end is reported by itself.
    connected.catch(() => undefined);
    this.#attempt = { profile, switches: currentSwitches(), browser, connected };
    return this.#attempt;
  }
}
