import { runningBrowser } from '../chromium/browser.ts';
import { OFF_SCREEN } from '../chromium/executable.ts';
import type { Bounds } from '../chromium/protocol.ts';
import type { WebContents } from '../modules/web-contents.ts';
import { report } from './trace.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type WindowState = 'normal' | 'minimized' | 'maximized';

/** Where one of Chromium's windows is, and where it should be. */
export class WindowFrame {
  readonly #contents: WebContents;
  readonly #minimum: { readonly width: number; readonly height: number };
  #bounds: Rectangle;
  #visible = false;
  #state: WindowState = 'normal';
  #windowId: Promise<number> | undefined;

  constructor(
    contents: WebContents,
    bounds: Rectangle,
    minimum: { readonly width: number; readonly height: number },
  ) {
    this.#contents = contents;
    this.#bounds = bounds;
    this.#minimum = minimum;
  }

  get bounds(): Rectangle {
    return { ...this.#bounds };
  }

  get visible(): boolean {
    return this.#visible;
  }

  get state(): WindowState {
    return this.#state;
  }

  /** Brings the window to its place, or off screen, where it waits. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#apply();
  }

  /** Moves and resizes the window; the person can make it smaller than its minimum, main can't. */
  setBounds(bounds: Partial<Rectangle>): void {
    const { x, y, width, height } = { ...this.#bounds, ...bounds };
    this.#bounds = {
      x,
      y,
      width: Math.max(width, this.#minimum.width),
      height: Math.max(height, this.#minimum.height),
    };
    this.#apply();
  }

  /** Puts the window in the middle of the screen. */
  center(): void {
    const { availableLeft, availableTop, availableWidth, availableHeight } = runningBrowser().surroundings;
    const { width, height } = this.#bounds;
    this.setBounds({
      x: Math.round(availableLeft + (availableWidth - width) / 2),
      y: Math.round(availableTop + (availableHeight - height) / 2),
    });
  }

  /** Minimizes, maximizes or restores the window; resolves to whether that was a change. */
  async setState(state: WindowState): Promise<boolean> {
    if (this.#state === state) return false;
    this.#state = state;
    this.#visible = true;
    await this.#change({ windowState: state });
    return true;
  }

  /** Asks Chromium for the bounds, which the person may have changed. */
  async read(): Promise<void> {
    const { left, top, width, height, windowState } = await this.#contents.hostWithPage(async (page) => {
      const { root } = runningBrowser().browser.connection;
      return (await root.send('Browser.getWindowForTarget', { targetId: page.targetId })).bounds;
    });
    if (windowState !== 'normal' || !this.#visible) return;
    const before = this.#bounds;
    this.#bounds = {
      x: left ?? before.x,
      y: top ?? before.y,
      width: width ?? before.width,
      height: height ?? before.height,
    };
  }

  #apply(): void {
    const { x, y, width, height } = this.#bounds;
    const place = this.#visible ? { left: x, top: y } : { left: OFF_SCREEN, top: OFF_SCREEN };
    this.#change({ ...place, width, height }).catch((error: unknown) => {
      if (!this.#contents.isDestroyed()) report(`the bounds of window ${this.#contents.id}`, error);
    });
  }

  #change(bounds: Bounds): Promise<unknown> {
    return this.#contents.hostWithPage(async (page) => {
      const { root } = runningBrowser().browser.connection;
      this.#windowId ??= root
        .send('Browser.getWindowForTarget', { targetId: page.targetId })
        .then(({ windowId }) => windowId);
      return root.send('Browser.setWindowBounds', { windowId: await this.#windowId, bounds });
    });
  }
}
