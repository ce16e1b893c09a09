/** Names of the channels between preload and main; apart from the contract, so that the preload stays small. */
export const channels = { call: 'bench:call', event: 'bench:event' } as const;
