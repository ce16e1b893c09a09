import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type ActKind, actGroups, actSchemas, isOfBench, kindsOf } from './acts.ts';
import { chained, digestAfter, emptyChain, noDigest } from './chain.ts';
import { canonicalText, parseEntry, printEntry, sequenceOf } from './entry.ts';

// They take as long as the machine has other work.
vi.setConfig({ testTimeout: 60_000 });

const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');
const entry = {
  sequence: 7,
  at: 1_764_080_000_000,
  actor: { kind: 'operator', operatorId: 'o1', name: 'Ada' },
  act: { kind: 'cardWritten', station: 'virtual', message: { sha256: 'ab'.repeat(32), octets: 700 } },
  subject: { deviceId: 'IMEI:1', card: { atr: '3B00', iccid: '8944' } },
} as const;
const text =
  '{"act":{"kind":"cardWritten","message":{"octets":700,"sha256":"' +
  `${'ab'.repeat(32)}"},"station":"virtual"},"actor":{"kind":"operator","name":"Ada","operatorId":"o1"},` +
  '"at":1764080000000,"sequence":7,"subject":{"card":{"atr":"3B00","iccid":"8944"},"deviceId":"IMEI:1"}}';

describe('an audit entry', () => {
  it('has one text: members in order, no blanks (RFC 8785)', () => {
    expect(printEntry(entry)).toBe(text);
    expect(parseEntry(text)).toEqual(entry);
    expect(sequenceOf(text)).toBe(7);
  });

  it('is the vector of RFC 8785, section 3.2.2 and 3.2.3', () => {
    const numbers = JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]');
    const value = {
      numbers,
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalText(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('is not read in any other text', () => {
    expect(parseEntry(`${text} `)).toBeUndefined();
    expect(parseEntry(text.replace('"sequence":7', '"sequence":7.0'))).toBeUndefined();
    expect(parseEntry(text.replace('"at":', '"at":1,"at":'))).toBeUndefined();
    expect(parseEntry(text.replace('"bench"', '"x"').replace('"operator"', '"nobody"'))).toBeUndefined();
    expect(parseEntry('')).toBeUndefined();
    expect(sequenceOf('{"sequence": 7}')).toBeUndefined();
    expect(sequenceOf('null')).toBeUndefined();
  });

  it('of an act that a newer version made stays readable, as such', () => {
    const newer = text.replace('"cardWritten"', '"cardPainted"');
    expect(parseEntry(newer)?.act).toEqual({ kind: 'newer', name: 'cardPainted' });
    const more = text.replace('"octets":700', '"octets":700,"quality":1');
    expect(parseEntry(more)?.act).toEqual({ kind: 'newer', name: 'cardWritten' });
  });

  it('takes any text that people write, half characters as replaced ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const printed = printEntry({ ...entry, subject: { label: name } });
        expect(parseEntry(printed)?.subject.label).toBe(name.toWellFormed());
      }),
    );
    expect(printEntry({ ...entry, subject: { label: 'a\uD800' } })).toContain('a\uFFFD');
  });

  it('is tied to the one before by SHA-256 over its digest and the text', () => {
    const first = chained(emptyChain, { ...entry, at: 1 }, sha256);
    expect(first.sequence).toBe(1);
    const octets = Buffer.concat([Buffer.alloc(32), Buffer.from(first.text)]);
    expect(first.digest).toBe(sha256(octets));
    const second = chained(first, { ...entry, at: 2 }, sha256);
    expect(second.digest).toBe(digestAfter(first.digest, second.text, sha256));
    expect(second.digest).not.toBe(digestAfter(noDigest, second.text, sha256));
  });
});

describe('acts', () => {
  it('each belong to one group', () => {
    const grouped = actGroups.flatMap(kindsOf);
    expect(grouped.toSorted()).toEqual((Object.keys(actSchemas) as ActKind[]).toSorted());
  });

  it('that devices and the bench do by themselves are nobody else’s', () => {
    expect((Object.keys(actSchemas) as ActKind[]).filter(isOfBench)).toEqual([
      'auditBegun',
      'auditDamageFound',
      'batchStoppedItself',
      'batchEnded',
      'rowReleased',
      'credentialsRotated',
      'sessionEnded',
      'alertRuleActed',
    ]);
  });
});
