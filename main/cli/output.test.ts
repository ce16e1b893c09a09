import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../../core/errors.ts';
import { faultWords, jsonLine } from './output.ts';

const hostile = 'a\u001b[2J\u009b31m\u202eb\r\nc\u2028d\u0000\u007f\u200be';

describe('a line of JSON', () => {
  it('is one line of characters that show, and the same value', () => {
    const line = jsonLine({ label: hostile });
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(line)).toEqual({ label: hostile });
  });

  it('is that for every value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
        const line = jsonLine(value);
        expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('a fault in words', () => {
  it('is two lines, whatever is in it', () => {
    const fault = faultOf('DEVICE_UNKNOWN', { device: hostile }, { file: `${hostile}.csv`, line: 2 });
    const lines = faultWords(fault).split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
    expect(lines[0]).toContain('⟨U+202E⟩');
  });
});
