import type { BrowserWindow } from 'electron';
import { toFault } from '../../core/errors.ts';
import type { PageEnd, WebBrowser } from '../device/web-browser.ts';
import type { InteractionEnd } from './interaction-window.ts';
import { createInteractionWindows, type InteractionWindows } from './interaction-windows.ts';

/** What the windows need of the workstation's services. */
export interface BrowserServices {
  /** The authorities (PEM) that the bench's own server certificate comes from, as they are now. */
  readonly authorities: () => readonly string[];
  /** What people call a device. */
  readonly labelOf: (deviceId: string) => string;
}

/**
 * The Web Browser Component of devices without one: each page in a window of its own beside the workstation's.
 * @param services once they have started, which is before any device is heard
 */
export function createWorkstationBrowser(
  workstation: BrowserWindow,
  services: () => Promise<BrowserServices>,
): WebBrowser {
  let windows: InteractionWindows | undefined;
  return {
    async show({ page, deviceId, signal }) {
      try {
        const { authorities, labelOf } = await services();
        windows ??= createInteractionWindows({ workstation, authorities, now: () => Date.now() });
        const deviceLabel = labelOf(deviceId);
        return endOf(await windows.openInteractionWindow({ page, deviceId, deviceLabel, signal }).ended);
      } catch (error) {
        return { kind: 'failed', fault: toFault(error) };
      }
    },
  };
}

function endOf(end: InteractionEnd): PageEnd {
  return end.kind === 'closed' ? { kind: 'closed' } : end;
}
