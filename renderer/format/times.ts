const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const weekdayAndClock = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const toTheSecond = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const relativeInFull = new Intl.RelativeTimeFormat(undefined, { style: 'long', numeric: 'auto' });
const relative = new Intl.RelativeTimeFormat(undefined, { style: 'short', numeric: 'auto' });

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Hours and minutes, in the system's format. */
export function formatClock(at: number): string {
  return clock.format(at);
}

/** Day, hours and minutes, in the system's format. */
export function formatDateTime(at: number): string {
  return dayAndClock.format(at);
}

/** Day and time to the second, in the system's format. */
export function formatExactTime(at: number): string {
  return exact.format(at);
}

/** A moment as shortly as it is clear: the time to the second today, otherwise with its day. */
export function formatMoment(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? toTheSecond.format(at) : dayAndClock.format(at);
}

/** How long ago something was: "40 sec. ago". A clock that was set back counts as now. */
export function formatAgo(at: number, now: number, format = relative): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < minute) return format.format(-seconds, 'second');
  if (seconds < hour) return format.format(-Math.floor(seconds / minute), 'minute');
  if (seconds < day) return format.format(-Math.floor(seconds / hour), 'hour');
  return format.format(-Math.floor(seconds / day), 'day');
}

/** How soon something will be: "in 4 minutes"; what is due already is now. */
export function formatIn(at: number, now: number, format = relativeInFull): string {
  const seconds = Math.max(0, Math.round((at - now) / 1000));
  if (seconds < minute) return format.format(seconds, 'second');
  if (seconds < hour) return format.format(Math.round(seconds / minute), 'minute');
  if (seconds < day) return format.format(Math.round(seconds / hour), 'hour');
  return format.format(Math.round(seconds / day), 'day');
}

/** A day, in the system's format. */
export function formatDate(at: number): string {
  return dayOnly.format(at);
}

/**
 * When the rows that are left will be through at the present rate; undefined where no rate is known.
 */
export function expectedEnd(left: number, perMinute: number | undefined, now: number): number | undefined {
  if (perMinute === undefined || perMinute <= 0 || left <= 0) return undefined;
  return now + (left / perMinute) * 60_000;
}

/** The expected end in words: a time, with the day of the week once it is further off. */
export function formatExpectedEnd(at: number, now: number): string {
  return at - now < (day / 2) * 1000 ? formatClock(at) : weekdayAndClock.format(at);
}
