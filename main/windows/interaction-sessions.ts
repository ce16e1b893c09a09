import { type Session, session } from 'electron';
import { isRequestOf, originToTell } from './interaction-address.ts';
import { certificateVerdict } from './interaction-certificate.ts';

/** What a page tried and was not let. */
export type Refused = 'navigation' | 'redirect' | 'window' | 'request' | 'permission' | 'download';

/** The interaction that a session serves. */
export interface SessionHolder {
  readonly origin: string;
  /** @param detail an origin, or the name of a permission; never a whole address */
  refused(what: Refused, detail: string): void;
}

/** A session that nobody else has meanwhile. */
export interface LentSession {
  readonly session: Session;
  /** Empties the session. Only then may another interaction have it; one that can't be emptied, nobody has again. */
  giveBack(): Promise<void>;
}

export interface InteractionSessions {
  lend(holder: SessionHolder): LentSession;
}

export interface InteractionSessionsOptions {
  /** The authorities (PEM) that the bench's own server certificate comes from, as they are now. */
  readonly authorities: () => readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Slot {
  readonly session: Session;
  holder: SessionHolder | undefined;
}

/** Electron's answers to a certificate: accepted, and what Chromium says of it. */
const accepted = 0;
const asChromiumSays = -3;

/**
 * What every document of an interaction is held to besides what it asks for itself. The sandbox is without what no
 * listener of Electron's refuses: modal dialogs, printing, the pointer's lock. New windows and downloads are let
 * through to the listeners, which refuse and tell them. The other policy is for what would open a chooser or take
 * the screen.
 */
const documentPolicies = {
  'content-security-policy':
    'sandbox allow-forms allow-scripts allow-same-origin allow-popups allow-downloads',
  'permissions-policy': [
    'bluetooth',
    'display-capture',
    'fullscreen',
    'hid',
    'screen-wake-lock',
    'serial',
    'usb',
  ]
    .map((feature) => `${feature}=()`)
    .join(', '),
} as const;

/**
 * The sessions of interaction windows: in memory, apart from the workstation's and from each other. Electron keeps
 * a partition until it ends, so each serves one interaction after the other, and is emptied in between.
 */
export function createInteractionSessions(options: InteractionSessionsOptions): InteractionSessions {
  const free: Slot[] = [];
  let made = 0;
  const takeSlot = (): Slot => {
    const slot = free.pop();
    if (slot !== undefined) return slot;
    made += 1;
    return makeSlot(session.fromPartition(`interaction-${made}`, { cache: false }), options);
  };
  return {
    lend(holder) {
      const slot = takeSlot();
      slot.holder = holder;
      return {
        session: slot.session,
        async giveBack() {
          slot.holder = undefined;
          await slot.session.clearData();
          await slot.session.clearAuthCache();
          free.push(slot);
        },
      };
    },
  };
}

/** A session that lets nothing be done but what its holder's origin needs. */
function makeSlot(own: Session, { authorities, now }: InteractionSessionsOptions): Slot {
  const slot: Slot = { session: own, holder: undefined };
  own.setCertificateVerifyProc(({ hostname, certificate }, answer) => {
    const question = { hostname, certificatePem: certificate.data };
    const isTrusted = authorities().some(
      (authorityPem) => certificateVerdict(question, authorityPem, now()) === 'trusted',
    );
    answer(isTrusted ? accepted : asChromiumSays);
  });
  own.setPermissionRequestHandler((_contents, permission, answer) => {
    slot.holder?.refused('permission', permission);
    answer(false);
  });
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event, item) => {
    event.preventDefault();
    slot.holder?.refused('download', originToTell(item.getURL()));
  });
  own.webRequest.onBeforeRequest(({ url }, answer) => {
    const isOwn = slot.holder !== undefined && isRequestOf(slot.holder.origin, url);
    if (!isOwn) slot.holder?.refused('request', originToTell(url));
    answer({ cancel: !isOwn });
  });
  own.webRequest.onHeadersReceived(({ responseHeaders, resourceType }, answer) => {
    const isDocument = resourceType === 'mainFrame' || resourceType === 'subFrame';
    answer(isDocument ? { responseHeaders: withPolicies(responseHeaders ?? {}) } : {});
  });
  return slot;
}

/** The headers of a document with our policies after its own: all of them hold, and of two that differ the last. */
function withPolicies(headers: Readonly<Record<string, string[]>>): Record<string, string[]> {
  const all = { ...headers };
  for (const [policy, value] of Object.entries(documentPolicies)) {
    const name = Object.keys(all).find((key) => key.toLowerCase() === policy) ?? policy;
    all[name] = [...(all[name] ?? []), value];
  }
  return all;
}
