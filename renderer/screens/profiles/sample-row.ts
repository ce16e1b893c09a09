import type { Raw } from './form-model.ts';
import { rawOf, textOf } from './form-model.ts';

const bySort: Readonly<Record<string, string>> = {
  imei: '352099001761408',
  iccid: '8944500000000700001',
};

/** Values that a row of a profile's device list may have, by column: what a form can be looked at with. */
export function sampleRow(columns: Raw): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, bySort[textOf(rawOf(column).type)] ?? name]),
  );
}
