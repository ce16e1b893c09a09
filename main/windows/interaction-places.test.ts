import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, placeForInteraction } from './interaction-places.ts';

const desk: Place = { x: 0, y: 0, width: 1920, height: 1080 };
const tablet: Place = { x: 0, y: 0, width: 1024, height: 600 };

const meet = (one: Place, other: Place) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

const inside = (place: Place, area: Place) =>
  place.x >= area.x &&
  place.y >= area.y &&
  place.x + place.width <= area.x + area.width &&
  place.y + place.height <= area.y + area.height;

/** So many windows, one after the other. */
function opened(
  count: number,
  workAreas: readonly [Place, ...Place[]],
  workstation?: Place,
): readonly Place[] {
  const places: Place[] = [];
  for (let index = 0; index < count; index += 1)
    places.push(placeForInteraction({ workAreas, ...(workstation && { workstation }), others: places }));
  return places;
}

describe('the places of interaction windows', () => {
  it('are beside the workstation, and beside each other', () => {
    const workstation = { x: 0, y: 0, width: 1366, height: 820 };
    const places = opened(2, [desk], workstation);
    expect(places).toEqual([
      { x: 1420, y: 0, width: 500, height: 540 },
      { x: 1420, y: 540, width: 500, height: 540 },
    ]);
    for (const place of places) expect(meet(place, workstation)).toBe(false);
  });

  it('are to the left where there is more room', () => {
    const workstation = { x: 554, y: 100, width: 1366, height: 820 };
    expect(opened(2, [desk], workstation)).toEqual([
      { x: 54, y: 0, width: 500, height: 540 },
      { x: 54, y: 540, width: 500, height: 540 },
    ]);
  });

  it('are on the second screen where the workstation fills the first', () => {
    const second = { x: 1920, y: 0, width: 1280, height: 1024 };
    const places = opened(2, [desk, second], desk);
    for (const place of places) expect(inside(place, second)).toBe(true);
    expect(meet(places[0]!, places[1]!)).toBe(false);
  });

  it('do not cover each other where the workstation fills the only screen', () => {
    const places = opened(2, [tablet], tablet);
    expect(places).toEqual([
      { x: 524, y: 0, width: 500, height: 540 },
      { x: 24, y: 0, width: 500, height: 540 },
    ]);
  });

  it('are taken again once they are free', () => {
    const places = opened(3, [desk]);
    expect(placeForInteraction({ workAreas: [desk], others: [places[0]!, places[2]!] })).toEqual(places[1]);
  });

  it('are cascaded where none is left: each has a corner of its own', () => {
    const places = opened(24, [desk], desk);
    expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(24);
    expect(new Set(opened(12, [tablet], tablet).map(({ x, y }) => `${x},${y}`)).size).toBe(12);
  });

  it('are no larger than the screen', () => {
    const small = { x: 10, y: 20, width: 320, height: 240 };
    expect(opened(2, [small])).toEqual([small, small]);
  });

  it('are always within a work area, and cover nothing while there is room beside everything', () => {
    const coordinate = fc.integer({ min: -500, max: 2500 });
    const size = fc.integer({ min: 100, max: 1600 });
    const rectangle = fc.record({ x: coordinate, y: coordinate, width: size, height: size });
    fc.assert(
      fc.property(
        fc.array(rectangle, { maxLength: 6 }),
        fc.option(rectangle, { nil: undefined }),
        (others, workstation) => {
          const place = placeForInteraction({
            workAreas: [desk],
            ...(workstation && { workstation }),
            others,
          });
          expect(inside(place, desk)).toBe(true);
          const all = [...others, ...(workstation ? [workstation] : [])];
          const grid = [0, 1, 2].flatMap((column) =>
            [0, 1].map((row): Place => ({ x: 500 * column, y: 540 * row, width: 500, height: 540 })),
          );
          const thereIsRoom = grid.some((cell) => all.every((window) => !meet(cell, window)));
          if (thereIsRoom) for (const window of all) expect(meet(place, window)).toBe(false);
        },
      ),
    );
  });
});
