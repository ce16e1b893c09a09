import type { DeviceSummary, Page } from '../../core/api.ts';
import { codedError } from '../../core/errors.ts';
import {
  type DeviceFilter,
  deviceMatcher,
  type FoundDevice,
  searchedText,
} from '../../core/inspect/device-filter.ts';
import { nextActionOf, standingOf } from '../../core/inspect/device-standing.ts';
import { visibleText } from '../../core/inspect/visible-text.ts';
import type { DeviceFactsRow } from '../store/device-facts.ts';
import type { Store } from '../store/store.ts';

/** The list of devices, searched and filtered. */
export interface DeviceList {
  page(filter: DeviceFilter, page: { readonly offset: number; readonly limit: number }): Page<DeviceSummary>;
  ids(filter: DeviceFilter): readonly string[];
  /** One device as the list has it. */
  summary(deviceId: string): DeviceSummary | undefined;
  tags(): readonly { readonly tag: string; readonly devices: number }[];
  /** Puts a tag on devices, or takes it off. @returns the tag as it is kept. @throws TAG_WRONG */
  tag(deviceIds: readonly string[], tag: string, how: 'add' | 'remove'): string;
}

const longestTag = 40;

export function createDeviceList(
  store: Pick<Store, 'deviceFacts' | 'deviceTags'>,
  now: () => number,
): DeviceList {
  const searched = new WeakMap<DeviceFactsRow, string>();
  const textOf = (facts: DeviceFactsRow): string => {
    const text = searched.get(facts) ?? searchedOf(facts);
    searched.set(facts, text);
    return text;
  };
  const found = (filter: DeviceFilter): readonly DeviceFactsRow[] => {
    const matches = deviceMatcher(filter);
    const at = now();
    return store.deviceFacts.all().filter((facts) => {
      const device: FoundDevice = {
        standing: standingOf(facts, at),
        tags: facts.tags,
        searched: textOf(facts),
      };
      return matches(device);
    });
  };
  return {
    page(filter, { offset, limit }) {
      const rows = found(filter);
      const at = now();
      return {
        total: rows.length,
        rows: rows.slice(offset, offset + limit).map((facts) => summaryOf(facts, at)),
      };
    },
    ids: (filter) => found(filter).map(({ deviceId }) => deviceId),
    summary(deviceId) {
      const facts = store.deviceFacts.of(deviceId);
      return facts && summaryOf(facts, now());
    },
    tags: () => store.deviceTags.list(),
    tag(deviceIds, tag, how) {
      const kept = how === 'add' ? checkedTag(tag) : tag;
      if (how === 'add') store.deviceTags.add(deviceIds, kept);
      else store.deviceTags.remove(deviceIds, kept);
      return kept;
    },
  };
}

function searchedOf({
  deviceId,
  label,
  variables,
  manufacturer,
  model,
  firmware,
  tags,
}: DeviceFactsRow): string {
  const row = Object.values(JSON.parse(variables) as Readonly<Record<string, string>>);
  return searchedText([deviceId, label, manufacturer, model, firmware, ...tags, ...row]);
}

/** A device as the window lists it: its state and what it said of itself, nothing assumed. */
function summaryOf(facts: DeviceFactsRow, now: number): DeviceSummary {
  const { deviceId, label, manufacturer, model, firmware, tags, lastSession } = facts;
  return {
    ...{ deviceId, label, tags },
    state: standingOf(facts, now),
    next: nextActionOf(facts, now),
    // What a device says of itself hides nothing, and turns nothing around.
    ...(manufacturer === undefined ? {} : { manufacturer: visibleText(manufacturer) }),
    ...(model === undefined ? {} : { model: visibleText(model) }),
    ...(firmware === undefined ? {} : { firmware: visibleText(firmware) }),
    ...(lastSession ? { lastSessionAt: lastSession.openedAt } : {}),
  };
}

function checkedTag(text: string): string {
  const tag = text.trim().normalize('NFC').replaceAll(/\s+/g, ' ');
  const wrong = (detail: string) => codedError('TAG_WRONG', { tag: text, detail });
  if (tag === '') throw wrong('it is empty');
  if ([...tag].length > longestTag) throw wrong(`it has more than ${longestTag} characters`);
  if (tag.includes(',')) throw wrong('a comma separates tags');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text.trim()))
    throw wrong('it contains a control character or a line break');
  return tag;
}
