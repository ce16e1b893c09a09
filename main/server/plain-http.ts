import { isLoopbackHost } from '../../core/provisioning/profile-server.ts';

/**
 * What plain HTTP is on a server: what devices use where nobody else reaches it; what others may use, as somebody asked
 * for it; or nothing for others.
 */
export type PlainHttp = 'usual' | 'offered' | 'onlyHere';

/**
 * Where plain HTTP is listened for.
 * @param host where the server listens
 * @param isAskedFor whether somebody said that others may use it
 */
export function plainHttpOf(
  host: string,
  isAskedFor: boolean,
): { readonly plainHttp: PlainHttp; readonly host: string } {
  if (isLoopbackHost(host)) return { plainHttp: 'usual', host };
  return isAskedFor ? { plainHttp: 'offered', host } : { plainHttp: 'onlyHere', host: '127.0.0.1' };
}
