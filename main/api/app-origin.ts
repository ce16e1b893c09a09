/** The workstation's own pages come from here, and from nowhere else. */
export const appScheme = 'app';
export const appOrigin = `${appScheme}://bench`;
export const appIndex = `${appOrigin}/index.html`;

/** Whether an address is one of the workstation's own pages. */
export function isAppUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}
