import { describe, expect, it } from 'vitest';
import { type Alert, alertTypes, interactionEndAlert, operationCompleteType } from '../dm/alerts.ts';
import { plannerOf } from './planner.ts';
import { plansWith } from './test-profile.ts';
import { withoutRepetition } from './told-outcomes.ts';

const plans = plansWith([{ step: 'A', commands: [{ command: 'DELETE', target: 'urn:a:b/i/n' }] }]);
const complete: Alert = { alertType: operationCompleteType('urn:oma:mo:oma-fumo:1.0') };
const ended = interactionEndAlert({ serverUri: 'https://bench.example/interaction/1', reason: 'closed' });
const begun = (alerts: readonly Alert[], fulfilled: boolean, queued = false) =>
  withoutRepetition(plannerOf(plans, 0), queued, () => fulfilled).begin({ alerts }).kind;

describe('a device that tells what became of something', () => {
  it.each([complete, ended])('has nothing more to do where its plan was fulfilled: %o', (alert) => {
    expect(begun([{ alertType: 'urn:x' }, alert], true)).toBe('finished');
    // A plan that nobody has fulfilled is never said to be.
    expect(begun([{ alertType: 'urn:x' }, alert], false)).toBe('commands');
  });

  it('is managed as ever where it opens a session for another reason', () => {
    expect(begun([], true)).toBe('commands');
    expect(begun([{ alertType: 'urn:x' }], true)).toBe('commands');
  });

  it('has its plan before it where it was bootstrapped again, whatever was fulfilled before', () => {
    const alert = { alertType: alertTypes.bootstrapComplete };
    expect(begun([alert], true, true)).toBe('commands');
    expect(begun([alert, complete], true)).toBe('commands');
  });

  it('is not managed again where commands wait for it', () => {
    expect(begun([], true, true)).toBe('finished');
    expect(begun([], false, true)).toBe('commands');
  });
});
