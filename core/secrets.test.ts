import { describe, expect, it } from 'vitest';
import { secretOf, useSecret } from './secrets.ts';

describe('a secret', () => {
  it('is zeros after the work with it, which had it whole', () => {
    const secret = secretOf('1234');
    expect(useSecret(secret, (octets) => [...octets])).toEqual([0x31, 0x32, 0x33, 0x34]);
    expect([...secret]).toEqual([0, 0, 0, 0]);
  });

  it('is zeros after work that failed', () => {
    const secret = secretOf('1234');
    const work = () =>
      useSecret(secret, () => {
        throw new Error('broken');
      });
    expect(work).toThrow('broken');
    expect([...secret]).toEqual([0, 0, 0, 0]);
  });

  it('stays until work that takes its time has ended, well or not', async () => {
    for (const ends of ['well', 'badly']) {
      const secret = secretOf('1234');
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const used = useSecret(secret, () => promise);
      expect([...secret]).toEqual([0x31, 0x32, 0x33, 0x34]);
      if (ends === 'well') resolve('done');
      else reject(new Error('broken'));
      await used.then(
        (result) => expect(result).toBe('done'),
        (error) => expect(String(error)).toContain('broken'),
      );
      expect([...secret]).toEqual([0, 0, 0, 0]);
    }
  });

  it('may be missing', () => {
    expect(useSecret(undefined, (octets) => octets)).toBeUndefined();
  });
});
