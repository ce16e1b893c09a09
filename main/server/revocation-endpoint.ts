import type { FastifyInstance, FastifyReply } from 'fastify';
import { faultOf } from '../../core/errors.ts';
import type { RevokedSerial } from '../vault/revocation-list.ts';

export interface RevocationHost {
  /** The authority that issues certificates, by its fingerprint. */
  readonly issuer: () => string;
  readonly revokedOf: (authority: string) => readonly RevokedSerial[];
  /** DER; undefined for an authority whose key is not here. */
  readonly listOf: (authority: string) => Promise<Uint8Array | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const mediaType = 'application/pkix-crl';
/** A list that has not changed is signed anew no sooner; milliseconds. */
const freshFor = 60 * 60 * 1000;

/**
 * The lists of revoked certificates (RFC 5280, 5), for everybody: `GET /crl` is the one of the authority that issues,
 * `GET /crl/<SHA-256 of its certificate>` one of another whose key is here.
 */
export function registerRevocationLists(application: FastifyInstance, host: RevocationHost): void {
  const made = new Map<
    string,
    { readonly list: Uint8Array; readonly revoked: number; readonly at: number }
  >();
  const answer = async (authority: string, reply: FastifyReply) => {
    const revoked = host.revokedOf(authority).length;
    const at = host.now();
    let known = made.get(authority);
    if (known === undefined || known.revoked !== revoked || at - known.at >= freshFor) {
      const list = await host.listOf(authority);
      if (list === undefined) {
        const { code, message } = faultOf('CERTIFICATE_NOT_IMPORTED', { what: 'an authority with its key' });
        return reply.code(404).send({ code, message });
      }
      known = { list, revoked, at };
      made.set(authority, known);
    }
    return reply.type(mediaType).send(Buffer.from(known.list));
  };
  application.get('/crl', (_request, reply) => answer(host.issuer(), reply));
  application.get<{ Params: { authority: string } }>('/crl/:authority', ({ params }, reply) =>
    answer(params.authority, reply),
  );
}
