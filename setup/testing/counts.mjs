/**
 * What a step of the tests came to: { passed, failed, skipped: [{ name, reason }], problems: [text] }.
 * Each problem counts as one failure besides the failed tests.
 */

/** The outcome of a step that either holds or doesn't: lint, types, rules, build. */
export function verdict({ code, timedOut }) {
  if (code === 0) return { passed: 1, failed: 0, skipped: [], problems: [] };
  const problems = timedOut ? ['took too long and was ended'] : [];
  return { passed: 0, failed: timedOut ? 0 : 1, skipped: [], problems };
}

/** Counts what vitest-record.mjs wrote. */
export function vitestCounts(record) {
  const counts = { passed: 0, failed: 0, skipped: [], problems: [...record.errors] };
  for (const { name, state, reason } of record.tests) {
    if (state === 'passed') counts.passed += 1;
    else if (state === 'skipped') counts.skipped.push({ name, reason });
    else counts.failed += 1;
  }
  return counts;
}

/** Counts Playwright's JSON report. A test that passed only when tried again has failed. */
export function playwrightCounts(report) {
  const counts = {
    passed: 0,
    failed: 0,
    skipped: [],
    problems: report.errors.map((error) => firstLine(error.message)),
  };
  for (const { name, test } of testsIn(report.suites, [])) {
    if (test.status === 'expected') counts.passed += 1;
    else if (test.status === 'skipped') counts.skipped.push({ name, reason: reasonOf(test) });
    else counts.failed += 1;
  }
  return counts;
}

/** Adds what the runner's end tells to its counts: a crash, a time-out, or no test at all is a failure too. */
export function withEnd(counts, { code, signal, timedOut }) {
  const problems = [...counts.problems];
  const seen = counts.failed + problems.length > 0;
  if (timedOut) problems.push('took too long and was ended');
  else if (code !== 0 && !seen) problems.push(`ended with ${signal ?? `exit code ${code}`}`);
  if (counts.passed + counts.failed + problems.length === 0) {
    problems.push(counts.skipped.length > 0 ? 'skipped every test' : 'ran no test');
  }
  return { ...counts, problems };
}

/** The closing line: `N passed, N failed`, with `, N skipped` when there are any. */
export function closingLine(outcomes) {
  const sum = (pick) => outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const failed = sum(failures);
  const skipped = sum((outcome) => outcome.skipped.length);
  const line = `${sum((outcome) => outcome.passed)} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** How many failures an outcome counts for. */
export function failures(outcome) {
  return outcome.failed + outcome.problems.length;
}

function* testsIn(suites, titles) {
  for (const suite of suites) {
    const place = suite.title ? [...titles, suite.title] : titles;
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) yield { name: [...place, spec.title].join(' › '), test };
    }
    yield* testsIn(suite.suites ?? [], place);
  }
}

function reasonOf(test) {
  const note = test.annotations?.find(({ type }) => type === 'skip' || type === 'fixme');
  return note?.description ?? '';
}

function firstLine(text = 'an error outside the tests') {
  return text.split('\n')[0];
}
