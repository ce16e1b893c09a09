import type { DeviceStanding } from './device-standing.ts';

/** A device as a list finds it. */
export interface FoundDevice {
  readonly standing: DeviceStanding;
  readonly tags: readonly string[];
  /** All that it is searched by, in lower case. */
  readonly searched: string;
}

/** Which devices a list shows. */
export interface DeviceFilter {
  readonly search: string;
  /** Empty for all. */
  readonly standings: readonly DeviceStanding[];
  /** Tags that a device has to have, all of them. */
  readonly tags: readonly string[];
}

/** What devices are searched by, made once for each. */
export function searchedText(words: readonly (string | undefined)[]): string {
  return words
    .filter((word) => word !== undefined)
    .join('\n')
    .toLowerCase();
}

/** Whether a device is among those that a list shows: every word of the search is in something that it is known by. */
export function deviceMatcher(filter: DeviceFilter): (device: FoundDevice) => boolean {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const standings = new Set(filter.standings);
  return ({ standing, tags, searched }) =>
    (standings.size === 0 || standings.has(standing)) &&
    filter.tags.every((tag) => tags.includes(tag)) &&
    words.every((word) => searched.includes(word));
}
