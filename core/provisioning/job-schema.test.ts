import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { type JobEvent, type JobState, stepJob } from './job.ts';
import { parseJobState } from './job-schema.ts';
import { parseRowResult } from './row-result.ts';

const message = { digest: 'ab', octets: 2 };
const event = fc.constantFrom<JobEvent>(
  { kind: 'claim', station: 's' },
  { kind: 'prepare', message },
  { kind: 'startWriting', card: { atr: '3B', iccid: '8944' } },
  { kind: 'startWriting', card: { atr: '3B' } },
  { kind: 'verify' },
  { kind: 'openSession' },
  { kind: 'awaitDevice' },
  { kind: 'finish', session: 'x' },
  { kind: 'finish' },
  { kind: 'fail', fault: faultOf('FILE_NOT_UTF8', { file: 'f', offset: 1 }, { file: 'f', line: 2 }) },
  { kind: 'fail', fault: { ...faultOf('CARD_PULLED', {}), card: 'asBefore' } },
  { kind: 'release' },
  { kind: 'hold', reason: 'r' },
  { kind: 'cancel', reason: 'r' },
  { kind: 'reinstate', reason: 'r' },
);

describe('the state of a job that another program wrote', () => {
  it('is read whole, whatever way led to it', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let state: JobState = { kind: 'waiting' };
        for (const each of events)
          try {
            state = stepJob(state, each);
          } catch {}
        expect(parseJobState(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    'no JSON',
    'null',
    '[]',
    '{"kind":"beamed"}',
    '{"kind":"held"}',
    '{"kind":"done","station":"s"}',
    '{"kind":"verified","station":"s","message":{"digest":"ab","octets":2}}',
    '{"kind":"waiting","more":1}',
  ])('is not taken for one: %s', (text) => {
    expect(parseJobState(text)).toBeUndefined();
  });
});

describe('what another bench recorded of a row', () => {
  it('is read, also what a newer version says besides', () => {
    const result = { verifiedAt: 1, reported: { 'urn:a/b/': { A: '1' } }, by: [{ kind: 'bench' }], newer: 1 };
    expect(parseRowResult(JSON.stringify(result))).toEqual(result);
  });

  it.each([
    'no JSON',
    '{}',
    '{"reported":{},"verifiedAt":"yesterday"}',
    '{"reported":{},"by":[{"kind":"x"}]}',
  ])('is not stated where it cannot be read: %s', (text) => {
    expect(parseRowResult(text)).toBeUndefined();
  });
});
