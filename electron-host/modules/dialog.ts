import { spawn } from 'node:child_process';
import type { MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { boundToThisProcess, findProgram } from '../chromium/executable.ts';
import { NotProvidedError, provide } from '../host/refuse.ts';
import { BrowserWindow } from './browser-window.ts';

// A character that no path of a person's making holds.
const SEPARATOR = '\u001f';

const OPEN_OPTIONS = new Set(['title', 'defaultPath', 'buttonLabel', 'filters', 'properties']);
const SAVE_OPTIONS = new Set(['title', 'defaultPath', 'buttonLabel', 'filters', 'properties']);
const MESSAGE_OPTIONS = new Set([
  'message',
  'detail',
  'title',
  'type',
  'buttons',
  'defaultId',
  'cancelId',
  'noLink',
]);
// What zenity's choosers do anyway.
const PROPERTIES = new Set([
  'openFile',
  'openDirectory',
  'multiSelections',
  'createDirectory',
  'showOverwriteConfirmation',
  'dontAddToRecent',
]);

function check(call: string, given: object, known: ReadonlySet<string>): void {
  for (const name of Object.keys(given)) {
    if (!known.has(name)) throw new NotProvidedError(`the option '${name}' of dialog.${call}`);
  }
}

/** Runs zenity; what it printed, or nothing when the person cancelled. */
function runZenity(call: string, options: readonly string[]): Promise<{ confirmed: boolean; text: string }> {
  const zenity = findProgram('zenity');
  if (!zenity) throw new Error(`electron-host needs the Debian package \`zenity\` for dialog.${call}`);
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Error(`electron-host needs a display for dialog.${call}`);
  }
  return new Promise((resolve, reject) => {
    const { program, parameters } = boundToThisProcess([zenity, ...options]);
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.on('error', reject);
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      errors += part;
    });
    child.on('close', (code) => {
      // 1 is cancelled; 5 and 255 are failures, which must not pass for an answer.
      if (code === 0 || code === 1) resolve({ confirmed: code === 0, text: text.replace(/\n$/, '') });
      else reject(new Error(`zenity failed for dialog.${call} (${code}): ${errors.trim()}`));
    });
  });
}

/** The dialog's options; a window before them would only be the one it belongs to. */
function optionsOf<Options extends object>(
  first: BrowserWindow | Options,
  second: Options | undefined,
): Options {
  if (first instanceof BrowserWindow) return second ?? ({} as Options);
  return first ?? ({} as Options);
}

/** The parameters of zenity's file chooser. */
export function fileParameters(call: string, options: OpenDialogOptions | SaveDialogOptions): string[] {
  for (const property of options.properties ?? []) {
    if (!PROPERTIES.has(property)) throw new NotProvidedError(`the property '${property}' of dialog.${call}`);
  }
  const parameters = ['--file-selection', `--separator=${SEPARATOR}`];
  if (options.title) parameters.push(`--title=${options.title}`);
  if (options.defaultPath) parameters.push(`--filename=${options.defaultPath}`);
  for (const { name, extensions } of options.filters ?? []) {
    parameters.push(
      `--file-filter=${name} | ${extensions.map((ending) => (ending === '*' ? '*' : `*.${ending}`)).join(' ')}`,
    );
  }
  return parameters;
}

/** The parameters of zenity's question, with its own icon: every button is one of its extra ones, whose label it prints. */
export function messageParameters(options: MessageBoxOptions): string[] {
  return [
    '--question',
    '--switch',
    '--no-markup',
    `--title=${options.title ?? ''}`,
    `--text=${[options.message, options.detail].filter(Boolean).join('\n\n')}`,
    ...buttonsOf(options).map((label) => `--extra-button=${label}`),
  ];
}

/** The button that closing a message box stands for. */
export function cancelledButton(options: MessageBoxOptions): number {
  if (options.cancelId !== undefined) return options.cancelId;
  return Math.max(
    0,
    buttonsOf(options).findIndex((label) => /^(cancel|no)$/i.test(label)),
  );
}

function buttonsOf(options: MessageBoxOptions): readonly string[] {
  return options.buttons?.length ? options.buttons : ['OK'];
}

/** Electron's `dialog`, by way of zenity. */
export const dialog = provide('dialog', {
  async showOpenDialog(
    first: BrowserWindow | OpenDialogOptions,
    second?: OpenDialogOptions,
  ): Promise<{ canceled: boolean; filePaths: string[] }> {
    const options = optionsOf(first, second);
    check('showOpenDialog', options, OPEN_OPTIONS);
    const parameters = fileParameters('showOpenDialog', options);
    if (options.properties?.includes('openDirectory')) parameters.push('--directory');
    if (options.properties?.includes('multiSelections')) parameters.push('--multiple');
    const { confirmed, text } = await runZenity('showOpenDialog', parameters);
    return { canceled: !confirmed, filePaths: confirmed ? text.split(SEPARATOR) : [] };
  },

  async showSaveDialog(
    first: BrowserWindow | SaveDialogOptions,
    second?: SaveDialogOptions,
  ): Promise<{ canceled: boolean; filePath: string }> {
    const options = optionsOf(first, second);
    check('showSaveDialog', options, SAVE_OPTIONS);
    const { confirmed, text } = await runZenity('showSaveDialog', [
      ...fileParameters('showSaveDialog', options),
      '--save',
    ]);
    return { canceled: !confirmed, filePath: confirmed ? text : '' };
  },

  async showMessageBox(
    first: BrowserWindow | MessageBoxOptions,
    second?: MessageBoxOptions,
  ): Promise<{ response: number; checkboxChecked: boolean }> {
    const options = optionsOf(first, second);
    check('showMessageBox', options, MESSAGE_OPTIONS);
    const { text } = await runZenity('showMessageBox', messageParameters(options));
    const chosen = buttonsOf(options).indexOf(text);
    return { response: chosen >= 0 ? chosen : cancelledButton(options), checkboxChecked: false };
  },

  /** On stderr only: a box that waits for a person would hold up a spec, or an app that is about to end. */
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
});
