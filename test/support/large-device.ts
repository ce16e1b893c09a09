import type { ReportedPart } from '../../core/inspect/provenance.ts';
import type { MoJson } from '../../core/mo/serialization.ts';
import type { Store } from '../../main/store/store.ts';

/** The object of which `largeRoot` is an instance; nothing describes it. */
export const largeMoid = 'urn:oma:mo:example-fleet:1.0';

/** Nodes of an instance with so many of them: groups of a hundred entries with nine values each. */
export function largeRoot(nodes: number): MoJson {
  const groups: Record<string, MoJson> = {};
  for (let made = 0, group = 0; made < nodes; group++) {
    const entries: Record<string, MoJson> = {};
    made++;
    for (let entry = 0; entry < 100 && made < nodes; entry++) {
      const values: Record<string, MoJson> = {};
      made++;
      for (let value = 0; value < 9 && made < nodes; value++, made++)
        values[valueNames[value] ?? ''] = value === 0 ? `entry-${group}-${entry}` : group * entry + value;
      entries[`e${entry}`] = values;
    }
    groups[`Group${String(group).padStart(3, '0')}`] = entries;
  }
  return groups;
}

const valueNames = ['Name', 'State', 'Count', 'Level', 'Port', 'Mode', 'Limit', 'Rank', 'Age'];

/** Keeps an instance with so many nodes as if the device had reported it in its last session. */
export function putLargeInstance(
  store: Store,
  deviceId: string,
  nodes: number,
  at: number,
  parts?: readonly ReportedPart[],
): void {
  const sessionId = store.sessions.ofDevice(deviceId)[0]?.sessionId;
  if (sessionId === undefined) throw new Error(`${deviceId} has held no session`);
  store.objects.put(deviceId, {
    ...{ moid: largeMoid, instance: 'fleet', rootName: 'Fleet', root: largeRoot(nodes) },
    ...{ reportedAt: at, sessionId, source: 'reported' as const },
    ...(parts ? { parts } : {}),
  });
}
