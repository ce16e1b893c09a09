/** A text is no longer than this, whatever a pattern repeats; groups are nested no deeper. */
const longest = 10_000;
const deepest = 100;

/** Signs that stand for a class or an escape, where it takes them: those that read best come first. */
const usualSigns = ['S', 's', '1', 'A', 'a', '0', ' ', '-', '.', '_', '/', ':', '+', '@', '#'];

/** What of regular expressions is not understood here: there is no sample then. */
class NotUnderstood extends Error {}

/**
 * A text that a regular expression takes, for the usual ones: signs, classes, groups, alternatives (the first one)
 * and repetitions (as few as are allowed). Whether it is taken is for the caller to try.
 * @param leastLength for patterns that say "one or more": repeated so long
 * @returns undefined where the pattern holds more than that, such as look-around
 */
export function sampleOf(pattern: string, leastLength = 0): string | undefined {
  try {
    const shortest = new Reader(pattern, 0).whole();
    const lacking = leastLength - shortest.length;
    return lacking > 0 ? new Reader(pattern, lacking).whole() : shortest;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/** Reads a pattern from left to right, and writes what it takes. */
class Reader {
  readonly #pattern: string;
  readonly #more: number;
  #at = 0;

  /** @param more how often more than it has to be something is repeated that may be without end */
  constructor(pattern: string, more: number) {
    this.#pattern = pattern;
    this.#more = more;
  }

  whole(): string {
    const text = this.#alternatives(0);
    // Only a bracket that was never opened ends it earlier.
    if (this.#at < this.#pattern.length) throw new NotUnderstood();
    return text;
  }

  #alternatives(depth: number): string {
    if (depth > deepest) throw new NotUnderstood();
    const first = this.#sequence(depth);
    while (this.#took('|')) this.#sequence(depth);
    return first;
  }

  #sequence(depth: number): string {
    let text = '';
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#next())) {
      text += this.#repeated(this.#atom(depth));
      if (text.length > longest) throw new NotUnderstood();
    }
    return text;
  }

  #atom(depth: number): string {
    if (this.#took('(')) {
      if (this.#took('?') && !this.#took(':') && !this.#tookMatch(/<[A-Za-z_$][\w$]*>/y))
        throw new NotUnderstood();
      const text = this.#alternatives(depth + 1);
      if (!this.#took(')')) throw new NotUnderstood();
      return text;
    }
    if (this.#took('^') || this.#took('$')) return '';
    if (this.#next() === '[') return signOf(this.#matched(/\[(?:\\.|[^\]\\])*\]/suy));
    if (this.#next() === '.') return signOf(this.#matched(/\./y));
    if (this.#next() === '\\') return this.#escape();
    // One that repeats nothing is a mistake.
    return this.#matched(/[^*+?{}()[\]]/suy);
  }

  #escape(): string {
    const source = this.#matched(/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)/suy);
    if (/^\\[dDwWsSpP]/.test(source)) return signOf(source);
    if (/^\\[bB]/.test(source)) return '';
    const code = /^\\(?:u\{?|x)([\da-fA-F]{2,6})\}?$/.exec(source)?.[1];
    if (code !== undefined && Number.parseInt(code, 16) <= 0x10_ffff)
      return String.fromCodePoint(Number.parseInt(code, 16));
    // What stands for something else is a letter or a digit: back-references are not understood.
    if (/^\\[A-Za-z0-9]/.test(source)) throw new NotUnderstood();
    return source.slice(1);
  }

  #repeated(text: string): string {
    const quantifier = this.#tookMatch(/[*+?]|\{\d{1,5}(?:,\d{0,5})?\}/y);
    if (quantifier === undefined) return text;
    this.#took('?');
    const [, least = '', open] = /^\{(\d+)(,)?/.exec(quantifier) ?? [];
    const most = /,(\d+)\}$/.exec(quantifier)?.[1];
    const isOpen = '*+'.includes(quantifier) || open !== undefined;
    const count = quantifier === '+' ? 1 : Number(least || 0);
    const wanted = isOpen ? Math.min(count + this.#more, Number(most ?? longest)) : count;
    const times = Math.max(count, wanted);
    if (times * text.length > longest) throw new NotUnderstood();
    return text.repeat(times);
  }

  #next(): string {
    return this.#pattern[this.#at] ?? '';
  }

  #took(sign: string): boolean {
    if (this.#next() !== sign) return false;
    this.#at++;
    return true;
  }

  #tookMatch(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const [text] = form.exec(this.#pattern) ?? [];
    this.#at += text?.length ?? 0;
    return text;
  }

  #matched(form: RegExp): string {
    const text = this.#tookMatch(form);
    if (text === undefined) throw new NotUnderstood();
    return text;
  }
}

/** A sign that a class takes. It is tried on one sign at a time, so that no class can hold anybody up. */
function signOf(source: string): string {
  let form: RegExp;
  try {
    form = new RegExp(`^${source}$`, 'u');
  } catch {
    throw new NotUnderstood();
  }
  const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const sign = [...usualSigns, ...printable, ...source].find((each) => form.test(each));
  if (sign === undefined) throw new NotUnderstood();
  return sign;
}
