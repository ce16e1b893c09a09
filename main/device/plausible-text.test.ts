import { describe, expect, it } from 'vitest';
import type { TextControl } from './html-form.ts';
import { emptyText, ofLength, plausibleText } from './plausible-text.ts';

const clock = Date.UTC(2026, 10, 25, 14, 3);
const control = (more: Partial<TextControl> = {}): TextControl => ({
  ...{ kind: 'text', type: 'text', value: '', min: '', max: '', step: '' },
  ...{ leastLength: 0, mostLength: Number.POSITIVE_INFINITY, pattern: undefined, offered: [], number: false },
  ...more,
});

describe('what is written where nothing is known', () => {
  it.each<[Partial<TextControl>, string]>([
    [{}, 'Simulated'],
    [{ mostLength: 3 }, 'Sim'],
    [{ leastLength: 12 }, 'Simulated Si'],
    [{ leastLength: 10 }, 'Simulated.'],
    [{ leastLength: 12, mostLength: 5 }, 'Simul'],
    [{ type: 'email' }, 'simulated@device.example'],
    [{ type: 'email', leastLength: 26 }, 'sssimulated@device.example'],
    [{ type: 'url', leastLength: 25 }, 'https://device.example/ss'],
    [{ type: 'tel', leastLength: 12 }, '+15550100000'],
    [{ type: 'color' }, '#000000'],
    [{ type: 'date' }, '2026-11-25'],
    [{ type: 'date', min: '2027-01-01' }, '2027-01-01'],
    [{ type: 'time' }, '14:03'],
    [{ type: 'number' }, '1'],
    [{ type: 'number', min: '5', step: '10' }, '5'],
    [{ type: 'number', max: '-5' }, '-5'],
    [{ number: true }, '1'],
    [{ number: true, leastLength: 4 }, '1000'],
    [{ number: true, pattern: '\\d{6}' }, '111111'],
    [{ pattern: '[A-Z]{3,}' }, 'SIMULATED'],
    [{ pattern: '[a-z]+' }, 'simulated'],
    [{ pattern: '[A-Z]{2}-\\d{4}' }, 'SS-1111'],
    [{ pattern: '[A-Z]{2}-\\d{4}', offered: ['as on the order', 'AB-1234'] }, 'AB-1234'],
    // What cannot be read is not tried.
    [{ pattern: '(?=.*\\d).{8,}' }, 'Simulated'],
    [{ pattern: '(?=x)', offered: ['an example'] }, 'Simulated'],
  ])('keeps to what the page says: %o', (more, text) => {
    expect(plausibleText(control(more), clock)).toBe(text);
  });

  it('is not as long as a page may ask for', () => {
    expect(ofLength('Simulated', control({ leastLength: 999_999_999 }))).toHaveLength(100_000);
  });

  it.each<[Partial<TextControl>, string]>([
    [{}, ''],
    [{ type: 'number', min: '5' }, ''],
    [{ type: 'color' }, '#000000'],
    [{ type: 'range' }, '50'],
    [{ type: 'range', min: '1', max: '4', step: '1' }, '3'],
    [{ type: 'range', min: '200' }, '200'],
  ])('is what a browser posts of an empty input where nothing is needed: %o', (more, text) => {
    expect(emptyText(control(more))).toBe(text);
  });
});
