import type { MoKind } from './device-objects.ts';

/** DevInfo: who the device is; every node has access type Get. */
export const devInfoKind: MoKind = {
  moid: 'urn:oma:mo:oma-dm-devinfo:1.0',
  rootName: 'DevInfo',
  access: 'get',
};

const neverReadable = new Set(['Perm', 'Secret', 'ClientSecretKey']);

/** DM Account: one instance a server. Perm and the secrets are never readable over DM. */
export const dmAccountKind: MoKind = {
  moid: 'urn:oma:mo:oma-dm-dmacc:1.2',
  rootName: 'DMAcc',
  access: 'getAndReplace',
  hides: (path) => path.some((name) => neverReadable.has(name)),
};
