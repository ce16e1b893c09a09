import { provide, refuseModule } from './host/refuse.ts';
import { app } from './modules/app.ts';
import { BrowserWindow } from './modules/browser-window.ts';
import { dialog } from './modules/dialog.ts';
import { ipcMain } from './modules/ipc-main.ts';
import { Menu } from './modules/menu.ts';
import { nativeTheme } from './modules/native-theme.ts';
import { net } from './modules/net.ts';
import { safeStorage } from './modules/safe-storage.ts';
import { screen } from './modules/screen.ts';
import { protocol, session } from './modules/session.ts';
import { shell } from './modules/shell.ts';
import { webContents } from './modules/web-contents.ts';

// What Electron's main process has besides: it can be imported, and is refused by name when it is used.
export const autoUpdater = refuseModule('autoUpdater');
export const BaseWindow = refuseModule('BaseWindow');
export const BrowserView = refuseModule('BrowserView');
export const clipboard = refuseModule('clipboard');
export const contentTracing = refuseModule('contentTracing');
export const crashReporter = refuseModule('crashReporter');
export const desktopCapturer = refuseModule('desktopCapturer');
export const globalShortcut = refuseModule('globalShortcut');
export const ImageView = refuseModule('ImageView');
export const inAppPurchase = refuseModule('inAppPurchase');
export const MenuItem = refuseModule('MenuItem');
export const MessageChannelMain = refuseModule('MessageChannelMain');
export const nativeImage = refuseModule('nativeImage');
export const netLog = refuseModule('netLog');
export const Notification = refuseModule('Notification');
export const parentPort = refuseModule('parentPort');
export const powerMonitor = refuseModule('powerMonitor');
export const powerSaveBlocker = refuseModule('powerSaveBlocker');
export const pushNotifications = refuseModule('pushNotifications');
export const ServiceWorkerMain = refuseModule('ServiceWorkerMain');
export const ShareMenu = refuseModule('ShareMenu');
export const systemPreferences = refuseModule('systemPreferences');
export const TouchBar = refuseModule('TouchBar');
export const Tray = refuseModule('Tray');
export const utilityProcess = refuseModule('utilityProcess');
export const View = refuseModule('View');
export const webFrameMain = refuseModule('webFrameMain');
export const WebContentsView = refuseModule('WebContentsView');

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  net,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  webContents,
};

const electron = provide('electron', {
  app,
  autoUpdater,
  BaseWindow,
  BrowserView,
  BrowserWindow,
  clipboard,
  contentTracing,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ImageView,
  inAppPurchase,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  netLog,
  Notification,
  parentPort,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  pushNotifications,
  safeStorage,
  screen,
  ServiceWorkerMain,
  session,
  ShareMenu,
  shell,
  systemPreferences,
  TouchBar,
  Tray,
  utilityProcess,
  View,
  webContents,
  webFrameMain,
  WebContentsView,
});

export default electron;
// What `require('electron')` gives: this object, not the module's namespace.
export { electron as 'module.exports' };
