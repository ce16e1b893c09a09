/** A line for a person. Always on standard error: standard output belongs to what is being started. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
