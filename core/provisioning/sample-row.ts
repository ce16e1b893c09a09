const bySort: Readonly<Record<string, string>> = {
  imei: '352099001761408',
  iccid: '8944500000000700001',
};

/**
 * Values that a row of a profile's device list may have, by column: what a profile can be looked at with.
 * @param columns as they stand in the text, right or wrong
 */
export function sampleRow(columns: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, bySort[typeOf(column)] ?? name]),
  );
}

function typeOf(column: unknown): string {
  const type = typeof column === 'object' && column !== null && 'type' in column ? column.type : undefined;
  return typeof type === 'string' ? type : 'text';
}
