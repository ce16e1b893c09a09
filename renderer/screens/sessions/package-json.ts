import { visibleLines } from '../../../core/inspect/visible-text.ts';
/** What a package of a transcript holds, looked at without trust: a session shows also what nobody could read. */
export type Json = Readonly<Record<string, unknown>>;

/** A text as a JSON object; undefined where it is none. */
export function objectOf(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isJson(json) ? json : undefined;
  } catch {
    // A package that is no JSON is a fact of the session, shown as such.
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a list; empty where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A value as a text; what is none as its JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A text that may be JSON, laid out for reading; any other text as it is. */
export function laidOut(text: string): string {
  try {
    return visibleLines(JSON.stringify(JSON.parse(text), null, 2));
  } catch {
    // What is no JSON is shown as it came: that is what the engineer is looking for.
    return visibleLines(text);
  }
}
