import { RE2JS, RE2JSException } from 're2js';

/**
 * A pattern for a whole answer. It is matched in a time that grows with the text alone, whatever the pattern is: who
 * answers a form is not who wrote it, and one answer must not hold up the server.
 */
export interface TextPattern {
  matches(text: string): boolean;
}

/** The pattern, or why it cannot be used (RE2 syntax: no look-around and no back-references). */
export function readPattern(text: string): TextPattern | { readonly detail: string } {
  try {
    const compiled = RE2JS.compile(text);
    return { matches: (answer) => compiled.testExact(answer) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { detail: error.message.replace('error parsing regexp: ', '') };
  }
}
