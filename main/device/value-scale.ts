/** The values of a type of input that have an order (HTML, 4.10.5.1): each is a number, in the type's own unit. */
export interface ValueScale {
  /** @returns undefined for what is no such value */
  read(text: string): number | undefined;
  write(value: number): string;
  /** How far values are apart where the page does not say. */
  readonly usualStep: number;
  /** How many units a step of 1 is. */
  readonly unitsOfStep: number;
  /** What a moment is on it, in milliseconds of `Date.UTC`; undefined where it has nothing to do with time. */
  at?(moment: number): number;
}

const second = 1000;
const day = 86_400_000;
/** The Monday of the week of 1970-01-01. */
const firstMonday = -3;

const numbers: ValueScale = {
  read: (text) => (/^-?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? finite(Number(text)) : undefined),
  write: numberText,
  usualStep: 1,
  unitsOfStep: 1,
};

const days: ValueScale = {
  read: (text) => read(/^\d{4}-\d\d-\d\d$/, text, `${text}T00:00Z`, day),
  write: (value) => iso(value * day).slice(0, 10),
  usualStep: 1,
  unitsOfStep: 1,
  at: (moment) => Math.floor(moment / day),
};

const months: ValueScale = {
  read: (text) => {
    const at = read(/^\d{4}-\d\d$/, text, `${text}-01T00:00Z`, 1);
    return at === undefined ? undefined : monthOf(at);
  },
  write: (value) => iso(Date.UTC(1970, value)).slice(0, 7),
  usualStep: 1,
  unitsOfStep: 1,
  at: monthOf,
};

/** Weeks as ISO 8601 counts them: the first one of a year has its first Thursday. */
const weeks: ValueScale = {
  read: (text) => {
    const [, year, week] = /^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/.exec(text) ?? [];
    if (year === undefined || week === undefined) return undefined;
    const fourth = Date.UTC(Number(year), 0, 4);
    return Number.isFinite(fourth) ? weekOf(fourth) + Number(week) - 1 : undefined;
  },
  write: (value) => {
    const thursday = new Date((value * 7 + firstMonday + 3) * day);
    const year = thursday.getUTCFullYear();
    const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * day)) + 1;
    return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`;
  },
  usualStep: 1,
  unitsOfStep: 1,
  at: weekOf,
};

const times: ValueScale = {
  read: (text) => read(/^\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/, text, `1970-01-01T${text}Z`, second),
  write: (value) => timeText(iso(value * second).slice(11, 23)),
  usualStep: 60,
  unitsOfStep: 1,
  at: (moment) => (Math.floor(moment / 60_000) * 60) % (day / second),
};

const moments: ValueScale = {
  read: (text) =>
    read(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/, text, `${text.replace(' ', 'T')}Z`, second),
  write: (value) => {
    const text = iso(value * second);
    return `${text.slice(0, 11)}${timeText(text.slice(11, 23))}`;
  },
  usualStep: 60,
  unitsOfStep: 1,
  at: (moment) => Math.floor(moment / 60_000) * 60,
};

/** The scale of a type of input; undefined where its values have no order. */
export function scaleOf(type: string): ValueScale | undefined {
  switch (type) {
    case 'number':
    case 'range':
      return numbers;
    case 'date':
      return days;
    case 'month':
      return months;
    case 'week':
      return weeks;
    case 'time':
      return times;
    case 'datetime-local':
      return moments;
    default:
      return undefined;
  }
}

/** Limits of a value as a page writes them; empty where there are none. */
export interface WrittenLimits {
  readonly min: string;
  readonly max: string;
  readonly step: string;
}

/**
 * The value that is wanted, or the nearest one that the limits allow.
 * @param wanted in the scale's unit
 */
export function withinLimits(scale: ValueScale, wanted: number, { min, max, step }: WrittenLimits): string {
  const least = scale.read(min) ?? Number.NEGATIVE_INFINITY;
  const most = scale.read(max) ?? Number.POSITIVE_INFINITY;
  const within = Math.max(least, Math.min(most, wanted));
  const apart = stepOf(scale, step);
  if (apart === undefined) return scale.write(within);
  const from = Number.isFinite(least) ? least : 0;
  const steps = (within - from) / apart;
  // The nearest one below, unless that is below the least: there is none that is allowed then.
  const value = [Math.round(steps), Math.floor(steps), Math.ceil(steps)]
    .map((count) => rounded(from + count * apart, from, apart))
    .find((each) => each >= least && each <= most);
  return scale.write(value ?? within);
}

/** How far values are apart; undefined where any one will do. */
function stepOf({ usualStep, unitsOfStep }: ValueScale, step: string): number | undefined {
  if (step.trim().toLowerCase() === 'any') return undefined;
  const written = Number(step);
  return written > 0 && Number.isFinite(written) ? written * unitsOfStep : usualStep;
}

/** Decimal steps have no exact binary form: 3 steps of 0.1 are 0.3. */
function rounded(value: number, ...like: readonly number[]): number {
  const decimals = Math.max(...like.map((each) => numberText(each).split('.')[1]?.length ?? 0));
  return Number(value.toFixed(Math.min(100, decimals)));
}

/** A number without an exponent. */
function numberText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) < 1 ? value.toFixed(20).replace(/\.?0+$/, '') : String(BigInt(Math.round(value)));
}

function read(form: RegExp, text: string, moment: string, unit: number): number | undefined {
  return form.test(text) ? finite(Date.parse(moment) / unit) : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function iso(moment: number): string {
  // Beyond what inputs can hold there is nothing that a page could have meant.
  const [first, last] = [Date.parse('0001-01-01T00:00Z'), Date.UTC(9999, 11, 31)];
  return new Date(Math.max(first, Math.min(moment, last))).toISOString();
}

/** Seconds are written where there are any. */
function timeText(text: string): string {
  return text.replace(/(:00)?\.000$/, '');
}

function monthOf(moment: number): number {
  const date = new Date(moment);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

function weekOf(moment: number): number {
  return Math.floor((Math.floor(moment / day) - firstMonday) / 7);
}
