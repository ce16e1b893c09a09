import { PLACEHOLDER_URL } from '../chromium/browser.ts';
import { describeCertificate, fetchCertificate } from '../chromium/certificates.ts';
import type { Page } from '../chromium/page.ts';
import type { RequestPolicy } from '../chromium/requests.ts';
import type { WebContents } from '../modules/web-contents.ts';
import { toAppUrl } from './app-origin.ts';
import { createEvent } from './event.ts';
import type { NavigationState } from './navigation.ts';
import { netErrorNumber } from './net-errors.ts';
import { report, trace } from './trace.ts';

/** What a window wants to know of its page. */
export interface PageOwner {
  /** Whether the page's `alert`, `confirm` and `prompt` are shown. */
  readonly dialogs: boolean;
  loaded(): void;
  /** Chromium has taken the page away. */
  gone(): void;
}

/** Turns what Chromium says of a page into the events of its web contents. */
export function followPage(
  page: Page,
  contents: WebContents,
  navigation: NavigationState,
  owner: PageOwner,
): void {
  const { session } = page;
  const frame = contents.mainFrame;
  session.on('Target.detachedFromTarget', ({ sessionId }) => {
    if (sessionId === session.id) owner.gone();
  });
  session.on('Page.frameStartedLoading', ({ frameId }) => {
    if (frameId === page.targetId && navigation.start()) contents.emit('did-start-loading', createEvent({}));
  });
  session.on('Page.frameStoppedLoading', ({ frameId }) => {
    if (frameId === page.targetId && navigation.stop()) contents.emit('did-stop-loading', createEvent({}));
  });
  session.on('Page.frameNavigated', ({ frame: { parentId, url, unreachableUrl } }) => {
    if (parentId !== undefined || url.startsWith(PLACEHOLDER_URL)) return;
    const committed = navigation.commit(url, unreachableUrl);
    const event = createEvent({});
    if (committed === 'told') return;
    if (committed === 'failed') {
      const failed = toAppUrl(unreachableUrl ?? '');
      contents.emit('did-fail-load', event, -2, 'ERR_FAILED', failed, true, frame.processId, frame.routingId);
    } else {
      contents.emit('did-navigate', event, contents.getURL(), committed.status, committed.statusText);
    }
  });
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId !== page.targetId) return;
    navigation.url = url;
    const event = createEvent({});
    contents.emit('did-navigate-in-page', event, contents.getURL(), true, frame.processId, frame.routingId);
  });
  session.on('Page.domContentEventFired', () => {
    if (navigation.committed) contents.emit('dom-ready', createEvent({}));
  });
  session.on('Page.loadEventFired', () => {
    if (!navigation.committed) return;
    trace(`window ${contents.id} has loaded`);
    navigation.end();
    owner.loaded();
    contents.emit('did-finish-load', createEvent({}));
  });
  session.on('Page.javascriptDialogOpening', () => {
    // A window that is being destroyed does not ask whether to leave.
    const leaves = contents.isDestroyed();
    // With a screen the person answers; without one the page would wait for ever.
    if (!leaves && owner.dialogs && (process.env.DISPLAY || process.env.WAYLAND_DISPLAY)) return;
    session.post('Page.handleJavaScriptDialog', { accept: leaves });
  });
  session.on('Page.downloadWillBegin', ({ url, suggestedFilename }) =>
    contents.session.hostDownloadBegins(contents, toAppUrl(url), suggestedFilename),
  );
  session.on('Inspector.targetCrashed', () => {
    navigation.crashed = true;
    contents.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 });
  });
  session.on('Security.certificateError', ({ eventId, errorType, requestURL }) => {
    const answer = (action: 'continue' | 'cancel'): void =>
      session.post('Security.handleCertificateError', { eventId, action });
    decideCertificate(contents, navigation, errorType.replace(/^net::/, ''), requestURL).then(
      (accepted) => answer(accepted ? 'continue' : 'cancel'),
      (error: unknown) => {
        report(`the certificate of ${requestURL}`, error);
        answer('cancel');
      },
    );
  });
}

/** Tells that a frame is about to go somewhere; returns whether it may. */
export function emitNavigation(
  contents: WebContents,
  { url, isMainFrame, isRedirect }: { url: string; isMainFrame: boolean; isRedirect: boolean },
): boolean {
  const names = ['will-frame-navigate', ...(isMainFrame ? ['will-navigate'] : [])];
  return (isRedirect ? ['will-redirect'] : names).every((name) => {
    const frame = isMainFrame ? contents.mainFrame : null;
    const event = createEvent({ url, isMainFrame, isSameDocument: false, frame });
    contents.emit(name, event, url, false, isMainFrame);
    return !event.defaultPrevented;
  });
}

/** What main decides about the requests of a page. */
export function createRequestPolicy(contents: WebContents, navigation: NavigationState): RequestPolicy {
  const { session } = contents;
  return {
    mayNavigate: ({ url, frameId, isRedirect }) => {
      const isMainFrame = frameId === contents.hostTargetId;
      // What main itself asked for is not put to it again; where a server sends it from there is.
      if (isMainFrame && !isRedirect && navigation.consumeExpected()) return true;
      return emitNavigation(contents, { url, isMainFrame, isRedirect });
    },
    documentAnswered: (frameId, status, statusText) => {
      if (frameId === contents.hostTargetId) navigation.answered = { status, statusText };
    },
    respond: (request) => session.hostRespond(request),
    get watchesRequests() {
      return session.hostWatcher.watchesRequests;
    },
    get watchesResponses() {
      return session.hostWatcher.watchesResponses;
    },
    beforeRequest: (request) => session.hostWatcher.beforeRequest(withFrame(request, contents.hostTargetId)),
    headersReceived: (response) =>
      session.hostWatcher.headersReceived(withFrame(response, contents.hostTargetId)),
  };
}

/** Chromium's protocol has one type for the documents of all frames, Electron has two. */
function withFrame<Details extends { readonly frameId: string; readonly resourceType: string }>(
  details: Details,
  mainFrameId: string | undefined,
): Details {
  const isSubFrame = details.resourceType === 'Document' && details.frameId !== mainFrameId;
  return isSubFrame ? { ...details, resourceType: 'SubDocument' } : details;
}

async function decideCertificate(
  contents: WebContents,
  navigation: NavigationState,
  error: string,
  url: string,
): Promise<boolean> {
  const verify = contents.session.hostCertificateVerify;
  if (!verify) return false;
  const certificate = describeCertificate(await fetchCertificate(url));
  const request = {
    hostname: new URL(url).hostname,
    certificate,
    validatedCertificate: certificate,
    isIssuedByKnownRoot: false,
    verificationResult: `net::${error}`,
    errorCode: netErrorNumber(error),
  };
  // 0 accepts; -2 refuses, and so does -3, "use Chromium's own result", which was a refusal.
  const accepted = await new Promise<boolean>((resolve) => {
    verify(request, (result) => resolve(result === 0));
  });
  if (!accepted) navigation.certificateError = error;
  return accepted;
}
