import { describe, expect, it } from 'vitest';
import { isAsGrave, severities, severityOf, severityOfRank, severityRank } from './severity.ts';

describe('the severity of an alert', () => {
  it('is what its Mark names', () => {
    for (const severity of severities) expect(severityOf(severity)).toBe(severity);
    expect(severityOf(' Critical ')).toBe('critical');
  });

  it.each([undefined, '', 'bogus', 'critical!', '__proto__'])('cannot be determined from %j', (mark) => {
    expect(severityOf(mark)).toBe('indeterminate');
  });

  it('has an order, the gravest first', () => {
    expect(severities.map(severityRank)).toEqual([6, 5, 4, 3, 2, 1, 0]);
    for (const severity of severities) expect(severityOfRank(severityRank(severity))).toBe(severity);
    expect([severityOfRank(-1), severityOfRank(7)]).toEqual(['indeterminate', 'indeterminate']);
    expect(isAsGrave('critical', 'critical')).toBe(true);
    expect(isAsGrave('fatal', 'minor')).toBe(true);
    expect(isAsGrave('indeterminate', 'harmless')).toBe(false);
  });
});
