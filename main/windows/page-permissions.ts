import { isAppUrl } from '../api/app-origin.ts';

/** Who asks for a permission, as far as Electron tells. */
export interface PermissionAsker {
  /** Missing for a frame of another origin. */
  readonly requestingUrl?: string;
  readonly isMainFrame: boolean;
}

/** Text to the clipboard: what the copy buttons need. Reading the clipboard is another permission. */
const neededByOurPage = 'clipboard-sanitized-write';

/** Whether a page of the workstation's session may do something: our own page copies text, and nothing else. */
export function mayDo(permission: string, { requestingUrl, isMainFrame }: PermissionAsker): boolean {
  return (
    permission === neededByOurPage && isMainFrame && requestingUrl !== undefined && isAppUrl(requestingUrl)
  );
}

/**
 * Whether a request of the workstation's session may leave its page: for our own files, for what is written within
 * the address itself, and for the developer tools' own pages. There is no network for it.
 */
export function mayRequest(address: string): boolean {
  return isAppUrl(address) || /^(data|devtools):/i.test(address);
}
