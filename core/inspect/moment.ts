const dateAndTime =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * The moment that a date or a time with its date names (ISO 8601, basic or extended), in milliseconds since 1970.
 * Undefined for a time without a date, and for one whose zone nobody told: which moment that is depends on where.
 */
export function momentOf(value: string): number | undefined {
  const found = dateAndTime.exec(value);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const zone = found[7];
  if (found[4] !== undefined && zone === undefined) return undefined;
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0);
  // A day that the calendar does not have would be another one.
  if (Number.isNaN(at) || new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1)).getUTCDate() !== day)
    return undefined;
  return at - zoneMilliseconds(zone);
}

function zoneMilliseconds(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
