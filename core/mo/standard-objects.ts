import type { MoKind } from './device-objects.ts';
import { kindOf } from './device-objects.ts';
import { standardSchema } from './standard-schemas.ts';

/** DevInfo: who the device is. */
export const devInfoMoid = 'urn:oma:mo:oma-dm-devinfo:1.0';
/** DM Account: one instance a server. */
export const dmAccountMoid = 'urn:oma:mo:oma-dm-dmacc:1.2';
/** The name of a DM Account's root node. */
export const dmAccountRootName = 'DMAcc';
/** Session Information: what bearer and conditions the current session has. */
export const sessionInfoMoid = 'urn:oma:mo:oma-sessioninfomo:1.0';
/** Delegation Access Control: which server owns an instance, and who else may do what with it. */
export const delegationMoid = 'urn:oma:mo:oma-dm-dacmo:1.0';
/** Firmware Update (FUMO). */
export const firmwareMoid = 'urn:oma:mo:oma-fumo:1.0';
/** Software Component Management (SCOMO). */
export const softwareMoid = 'urn:oma:mo:oma-scomo:1.0';

/** A standard kind of management object, as its DDF describes it. */
export function standardKind(moid: string): MoKind {
  const schema = standardSchema(moid);
  if (schema === undefined) throw new Error(`${moid} is none of the standard management objects`);
  return kindOf({ ...schema, moid });
}
