import { describe, expect, it } from 'vitest';
import { CodedError } from '../../core/errors.ts';
import type { LabelContent } from '../../core/provisioning/labels.ts';
import { encodeBarcode } from './barcode.ts';
import { labelPicture } from './label-picture.ts';

const content = (over: Partial<LabelContent> = {}): LabelContent => ({
  line: 4,
  deviceId: 'IMEI:352099001761408',
  state: 'done',
  lines: ['BX04100-C', 'IMEI:352099001761408'],
  barcode: { kind: 'code128', text: 'IMEI:352099001761408' },
  ...over,
});
const textsOf = (over: Partial<LabelContent>, width = 70, height = 37) =>
  labelPicture(content(over), { width, height }).items.flatMap((item) =>
    item.kind === 'text' ? [item.text] : [],
  );
const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof CodedError) return error.fault;
    throw error;
  }
  return undefined;
};

describe('a label', () => {
  it('of a device that is not done says so, on every size', () => {
    expect(textsOf({})).toEqual(['BX04100-C', 'IMEI:352099001761408']);
    for (const state of ['failed', 'waiting', 'in work'] as const)
      for (const [width, height] of [
        [70, 37],
        [62, 29],
        [100, 50],
      ] as const)
        expect(textsOf({ state }, width, height)[0]).toBe(`NOT DONE: ${state}`);
  });

  it('keeps everything within its edges', () => {
    for (const kind of ['code128', 'qr', 'datamatrix'] as const)
      for (const lines of [['BX'], ['x'.repeat(500), '東京\u202E', 'c', 'd']]) {
        const { items, width, height } = labelPicture(
          content({ lines, barcode: { kind, text: 'IMEI:352099001761408' } }),
          { width: 70, height: 37 },
        );
        for (const item of items) {
          expect(item.x).toBeGreaterThanOrEqual(0);
          expect(item.x + item.width).toBeLessThanOrEqual(width + 0.1);
          if (item.kind !== 'text') expect(item.y + item.height).toBeLessThanOrEqual(height + 0.1);
        }
      }
  });

  it('names the row whose barcode cannot hold its text, or would be too narrow', () => {
    const unfit = faultOf(() => textsOf({ barcode: { kind: 'code128', text: 'Zähler 東京' } }));
    expect(unfit).toMatchObject({ code: 'LABEL_BARCODE_UNFIT', message: expect.stringContaining('Line 4') });
    expect(faultOf(() => textsOf({ barcode: { kind: 'qr', text: '' } }))?.code).toBe('LABEL_BARCODE_UNFIT');
    expect(faultOf(() => textsOf({ barcode: { kind: 'datamatrix', text: 'x'.repeat(5000) } }))?.code).toBe(
      'LABEL_BARCODE_UNFIT',
    );
    const narrow = faultOf(() => textsOf({ barcode: { kind: 'code128', text: 'x'.repeat(60) } }));
    expect(narrow).toMatchObject({
      code: 'LABEL_BARCODE_NARROW',
      message: expect.stringContaining('Line 4'),
    });
    expect(faultOf(() => textsOf({ barcode: { kind: 'qr', text: 'x'.repeat(900) } }))?.code).toBe(
      'LABEL_BARCODE_NARROW',
    );
  });

  it('reads no instruction out of a text', () => {
    const one = encodeBarcode(content({ barcode: { kind: 'qr', text: '^FNC1^065' } }));
    const other = encodeBarcode(content({ barcode: { kind: 'qr', text: 'A' } }));
    expect(one).not.toEqual(other);
  });
});
