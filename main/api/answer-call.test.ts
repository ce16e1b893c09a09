import { describe, expect, it } from 'vitest';
import { codedError } from '../../core/errors.ts';
import { answerCall, type CallHandlers } from './answer-call.ts';
import type { CallGuard } from './call-guard.ts';

const handlers = {
  pauseBatch: ({ batchId }: { batchId: string }) => ({ batchId }),
  batch: () => {
    throw codedError('BATCH_UNKNOWN', { batch: 'x' });
  },
  batches: () => {
    throw new Error('broken');
  },
} as unknown as CallHandlers;

const openGuard: CallGuard = {
  admit() {},
  veil: (_name, answer) => answer,
  veilEvent: (event) => event,
};

describe('a call from the renderer', () => {
  const reported: unknown[] = [];
  const call = (name: unknown, request: unknown, guard = openGuard) =>
    answerCall({ handlers, guard }, name, request, (error) => reported.push(error));

  it('is parsed, then answered', async () => {
    expect(await call('pauseBatch', { batchId: 'b' })).toEqual({ kind: 'answer', answer: { batchId: 'b' } });
  });

  it.each([
    ['nonsense', {}],
    ['constructor', {}],
    [undefined, {}],
    ['pauseBatch', { batchId: 7 }],
    ['pauseBatch', { batchId: 'b', extra: 1 }],
    ['pauseBatch', undefined],
  ])('is refused as %s %j before a handler sees it', async (name, request) => {
    expect(await call(name, request)).toMatchObject({ kind: 'fault', fault: { code: 'INTERNAL' } });
  });

  it('is refused where whoever is there may not ask, before anything of it is read', async () => {
    const guard: CallGuard = {
      ...openGuard,
      admit() {
        throw codedError('OPERATOR_SIGN_IN_NEEDED', {});
      },
    };
    for (const request of [{ batchId: 'b' }, { batchId: 7 }])
      expect(await call('pauseBatch', request, guard)).toMatchObject({
        kind: 'fault',
        fault: { code: 'OPERATOR_SIGN_IN_NEEDED' },
      });
    expect(await call('nonsense', {}, guard)).toMatchObject({ fault: { code: 'INTERNAL' } });
  });

  it('is answered with what may be seen', async () => {
    const guard = { ...openGuard, veil: () => ({ batchId: '•' }) } as unknown as CallGuard;
    expect(await call('pauseBatch', { batchId: 'b' }, guard)).toEqual({
      kind: 'answer',
      answer: { batchId: '•' },
    });
  });

  it('carries a coded error as a value, and reports what nobody expected', async () => {
    expect(await call('batch', { batchId: 'x' })).toMatchObject({
      kind: 'fault',
      fault: { code: 'BATCH_UNKNOWN' },
    });
    expect(reported).toEqual([]);
    expect(await call('batches', {})).toMatchObject({ kind: 'fault', fault: { code: 'INTERNAL' } });
    expect(String(reported)).toContain('broken');
  });
});
