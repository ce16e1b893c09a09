import { describe, expect, it } from 'vitest';
import { printCommand } from '../dm/commands.ts';
import { printSerializedMos } from '../mo/serialization.ts';
import { type QueuedWork, queuedCommand, queuedContent, queuedWorkSchema } from './queued-work.ts';

const addresses = {
  resource: (name: string) => `https://h/r/${name}`,
  dm: 'https://h/dm',
  showForm: (form: string, seconds: number) => `https://h:1/interaction/${form}-${seconds}`,
};
const node = 'urn:a:b/i/n';
const data = { n: { x: 1 } };

describe('what a person queues for a device', () => {
  it.each<[QueuedWork, readonly string[]]>([
    [{ kind: 'GET', targets: [node, 'urn:a:b/*/m'] }, ['GET', node, 'urn:a:b/*/m']],
    [{ kind: 'HPUT', targets: [node], resource: 'copy' }, ['HPUT', 'https://h/r/copy', node]],
    [{ kind: 'HPOST', targets: [node], resource: 'copy' }, ['HPOST', 'https://h/r/copy', node]],
    [{ kind: 'place', target: node, data }, ['HGET', 'https://h/r/queued/c1', node]],
    [{ kind: 'DELETE', target: node }, ['DELETE', node]],
    [{ kind: 'EXEC', target: node, asynchronous: false }, ['EXEC', node]],
    [{ kind: 'EXEC', target: node, asynchronous: true }, ['EXEC', node, 'https://h/dm']],
    [{ kind: 'SUB', target: node, resource: 'watch' }, ['SUB', 'https://h/r/watch', node]],
    [{ kind: 'UNSUB', target: node }, ['UNSUB', node]],
    [{ kind: 'DEFAULT', moid: 'urn:a:b', data }, ['DEFAULT', 'https://h/r/queued/c1', 'urn:a:b']],
    [{ kind: 'SHOW', form: 'place', seconds: 60 }, ['SHOW', 'https://h:1/interaction/place-60']],
  ])('%o becomes a command with addresses', (work, command) => {
    expect(queuedWorkSchema.parse(work)).toEqual(work);
    expect(printCommand(queuedCommand('c1', work, addresses))).toEqual(command);
  });

  it('has what the device fetches', () => {
    const contentOf = (work: QueuedWork) => {
      const content = queuedContent(work);
      return content && printSerializedMos([content]);
    };
    expect(contentOf({ kind: 'place', target: node, data })).toEqual([{ ClientURI: node, MOData: data }]);
    expect(contentOf({ kind: 'DEFAULT', moid: 'urn:a:b', data })).toEqual([
      { ClientURI: 'urn:a:b//', MOData: data },
    ]);
    expect(contentOf({ kind: 'DELETE', target: node })).toBeUndefined();
  });

  it.each([
    { kind: 'GET', targets: [] },
    { kind: 'GET', targets: ['no uri'] },
    { kind: 'place', target: 'urn:a:b/*/n', data },
    { kind: 'place', target: node, data: {} },
    { kind: 'place', target: node, data: { a: 1, b: 2 } },
    { kind: 'SUB', target: node, resource: '../x' },
    { kind: 'DEFAULT', moid: 'a b', data },
    { kind: 'SHOW', form: 'place', seconds: 0 },
    { kind: 'CONT', serverUri: 'https://elsewhere/dm' },
    { kind: 'DELETE', target: node, more: 1 },
  ])('%o is refused', (work) => {
    expect(queuedWorkSchema.safeParse(work).success).toBe(false);
  });
});
