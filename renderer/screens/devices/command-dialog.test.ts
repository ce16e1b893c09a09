import { describe, expect, it } from 'vitest';
import { emptyDraft, readDraft } from './command-dialog.tsx';

const node = 'urn:a:b/i/n';

describe('a command that is made up by hand', () => {
  it('is read from the fields', () => {
    expect(readDraft({ ...emptyDraft, target: `${node}\n\n urn:a:b/*/m ` })).toEqual({
      kind: 'work',
      work: { kind: 'GET', targets: [node, 'urn:a:b/*/m'] },
    });
    expect(readDraft({ ...emptyDraft, kind: 'place', target: node, data: '{"n": 1}' })).toEqual({
      kind: 'work',
      work: { kind: 'place', target: node, data: { n: 1 } },
    });
    expect(readDraft({ ...emptyDraft, kind: 'EXEC', target: node, asynchronous: true })).toMatchObject({
      work: { kind: 'EXEC', asynchronous: true },
    });
    expect(readDraft({ ...emptyDraft, kind: 'SHOW', form: 'place' })).toMatchObject({
      work: { form: 'place', seconds: 900 },
    });
  });

  it.each([
    [{ target: '' }, 'target'],
    [{ target: 'no uri' }, 'target'],
    [{ kind: 'DELETE', target: '' }, 'target'],
    [{ kind: 'place', target: node, data: '{' }, 'data'],
    [{ kind: 'place', target: node, data: '[1]' }, 'data'],
    [{ kind: 'place', target: node, data: '{}' }, 'data'],
    [{ kind: 'DEFAULT', target: 'x', data: '{"a":1}' }, 'target'],
    [{ kind: 'SUB', target: node, resource: '../x' }, 'resource'],
    [{ kind: 'SHOW', form: '' }, 'form'],
  ] as const)('that is wrong says in which field: %o', (draft, field) => {
    const read = readDraft({ ...emptyDraft, ...draft });
    expect(read.kind === 'faults' && Object.keys(read.faults)).toEqual([field]);
  });
});
