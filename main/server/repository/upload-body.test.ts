import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toFault } from '../../../core/errors.ts';
import { partsOf } from './upload-body.ts';

describe('the parts of an upload', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const bodyOf = () => {
    const body = new IncomingMessage(new Socket());
    body.on('error', () => {});
    return body;
  };

  it('may come as slowly as they like, as long as they come', async () => {
    const body = bodyOf();
    const parts = partsOf(body, 1000);
    for (let number = 0; number < 20; number++) {
      const next = parts.next();
      await vi.advanceTimersByTimeAsync(900);
      body.push(Buffer.from([number]));
      expect(await next).toEqual({ done: false, value: Buffer.from([number]) });
      // However long it takes to write them.
      await vi.advanceTimersByTimeAsync(5000);
    }
    const last = parts.next();
    body.complete = true;
    body.push(null);
    expect(await last).toEqual({ done: true, value: undefined });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('end where none comes in time', async () => {
    const body = bodyOf();
    const next = partsOf(body, 30_000)
      .next()
      .catch((error: unknown) => toFault(error).message);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await next).toBe('Nothing more of an upload came for 30 seconds.');
    expect(body.destroyed).toBe(false);
  });

  it.each(['error', 'end'])('are not whole where the connection ends too early (%s)', async (how) => {
    const body = bodyOf();
    const next = partsOf(body, 30_000)
      .next()
      .catch((error: unknown) => toFault(error).code);
    if (how === 'error') body.destroy(new Error('aborted'));
    else body.push(null);
    expect(await next).toBe('REPOSITORY_BROKEN_OFF');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leave the body as it is where nobody wants more of them', async () => {
    const body = bodyOf();
    body.push(Buffer.from('one'));
    const parts = partsOf(body, 1000);
    expect((await parts.next()).done).toBe(false);
    await parts.return(undefined);
    expect(body.destroyed).toBe(false);
    body.push(Buffer.from('two'));
    const rest: string[] = [];
    body.on('data', (part) => rest.push(String(part)));
    body.resume();
    body.push(null);
    await new Promise((resolve) => body.once('end', resolve));
    expect(rest).toEqual(['two']);
  });
});
