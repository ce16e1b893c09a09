import type { PageEnd, PageRequest, WebBrowser } from './web-browser.ts';

/** The pages that a device's browser has open. */
export class ShownPages {
  readonly #browser: WebBrowser | undefined;
  readonly #open = new Set<Promise<void>>();

  /** @param browser left out, the device has none */
  constructor(browser: WebBrowser | undefined) {
    this.#browser = browser;
  }

  /** How many are open. */
  get count(): number {
    return this.#open.size;
  }

  /**
   * Shows a page beside everything else.
   * @param ended told how that ended
   * @returns false where the device has no browser
   */
  show(request: PageRequest, ended: (end: PageEnd) => void): boolean {
    if (this.#browser === undefined) return false;
    const showing = this.#browser.show(request).then((end) => {
      this.#open.delete(showing);
      ended(end);
    });
    this.#open.add(showing);
    return true;
  }

  /** Resolves when those that are open now are closed. */
  async closed(): Promise<void> {
    await Promise.all(this.#open);
  }
}
