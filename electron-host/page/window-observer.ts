/** A key as `before-input-event` tells it. */
export interface KeyInput {
  readonly type: 'keyDown' | 'keyUp';
  readonly key: string;
  readonly code: string;
  readonly isAutoRepeat: boolean;
  readonly isComposing: boolean;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly location: number;
  readonly modifiers: readonly string[];
}

/** What the observer tells the host about a window. */
export type FromObserver =
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'focus'; readonly focused: boolean }
  | { readonly kind: 'resize'; readonly width: number; readonly height: number }
  | ({ readonly kind: 'key' } & KeyInput)
  | { readonly kind: 'leave'; readonly url: string; readonly isMainFrame: boolean }
  | {
      readonly kind: 'open';
      readonly url: string;
      readonly frameName: string;
      readonly features: string;
      readonly disposition: string;
    };

/**
 * Watches, in a world of its own, what Chromium does not report over its debugging pipe: the title, the focus, the
 * inner size, keys, links and forms that would open a window, and addresses that no window can show. Its text runs in the page, through `toString`.
 */
export function observeWindow(bindingName: string, openEventName: string, placeholderUrl: string): void {
  if (location.href.startsWith(placeholderUrl)) return;
  const world = globalThis as unknown as Record<string, unknown>;
  const binding = world[bindingName] as (text: string) => void;
  const tell = (message: FromObserver): void => binding(JSON.stringify(message));

  const open = (url: string, frameName: string, features: string, disposition: string): void => {
    let absolute = 'about:blank';
    if (url !== '' && URL.canParse(url, document.baseURI)) absolute = new URL(url, document.baseURI).href;
    tell({ kind: 'open', url: absolute, frameName, features, disposition });
  };
  const opensWindow = (target: string): boolean =>
    !['', '_self', '_parent', '_top'].includes(target.toLowerCase());
  addEventListener(
    openEventName,
    (event) => {
      event.stopImmediatePropagation();
      const { url, frameName, features } = (event as CustomEvent<Record<string, string>>).detail;
      open(url ?? '', frameName ?? '', features ?? '', features ? 'new-window' : 'foreground-tab');
    },
    true,
  );
  const onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button > 1) return;
    const link = event
      .composedPath()
      .find((node) => node instanceof HTMLAnchorElement || node instanceof HTMLAreaElement);
    if (!link?.href || link.href.startsWith('javascript:')) return;
    const byModifier = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!byModifier && !opensWindow(link.target)) return;
    event.preventDefault();
    const disposition = event.shiftKey ? 'new-window' : byModifier ? 'background-tab' : 'foreground-tab';
    open(link.href, link.target.startsWith('_') ? '' : link.target, '', disposition);
  };
  // On the window and not capturing: the page's own handlers decide first whether the click counts.
  addEventListener('click', onClick);
  addEventListener('auxclick', onClick);
  addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !opensWindow(form.target)) return;
    event.preventDefault();
    open(form.action, form.target.startsWith('_') ? '' : form.target, '', 'foreground-tab');
  });

  // Chromium would offer the person to open another program, in a dialog of its own.
  navigation.addEventListener('navigate', (event) => {
    const { url } = event.destination;
    if (/^(https?|about|blob|data|file|javascript):/.test(url)) return;
    event.preventDefault();
    tell({ kind: 'leave', url, isMainFrame: window === window.top });
  });

  const onKey = (event: KeyboardEvent): void => {
    // A page can make up events, but no keys.
    if (!event.isTrusted) return;
    const { key, code, repeat, isComposing, location: side } = event;
    const held = { shift: event.shiftKey, control: event.ctrlKey, alt: event.altKey, meta: event.metaKey };
    const modifiers = Object.entries({ ...held, isautorepeat: repeat })
      .filter(([, isHeld]) => isHeld)
      .map(([name]) => name);
    const type = event.type === 'keydown' ? 'keyDown' : 'keyUp';
    tell({
      kind: 'key',
      type,
      key,
      code,
      isAutoRepeat: repeat,
      isComposing,
      ...held,
      location: side,
      modifiers,
    });
  };
  // Capturing, and before any script of the page: none can keep a key from main.
  addEventListener('keydown', onKey, true);
  addEventListener('keyup', onKey, true);

  if (window !== window.top) return;
  let title: string | undefined;
  const tellTitle = (): void => {
    if (document.title === title) return;
    title = document.title;
    tell({ kind: 'title', title });
  };
  const watchTitle = (): void => {
    if (document.title !== '') tellTitle();
    // The title element may come, go and change anywhere in the head.
    new MutationObserver(tellTitle).observe(document.head, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', watchTitle);
  else watchTitle();
  addEventListener('focus', () => tell({ kind: 'focus', focused: true }));
  addEventListener('blur', () => tell({ kind: 'focus', focused: false }));
  const tellSize = (): void => tell({ kind: 'resize', width: innerWidth, height: innerHeight });
  addEventListener('resize', tellSize);
  tellSize();
}

/**
 * Makes `window.open` of the page's own world return nothing, and reports the attempt. A denied window that
 * Chromium has already opened can't be closed reliably. Its text runs in the page, through `toString`.
 */
export function denyWindowOpen(openEventName: string): void {
  const dispatch = EventTarget.prototype.dispatchEvent.bind(window);
  const Carrier = CustomEvent;
  window.open = (url, frameName, features) => {
    const detail = { url: String(url ?? ''), frameName: frameName ?? '', features: features ?? '' };
    dispatch(new Carrier(openEventName, { detail }));
    return null;
  };
}
