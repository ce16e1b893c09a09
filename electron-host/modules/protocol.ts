import type { CustomScheme } from 'electron';
import { addScheme, hasScheme } from '../host/app-origin.ts';
import { lifecycle } from '../host/lifecycle.ts';
import { NotProvidedError, provide } from '../host/refuse.ts';

/** An app's answer to requests of its own scheme. */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

/** `session.protocol`: the handlers of one session. */
export interface Protocol {
  handle(scheme: string, handler: ProtocolHandler): void;
  unhandle(scheme: string): void;
  isProtocolHandled(scheme: string): boolean;
}

/** The handlers that one session's pages are answered by, and the module that sets them. */
export function createProtocol(): {
  readonly module: Protocol;
  readonly handlers: ReadonlyMap<string, ProtocolHandler>;
} {
  const handlers = new Map<string, ProtocolHandler>();
  const module = provide('protocol', {
    handle(scheme: string, handler: ProtocolHandler): void {
      if (!hasScheme(scheme)) {
        throw new NotProvidedError(`protocol.handle('${scheme}') for a scheme not registered as privileged`);
      }
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      handlers.set(scheme, handler);
    },
    unhandle(scheme: string): void {
      if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
    },
    isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
  });
  return { module, handlers };
}

/**
 * `protocol.registerSchemesAsPrivileged`. A scheme's https origin gives it all that `standard`, `secure`,
 * `supportFetchAPI`, `corsEnabled`, `stream` and `codeCache` ask for; what it can't give is refused.
 */
export function registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
  if (lifecycle.ready)
    throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  for (const { scheme, privileges } of schemes) {
    if (!privileges?.standard)
      throw new NotProvidedError(`schemes without the privilege 'standard' ('${scheme}')`);
    if (!privileges.secure)
      throw new NotProvidedError(`schemes without the privilege 'secure' ('${scheme}')`);
    for (const privilege of ['bypassCSP', 'allowServiceWorkers', 'allowExtensions'] as const) {
      if (privileges[privilege]) throw new NotProvidedError(`the privilege '${privilege}' ('${scheme}')`);
    }
    addScheme(scheme);
  }
}
