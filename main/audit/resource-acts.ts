import type { Subject } from '../../core/audit/entry.ts';
import type { ResourceInfo, ResourceOwner } from '../store/repository.ts';
import type { Audit } from './audit-log.ts';

/** Records, in the transaction in which it becomes visible, what a person puts into the Data Repository. */
export function resourcePut(audit: Audit): (info: ResourceInfo) => void {
  return ({ owner, name, size: octets, etag, mediaType }) =>
    audit.record({ kind: 'resourcePut', name, octets, etag, mediaType }, subjectOf(owner));
}

/** Records what a person deletes, where it is there; the same way. */
export function resourceDeleted(audit: Audit): (current: ResourceInfo | undefined) => void {
  return (current) => {
    if (current) audit.record({ kind: 'resourceDeleted', name: current.name }, subjectOf(current.owner));
  };
}

function subjectOf(owner: ResourceOwner): Subject {
  return owner.kind === 'device' ? { deviceId: owner.deviceId } : {};
}
