import type { DmAccount } from '../../core/bootstrap/dm-account.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';

/** One transport for each account: it remembers that its server asked for credentials. */
export class AccountTransports {
  readonly #deviceId: string;
  readonly #signal: AbortSignal;
  readonly #transports = new Map<string, HttpTransport>();

  /** @param signal ends what is under way */
  constructor(deviceId: string, signal: AbortSignal) {
    this.#deviceId = deviceId;
    this.#signal = signal;
  }

  /** The transport of an account as it is now: other credentials are another transport. */
  of(account: DmAccount): HttpTransport {
    const { serverUri, credentials, trustAnchor, serverId } = account;
    const key = JSON.stringify([serverId, serverUri, credentials, trustAnchor ?? '']);
    let transport = this.#transports.get(key);
    if (transport === undefined) {
      transport = createHttpTransport({ deviceId: this.#deviceId, account, signal: this.#signal });
      this.#transports.set(key, transport);
    }
    return transport;
  }

  close(): void {
    for (const transport of this.#transports.values()) transport.close();
  }
}
