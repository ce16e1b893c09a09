import { runningBrowser } from '../chromium/browser.ts';
import { lifecycle } from '../host/lifecycle.ts';
import { provide } from '../host/refuse.ts';

function primaryDisplay(): object {
  if (!lifecycle.ready) throw new Error("The 'screen' module can't be used before the app 'ready' event");
  const {
    width,
    height,
    availableLeft,
    availableTop,
    availableWidth,
    availableHeight,
    scaleFactor,
    colorDepth,
  } = runningBrowser().surroundings;
  return provide('Display', {
    id: 1,
    bounds: { x: 0, y: 0, width, height },
    size: { width, height },
    workArea: { x: availableLeft, y: availableTop, width: availableWidth, height: availableHeight },
    workAreaSize: { width: availableWidth, height: availableHeight },
    scaleFactor,
    colorDepth,
  });
}

/** Electron's `screen`: the display of the first window, as it was when Chromium started. */
export const screen = provide('screen', {
  getPrimaryDisplay: primaryDisplay,
  getDisplayMatching: (_rectangle: object): object => primaryDisplay(),
  getAllDisplays: (): object[] => [primaryDisplay()],
});
