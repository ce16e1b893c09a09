import type { CardConnection } from '../../../core/card/apdu.ts';

/** A card in software, for the virtual station in-process and for vpcd. */
export interface VirtualCard extends CardConnection {
  readonly atr: Uint8Array;
  readonly protocol: 'T=0' | 'T=1';
  reset(): void;
}
