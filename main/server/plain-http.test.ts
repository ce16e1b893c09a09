import { describe, expect, it } from 'vitest';
import { plainHttpOf } from './plain-http.ts';

describe('plain HTTP', () => {
  it.each(['127.0.0.1', '127.8.0.1', 'localhost', '::1', '[::1]'])(
    'is the usual thing at %s, where nobody else comes',
    (host) => {
      expect(plainHttpOf(host, false)).toEqual({ plainHttp: 'usual', host });
      expect(plainHttpOf(host, true)).toEqual({ plainHttp: 'usual', host });
    },
  );

  it.each(['0.0.0.0', '::', '192.0.2.7', 'bench.example', 'localhost.example', '128.0.0.1'])(
    'is for the machine itself where others reach it at %s, unless somebody says otherwise',
    (host) => {
      expect(plainHttpOf(host, false)).toEqual({ plainHttp: 'onlyHere', host: '127.0.0.1' });
      expect(plainHttpOf(host, true)).toEqual({ plainHttp: 'offered', host });
    },
  );
});
