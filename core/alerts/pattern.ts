/** Whether a pattern, in which `*` stands for any characters, is the whole of a text. Case means nothing. */
export function matchesPattern(pattern: string, text: string): boolean {
  const whole = text.toLowerCase();
  const [first = '', ...parts] = pattern.toLowerCase().split('*');
  const last = parts.pop();
  if (last === undefined) return whole === first;
  if (!whole.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = whole.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return whole.length - at >= last.length && whole.endsWith(last);
}
