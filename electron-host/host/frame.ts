import { originOf } from './app-origin.ts';
import { provide } from './refuse.ts';

/** The main frame of a page, as `senderFrame` and `mainFrame` show it. */
export interface WebFrameMain {
  readonly url: string;
  readonly origin: string;
  readonly parent: null;
  readonly top: WebFrameMain;
  readonly name: string;
  readonly routingId: number;
  readonly processId: number;
  readonly frameTreeNodeId: number;
  readonly detached: boolean;
  isDestroyed(): boolean;
}

/** A main frame; frames below it have no way to the host. */
export function createMainFrame(id: number, url: () => string, isDestroyed: () => boolean): WebFrameMain {
  const frame: WebFrameMain = provide('WebFrameMain', {
    get url() {
      return url();
    },
    get origin() {
      return originOf(url());
    },
    parent: null,
    get top(): WebFrameMain {
      return frame;
    },
    name: '',
    // Chromium's own numbers are not told; these differ from window to window, as Electron's do.
    routingId: id,
    processId: id,
    frameTreeNodeId: id,
    get detached() {
      return isDestroyed();
    },
    isDestroyed,
  });
  return frame;
}
