import type { ObjectSchema } from './object-schema.ts';
import { delegationAccessControl } from './standard/delegation-access-control.ts';
import { devInfo } from './standard/dev-info.ts';
import { dmAccount } from './standard/dm-account.ts';
import { firmwareUpdate } from './standard/firmware-update.ts';
import { sessionInformation } from './standard/session-information.ts';
import { softwareManagement } from './standard/software-management.ts';
import type { StandardObject } from './standard/standard-object.ts';

/** The management objects that the product knows by itself, by MOID. */
export const standardObjects: ReadonlyMap<string, StandardObject> = new Map(
  [devInfo, dmAccount, sessionInformation, delegationAccessControl, firmwareUpdate, softwareManagement].map(
    (object) => [object.moid, object],
  ),
);

/** The schema of a standard management object, read when it is first asked for; undefined for any other MOID. */
export function standardSchema(moid: string): (ObjectSchema & { readonly moid: string }) | undefined {
  return standardObjects.get(moid)?.schema();
}
