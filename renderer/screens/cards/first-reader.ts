import type { StationHandle } from '../../stores/station-handle.ts';

/** The reader that is looked at first: one with a card in it, or else a real one, or else the virtual one. */
export function firstReader(
  names: readonly string[],
  handles: Readonly<Record<string, StationHandle>>,
): string {
  const views = names.map((name) => handles[name]?.view);
  const real = views.filter((view) => view?.kind === 'pcsc');
  const chosen = real.find((view) => view?.card === 'present') ?? real[0] ?? views[0];
  return chosen?.name ?? '';
}
