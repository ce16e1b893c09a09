import { expect, it } from 'vitest';
import type { StationView } from '../../../core/api-station-activity.ts';
import { stepStation } from '../../stores/station-handle.ts';
import { firstReader } from './first-reader.ts';

function first(...views: readonly Omit<StationView, 'activity'>[]): string {
  const names = views.map((view) => view.name);
  const handles = views.map((view) => [
    view.name,
    stepStation(undefined, { ...view, activity: { kind: 'idle' } }, 0),
  ]);
  return firstReader(names, Object.fromEntries(handles));
}

it('begins with the reader that has a card, or else a real one, or else the virtual one', () => {
  const virtual = { name: 'Virtual', kind: 'virtual' } as const;
  const empty = { name: 'Left', kind: 'pcsc', card: 'absent' } as const;
  const full = { name: 'Right', kind: 'pcsc', card: 'present' } as const;
  expect(first(virtual, empty, full)).toBe('Right');
  expect(first(virtual, empty)).toBe('Left');
  expect(first(virtual)).toBe('Virtual');
  expect(first()).toBe('');
});
