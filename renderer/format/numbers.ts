const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const few = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const tenths = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A whole number in the system's format. */
export function formatNumber(value: number): string {
  return whole.format(value);
}

/** A number with one digit after the point in the system's format. */
export function formatTenths(value: number): string {
  return tenths.format(value);
}

/** Seconds as a person says them: milliseconds, tenths of seconds, then minutes and seconds. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.1) return `${whole.format(seconds * 1000)} ms`;
  if (seconds < 60) return `${tenths.format(seconds)} s`;
  const rest = Math.round(seconds);
  return `${whole.format(Math.floor(rest / 60))} min ${rest % 60} s`;
}

/** Seconds of something that goes on: only whole ones, so that the words do not flicker. */
export function formatWholeSeconds(seconds: number): string {
  return seconds < 60 ? `${whole.format(Math.floor(seconds))} s` : formatSeconds(Math.floor(seconds));
}

const octetUnits = ['KB', 'MB', 'GB', 'TB'] as const;

/** A number of octets as people compare them; a KB has 1024. */
export function formatOctets(octets: number): string {
  if (octets < 1024) return `${whole.format(octets)} B`;
  let [amount, unit] = [octets, 0];
  for (amount /= 1024; amount >= 1023.95 && unit < octetUnits.length - 1; unit++) amount /= 1024;
  return `${amount < 100 ? few.format(amount) : whole.format(amount)} ${octetUnits[unit]}`;
}
