import { type BrowserWindow, dialog } from 'electron';
import type { SavedFile } from '../../core/api.ts';

/** Asks the person where something is to be saved, and saves it there. */
export async function askWhereTo(
  window: BrowserWindow,
  what: { readonly title: string; readonly name: string; readonly extension: string },
  save: (file: string) => Promise<void>,
): Promise<SavedFile> {
  const { title, name, extension } = what;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title,
    defaultPath: `${name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '_')}.${extension}`,
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  });
  if (canceled || !filePath) return { kind: 'cancelled' };
  await save(filePath);
  return { kind: 'saved', file: filePath };
}
