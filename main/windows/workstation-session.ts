import path from 'node:path';
import { type Session, session } from 'electron';
import { appScheme } from '../api/app-origin.ts';
import { answerAppRequest } from './app-files.ts';
import { mayDo, mayRequest } from './page-permissions.ts';

const rendererFolder = path.join(import.meta.dirname, '../renderer');

/**
 * The workstation's session: it serves our own pages and asks no network, grants what copying text needs, gives no
 * device away and downloads nothing. What Electron refuses unless somebody listens stays refused: certificates,
 * screens to capture, devices to choose, passwords.
 * @param values what the page fetches that is no file of its own
 */
export function guardSession(
  own: Session = session.defaultSession,
  values: (pathname: string) => Response | undefined = () => undefined,
): void {
  own.protocol.handle(
    appScheme,
    (request) => values(new URL(request.url).pathname) ?? answerAppRequest(rendererFolder, request.url),
  );
  own.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(mayDo(permission, details)),
  );
  own.setPermissionCheckHandler((_contents, permission, _origin, details) => mayDo(permission, details));
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayRequest(url) }));
  own.on('will-download', (event) => event.preventDefault());
  // Even with the spelling of no window checked, the session would fetch its dictionaries.
  own.setSpellCheckerEnabled(false);
}
