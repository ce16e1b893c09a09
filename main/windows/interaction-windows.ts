import { type BrowserWindow, screen } from 'electron';
import { type Fault, faultOf, toFault } from '../../core/errors.ts';
import { interactionAddress, interactionTitle } from './interaction-address.ts';
import { type Place, placeForInteraction } from './interaction-places.ts';
import { createInteractionSessions } from './interaction-sessions.ts';
import {
  type InteractionEnd,
  type InteractionLimits,
  type InteractionWindow,
  type InteractionWindowEvent,
  type OpenInteraction,
  openWindow,
} from './interaction-window.ts';

/** What a device is to show: the address that SHOW gave it. */
export interface InteractionRequest {
  /** An http or https address. Whoever has it has the form: it is never told, logged, or put into a fault. */
  readonly page: string;
  readonly deviceId: string;
  /** What people call the device; the window's title begins with it. */
  readonly deviceLabel: string;
  /** Closes the window, as closed by the bench: the interaction timed out, or its device is let go. */
  readonly signal?: AbortSignal;
  readonly tell?: (event: InteractionWindowEvent) => void;
}

export interface InteractionWindowsOptions {
  /** The windows are put beside it, and close with it. */
  readonly workstation: BrowserWindow;
  /**
   * The authorities (PEM) that the bench's own server certificate comes from, as they are now: servers that they vouch
   * for are trusted beside those the machine trusts.
   */
  readonly authorities: () => readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits?: Partial<InteractionLimits>;
}

/** The Web Browser Component (OMA-AD-DM 5.3.1.4) of devices that have no screen of their own. */
export interface InteractionWindows {
  /**
   * Opens the page of a UI interaction in a window of its own. Never throws: what keeps it from opening is how the
   * interaction ended (INTERACTION_WINDOW_…).
   */
  openInteractionWindow(request: InteractionRequest): InteractionWindow;
  /** Closes all of them, as closed by the bench; resolves once nothing is left of them. */
  closeAll(): Promise<void>;
}

/** More forms than 24 nobody at a bench could keep in sight. */
const usualLimits: InteractionLimits = { windows: 24, load: 30_000, linger: 5_000 };

/** Makes the Web Browser Component beside the workstation's window. */
export function createInteractionWindows(options: InteractionWindowsOptions): InteractionWindows {
  const { workstation } = options;
  const limits = { ...usualLimits, ...options.limits };
  const sessions = createInteractionSessions(options);
  const open = new Set<OpenInteraction>();

  const openOne = ({ page, deviceId, deviceLabel, tell }: InteractionRequest): OpenInteraction => {
    const address = interactionAddress(page, deviceLabel);
    const others = [...open]
      .filter(({ window }) => !window.isDestroyed())
      .map(({ window }) => window.getBounds());
    const opened = openWindow({
      deviceId,
      deviceLabel,
      address,
      title: interactionTitle(deviceLabel, address.origin),
      place: placeBeside(workstation, others),
      sessions,
      limits,
      tell: tell ?? (() => {}),
    });
    open.add(opened);
    opened.window.once('closed', () => open.delete(opened));
    return opened;
  };
  const closeAll = async (): Promise<void> => {
    const all = [...open];
    for (const one of all) one.close();
    await Promise.all(all.map(({ gone }) => gone));
  };
  workstation.once('closed', () => void closeAll());

  return {
    closeAll,
    openInteractionWindow(request) {
      const { deviceId, deviceLabel, signal } = request;
      if (signal?.aborted || workstation.isDestroyed())
        return endedAtOnce(deviceId, { kind: 'closed', by: 'bench' });
      if (open.size >= limits.windows)
        return failedAtOnce(
          deviceId,
          faultOf('INTERACTION_WINDOW_LIMIT', { device: deviceLabel, limit: limits.windows }),
        );
      try {
        const opened = openOne(request);
        const close = () => opened.close();
        signal?.addEventListener('abort', close, { once: true });
        // What has ended stays for a moment, to be read, also where its device is switched off meanwhile.
        void opened.ended.then(() => signal?.removeEventListener('abort', close));
        return opened;
      } catch (error) {
        return failedAtOnce(deviceId, toFault(error));
      }
    },
  };
}

function placeBeside(workstation: BrowserWindow, others: readonly Place[]): Place {
  const bounds = workstation.getBounds();
  const first = screen.getDisplayMatching(bounds);
  const rest = screen.getAllDisplays().filter(({ id }) => id !== first.id);
  return placeForInteraction({
    workAreas: [first.workArea, ...rest.map(({ workArea }) => workArea)],
    ...(workstation.isMinimized() ? {} : { workstation: bounds }),
    others,
  });
}

/** An interaction that never had a window. */
function endedAtOnce(deviceId: string, end: InteractionEnd): InteractionWindow {
  return { deviceId, ended: Promise.resolve(end), gone: Promise.resolve(), close() {} };
}

function failedAtOnce(deviceId: string, fault: Fault): InteractionWindow {
  return endedAtOnce(deviceId, { kind: 'failed', fault });
}
