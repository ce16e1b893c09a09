import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterWrongTry, noWrongTries, secondsToWait, type WrongTries } from './retry-policy.ts';

const now = 1_000_000;

function wrongTimes(times: number): WrongTries {
  let tries = noWrongTries;
  for (let index = 0; index < times; index++) tries = afterWrongTry(tries, now);
  return tries;
}

describe('wrong tries', () => {
  it.each([
    [0, 0],
    [2, 0],
    [3, 5],
    [4, 10],
    [5, 20],
    [10, 640],
    [11, 900],
    [1000, 900],
  ])('after %i of them, %i seconds have to pass', (times, seconds) => {
    expect(secondsToWait(wrongTimes(times), now)).toBe(seconds);
  });

  it('make nobody wait once the time is over', () => {
    const tries = wrongTimes(4);
    expect(secondsToWait(tries, now + 9_001)).toBe(1);
    expect(secondsToWait(tries, now + 10_000)).toBe(0);
  });

  it('make nobody wait longer than a quarter of an hour, whatever the clock says', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.integer({ min: -1e15, max: 1e15 }), (times, shift) => {
        const seconds = secondsToWait(wrongTimes(times), now + shift);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(900);
      }),
    );
  });

  it('leave so few tries a month that a PIN of four digits stands for weeks', () => {
    let [tries, at, taken] = [noWrongTries, 0, 0];
    while (at < 30 * 24 * 3_600_000) {
      tries = afterWrongTry(tries, at);
      at = Math.max(at + 1, tries.waitUntil);
      taken++;
    }
    expect(taken).toBeLessThan(3000);
  });
});
