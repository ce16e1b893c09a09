import { describe, expect, it } from 'vitest';
import { labelSchema } from './label-schema.ts';
import { fillLabel, labelGeometry, labelOf } from './labels.ts';
import { readProfile } from './profile.ts';
import { profileJson } from './test-profile.ts';

const row = {
  line: 7,
  deviceId: 'IMEI:1',
  label: 'BX1',
  iccid: '89',
  state: 'done',
  variables: { serial: 'S-1' },
} as const;

function faultsOf(label: unknown) {
  const reading = readProfile(JSON.stringify({ ...profileJson(), label }, null, 1), 'p.json');
  return reading.kind === 'faults' ? reading.faults : [];
}

describe('a label', () => {
  it('says what the profile says, of the row', () => {
    const label = labelSchema.parse({
      lines: ['{{label}} {{serial}}', '{{order}}/{{line}} {{card.iccid}}'],
      barcode: { kind: 'qr', text: '{{device.id}}' },
    });
    expect(fillLabel(label, row, 'Order 7')).toMatchObject({
      lines: ['BX1 S-1', 'Order 7/7 89'],
      barcode: { kind: 'qr', text: 'IMEI:1' },
    });
  });

  it('has a default, and a column goes before what a label may name besides', () => {
    const { lines, barcode } = fillLabel(labelOf({}), { ...row, variables: { label: 'own' } }, 'o');
    expect(lines).toEqual(['own', 'IMEI:1']);
    expect(barcode).toEqual({ kind: 'code128', text: 'IMEI:1' });
    expect(fillLabel(labelSchema.parse({ barcode: 'none' }), row, 'o')).not.toHaveProperty('barcode');
  });

  it('is checked with the profile, with its place', () => {
    expect(faultsOf({ lines: ['{{label}}', '{{device.id}}'] })).toEqual([]);
    expect(faultsOf({ lines: ['{{nobody}}'] })).toMatchObject([
      { code: 'PROFILE_VARIABLE_UNKNOWN', place: { file: 'p.json' } },
    ]);
    expect(faultsOf({ lines: ['{{answers.site.floor}}'] })[0]?.code).toBe('PROFILE_VARIABLE_UNKNOWN');
    const [small] = faultsOf({ size: { rows: 60, columns: 20 } });
    expect(small?.message).toContain('10.5 × 5 mm');
    for (const wrong of [
      { lines: [] },
      { size: 'a5' },
      { barcode: { kind: 'ean', text: 'x' } },
      { extra: 1 },
    ])
      expect(faultsOf(wrong)[0]?.code).toBe('PROFILE_WRONG');
  });

  it('has its place on a sheet, and none lies over another or beside the paper', () => {
    for (const size of [
      'a4-3x8',
      'letter-3x10',
      labelSchema.parse({ size: { rows: 5, columns: 2, marginX: 9, marginY: 13, gapX: 3, gapY: 1 } }).size,
    ] as const) {
      const { paper, label, perPage, cornerOf } = labelGeometry(size);
      const corners = Array.from({ length: perPage }, (_, place) => cornerOf(place));
      for (const [index, { x, y }] of corners.entries()) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + label.width).toBeLessThanOrEqual(paper.width + 1e-6);
        expect(y + label.height).toBeLessThanOrEqual(paper.height + 1e-6);
        for (const other of corners.slice(index + 1))
          expect(
            Math.abs(other.x - x) >= label.width - 1e-6 || Math.abs(other.y - y) >= label.height - 1e-6,
          ).toBe(true);
      }
    }
    expect(labelGeometry('a4-3x8').label).toEqual({ width: 70, height: 37 });
  });
});
