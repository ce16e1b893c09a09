import type { Fault } from '../../core/errors.ts';

/** What a device is to show: the address that SHOW gave it. */
export interface PageRequest {
  /** An http or https address. Whoever has it has the form: it is never told, logged, or put into a fault. */
  readonly page: string;
  readonly deviceId: string;
  /** The certificate (PEM) by which the device knows its server, beside those that the machine trusts. */
  readonly trustAnchor?: string | undefined;
  /** Closes the page: the device is switched off, or the interaction is over. */
  readonly signal: AbortSignal;
}

/** How the showing of a page ended (choice 12 of the protocol digest). */
export type PageEnd =
  /** The interaction's final page was reached. */
  | { readonly kind: 'completed' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly fault: Fault };

/** The Web Browser Component of a device (OMA-AD-DM 5.3.1.4): shows a page to the person at it. */
export interface WebBrowser {
  /** Shows a page until its interaction has ended. Never rejects. */
  show(request: PageRequest): Promise<PageEnd>;
}
