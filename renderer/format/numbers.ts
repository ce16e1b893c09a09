const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
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
