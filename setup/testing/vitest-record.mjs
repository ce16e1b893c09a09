import { writeFileSync } from 'node:fs';

/**
 * A vitest reporter that writes what became of each test into the file named by DM_BENCH_RECORD. Vitest's
 * own JSON leaves out why a test was skipped, and errors outside of tests.
 */
export default class VitestRecord {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = [];
    const errors = unhandledErrors.map((error) => `error outside the tests: ${error.message}`);
    for (const module of modules) {
      const found = [...module.children.allTests()];
      for (const test of found) {
        const { state, note = '' } = test.result();
        tests.push({ name: `${module.relativeModuleId} › ${test.fullName}`, state, reason: note });
      }
      errors.push(
        ...problemsOf(module, found.length).map((problem) => `${module.relativeModuleId} ${problem}`),
      );
    }
    writeFileSync(process.env.DM_BENCH_RECORD, JSON.stringify({ tests, errors }));
  }
}

/** What went wrong outside of single tests: while a file was loaded, or in what a suite does before its tests. */
function problemsOf(module, tests) {
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  const problems = suites.map((suite) => `› ${suite.fullName}: could not be prepared or tidied up`);
  if (module.errors().length > 0 || (module.state() === 'failed' && tests === 0))
    problems.push('could not be run');
  if (['pending', 'queued'].includes(module.state())) problems.push('did not end');
  return problems;
}
