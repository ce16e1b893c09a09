/** A rectangle on the screens, in device-independent pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a new window is to keep clear of. */
export interface Surroundings {
  /** What windows may cover of each screen, the workstation's screen first; at least one. */
  readonly workAreas: readonly [Place, ...Place[]];
  /** Where the workstation is; left out while it is minimized. */
  readonly workstation?: Place;
  /** The windows of other interactions. */
  readonly others: readonly Place[];
}

/** Two of them fit beside each other on a bench tablet of 1024×600. */
const usual = { width: 500, height: 540 } as const;
export const smallest = { width: 360, height: 400 } as const;
const step = 32;

/**
 * Where a new window of an interaction goes: beside the workstation and the windows that are there already, if
 * there is room anywhere; else where it covers least; and where there is no place left that is clear of other
 * interactions, in a cascade, so that each title can be seen.
 */
export function placeForInteraction({ workAreas, workstation, others }: Surroundings): Place {
  let best: { readonly place: Place; readonly covered: number } | undefined;
  for (const area of workAreas) {
    for (const place of candidates(area, [...(workstation ? [workstation] : []), ...others])) {
      // A form under a form is worse than a form over the workstation, which may fill the screen.
      const covered =
        others.reduce((sum, other) => sum + 4 * common(place, other), 0) +
        (workstation ? common(place, workstation) : 0);
      if (best === undefined || covered < best.covered) best = { place, covered };
    }
  }
  const found = best?.place;
  if (found !== undefined && others.every((other) => common(found, other) === 0)) return found;
  return cascaded(workAreas[0], others);
}

/** The places in a work area that touch its edges or those of the windows there, the upper right ones first. */
function candidates(area: Place, windows: readonly Place[]): Place[] {
  const size = sizeIn(area);
  const { width, height } = size;
  const right = area.x + area.width - width;
  const bottom = area.y + area.height - height;
  const columns = [
    right,
    ...windows.flatMap((window) => [window.x + window.width, window.x - width]),
    area.x,
  ];
  const rows = [
    area.y,
    ...windows.flatMap((window) => [window.y + window.height, window.y - height]),
    bottom,
  ];
  return [...new Set(columns)]
    .filter((x) => x >= area.x && x <= right)
    .flatMap((x) =>
      [...new Set(rows)].filter((y) => y >= area.y && y <= bottom).map((y) => ({ x, y, ...size })),
    );
}

/** From the upper right corner down and to the left, to the first place whose corner is free. */
function cascaded(area: Place, others: readonly Place[]): Place {
  const size = sizeIn(area);
  const columns = Math.floor((area.width - size.width) / step) + 1;
  const rows = Math.floor((area.height - size.height) / step) + 1;
  const at = (index: number): Place => ({
    x: area.x + area.width - size.width - step * (index % columns),
    y: area.y + step * (index % rows),
    ...size,
  });
  for (let index = 0; index <= others.length; index += 1) {
    const place = at(index);
    if (others.every(({ x, y }) => x !== place.x || y !== place.y)) return place;
  }
  return at(others.length);
}

function sizeIn(area: Place): { readonly width: number; readonly height: number } {
  return { width: Math.min(usual.width, area.width), height: Math.min(usual.height, area.height) };
}

/** The area that two rectangles have in common. */
function common(one: Place, other: Place): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}
