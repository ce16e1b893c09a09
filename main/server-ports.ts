import type { BenchOptions } from './bench-services.ts';
import { type DmServer, type DmServerOptions, startDmServer } from './server/dm-server.ts';

/**
 * Starts the DM server on the ports that it had last: cards and forms carry them.
 * @throws PORT_IN_USE, LISTEN_FAILED
 */
export async function listenAsBefore(
  options: Pick<BenchOptions, 'host' | 'plainHttp' | 'port' | 'securePort'>,
  services: Omit<DmServerOptions, 'host' | 'plainHttp' | `${string}ort`>,
): Promise<DmServer> {
  const { settings } = services.store;
  const [remembered, rememberedSecure] = [settings.serverPort(), settings.securePort()];
  const interactionPorts = settings.interactionPorts();
  const server = await startDmServer({
    ...services,
    host: options.host ?? '127.0.0.1',
    plainHttp: options.plainHttp ?? false,
    port: options.port ?? remembered ?? 0,
    securePort: options.securePort ?? rememberedSecure ?? 0,
    interactionPort: interactionPorts.http ?? 0,
    secureInteractionPort: interactionPorts.https ?? 0,
  });
  if (options.port !== 0 && server.port !== remembered) settings.saveServerPort(server.port);
  if (options.securePort !== 0 && server.securePort !== rememberedSecure)
    settings.saveSecurePort(server.securePort);
  // Addresses of forms outlive a restart.
  const shown = { http: server.interactionPort, https: server.secureInteractionPort };
  if (shown.http !== interactionPorts.http || shown.https !== interactionPorts.https)
    settings.saveInteractionPorts(shown);
  return server;
}
