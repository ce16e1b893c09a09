import { z } from 'zod';

/** How a device proves who it is: by what it shows over HTTP, or by its TLS connection. */
export type Authentication = 'password' | 'certificate' | 'presharedKey';

const words: Readonly<Record<Authentication, string>> = {
  password: 'a password',
  certificate: 'a client certificate',
  presharedKey: 'a pre-shared key',
};

/** The DM server as a profile describes it to its devices. */
export const serverSchema = z
  .strictObject({
    id: z.string().min(1).describe('SrvID of the DM Account'),
    name: z.string().min(1),
    instance: z.string().min(1).default('bench').describe('MIID of the DM Account instance'),
    address: z.url().optional().describe('SrvURI; left out, the address of this workstation is used'),
    transport: z
      .enum(['http', 'https'])
      .optional()
      .describe(
        'https: the device is also told by which certificate to know the workstation. http: others can read what is said. Left out: http where the workstation is reached by this machine alone, https otherwise',
      ),
    authentication: z
      .enum(['password', 'certificate', 'presharedKey'])
      .default('password')
      .describe(
        'How the device proves who it is: a name and a password (HTTP Digest or Basic), a client certificate, or a pre-shared key (TLS-PSK); the last two need https',
      ),
  })
  .superRefine(({ address, transport, authentication }, context) => {
    const problem = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    const plainAddress = address !== undefined && protocolOf(address) === 'http:';
    if (authentication !== 'password' && (transport === 'http' || plainAddress))
      problem(
        transport === 'http' ? 'transport' : 'address',
        `${words[authentication]} is shown over https only: write https, or leave it out`,
      );
    else if (plainAddress && transport === undefined && !isLoopbackHost(hostOf(address)))
      problem(
        'address',
        'over http, others can read what is said: write https, or add "transport": "http" if it is meant so',
      );
  });

type Server = Pick<z.infer<typeof serverSchema>, 'address' | 'transport' | 'authentication'>;

/**
 * The transport between a profile's devices and their server.
 * @param usual what is meant where the profile leaves it open
 */
export function transportOf(
  { address, transport, authentication }: Server,
  usual: 'http' | 'https',
): 'http' | 'https' {
  if (transport !== undefined) return transport;
  if (address !== undefined) return protocolOf(address) === 'http:' ? 'http' : 'https';
  return authentication === 'password' ? usual : 'https';
}

/** Whether a host name or address means the machine itself, so that nobody else can reach it there. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(\.\d{1,3}){3}\]?)$/i.test(host);
}

function protocolOf(address: string): string | undefined {
  return URL.parse(address)?.protocol;
}

function hostOf(address: string): string {
  return URL.parse(address)?.hostname ?? '';
}
