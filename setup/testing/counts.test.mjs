import { describe, expect, it } from 'vitest';
import { closingLine, playwrightCounts, verdict, vitestCounts, withEnd } from './counts.mjs';

const outcome = (passed, failed = 0, skipped = [], problems = []) => ({ passed, failed, skipped, problems });
const fine = { code: 0, signal: null, timedOut: false };

describe('a step that holds or does not', () => {
  it('counts as one test', () => {
    expect(verdict({ code: 0 })).toEqual(outcome(1));
    expect(verdict({ code: 2 })).toEqual(outcome(0, 1));
    expect(verdict({ code: 1, timedOut: true })).toEqual(outcome(0, 0, [], ['took too long and was ended']));
  });
});

describe('vitest’s record', () => {
  it('is counted, skipped tests with their reasons', () => {
    const tests = [
      { name: 'a', state: 'passed', reason: '' },
      { name: 'b', state: 'failed', reason: '' },
      { name: 'c', state: 'skipped', reason: 'no reader' },
      { name: 'd', state: 'pending', reason: '' },
    ];
    expect(vitestCounts({ tests, errors: ['x could not be run'] })).toEqual(
      outcome(1, 2, [{ name: 'c', reason: 'no reader' }], ['x could not be run']),
    );
  });
});

describe('Playwright’s report', () => {
  it('is counted, through nested suites', () => {
    const test = (status, annotations = []) => ({ status, annotations });
    const report = {
      errors: [{ message: 'no tests\nfound' }],
      suites: [
        {
          title: 'window.spec.ts',
          specs: [{ title: 'opens', tests: [test('expected')] }],
          suites: [
            {
              title: 'tree',
              specs: [
                { title: 'grows', tests: [test('unexpected')] },
                { title: 'shakes', tests: [test('flaky')] },
                { title: 'asks', tests: [test('skipped', [{ type: 'skip', description: 'Electron only' }])] },
              ],
            },
          ],
        },
      ],
    };
    expect(playwrightCounts(report)).toEqual(
      outcome(1, 2, [{ name: 'window.spec.ts › tree › asks', reason: 'Electron only' }], ['no tests']),
    );
  });
});

describe('the end of a runner', () => {
  it('adds nothing to tests that ran', () => {
    expect(withEnd(outcome(3), fine)).toEqual(outcome(3));
    expect(withEnd(outcome(3, 1), { ...fine, code: 1 })).toEqual(outcome(3, 1));
  });

  it('is a failure when it crashed, was ended, or ran nothing', () => {
    expect(withEnd(outcome(3), { ...fine, code: 1 }).problems).toEqual(['ended with exit code 1']);
    expect(withEnd(outcome(3), { ...fine, code: 1, signal: 'SIGSEGV' }).problems).toEqual([
      'ended with SIGSEGV',
    ]);
    expect(withEnd(outcome(3), { ...fine, timedOut: true }).problems).toEqual([
      'took too long and was ended',
    ]);
    expect(withEnd(outcome(0), fine).problems).toEqual(['ran no test']);
    expect(withEnd(outcome(0, 0, [{ name: 'a', reason: '' }]), fine).problems).toEqual([
      'skipped every test',
    ]);
  });
});

describe('the closing line', () => {
  it('names skipped tests only when there are any', () => {
    expect(closingLine([outcome(1), outcome(2)])).toBe('3 passed, 0 failed');
    expect(closingLine([outcome(1, 1, [{}], ['crash']), outcome(2)])).toBe('3 passed, 2 failed, 1 skipped');
  });
});
