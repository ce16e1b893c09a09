import type { WebPreferences } from 'electron';

/**
 * What every page of every window is held to (Electron's security checklist, 2 to 11). Most of it is what Electron
 * does anyway; it is written out so that no later default changes it unseen.
 */
export const confinedPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  // It would fetch dictionaries from elsewhere.
  spellcheck: false,
} as const satisfies WebPreferences;
