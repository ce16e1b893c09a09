import { runningBrowser } from '../chromium/browser.ts';
import { createEvent } from '../host/event.ts';
import { lifecycle } from '../host/lifecycle.ts';
import { HostEmitter } from '../host/refuse.ts';
import { report } from '../host/trace.ts';

type ThemeSource = 'system' | 'light' | 'dark';

/** Electron's `nativeTheme`; the system's own colour scheme is read once, when Chromium starts. */
class NativeTheme extends HostEmitter {
  #source: ThemeSource = 'system';

  constructor() {
    super('nativeTheme', ['updated']);
  }

  get themeSource(): ThemeSource {
    return this.#source;
  }

  set themeSource(source: ThemeSource) {
    if (!['system', 'light', 'dark'].includes(source))
      throw new TypeError(`Error processing argument: '${source}'`);
    if (source === this.#source) return;
    this.#source = source;
    for (const window of lifecycle.windows.values()) {
      window.webContents
        .hostWithPage((page) => page.emulateColorScheme(colorSchemeToEmulate() ?? ''))
        .catch((error: unknown) => {
          if (!window.isDestroyed()) report(`the colour scheme of window ${window.id}`, error);
        });
    }
    this.emit('updated', createEvent({}));
  }

  get shouldUseDarkColors(): boolean {
    if (this.#source !== 'system') return this.#source === 'dark';
    return lifecycle.ready && runningBrowser().surroundings.dark;
  }
}

/** Electron's `nativeTheme`. */
export const nativeTheme = new NativeTheme();

/** What the windows' pages are told of the colour scheme; nothing when the system's own holds. */
export function colorSchemeToEmulate(): 'light' | 'dark' | undefined {
  const source = nativeTheme.themeSource;
  return source === 'system' ? undefined : source;
}
