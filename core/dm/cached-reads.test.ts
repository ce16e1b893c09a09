import { describe, expect, it } from 'vitest';
import { interior, leaf } from '../mo/node.ts';
import { type KnownNode, type Recall, withCachedReads } from './cached-reads.ts';
import { parseClientUri, printClientUri } from './client-uri.ts';
import type { ServerCommand } from './commands.ts';
import { printNodeAddress } from './node-address.ts';
import type { CommandResult, PlanTurn, SessionPlanner } from './server-session.ts';

const get = (...uris: string[]): ServerCommand => ({ kind: 'GET', targets: uris.map(parseClientUri) });
const known: KnownNode = {
  validator: '9f31',
  data: { name: 'Gateway', node: interior([['APN', leaf('x')]]) },
};
const recall: Recall = (address) => (printNodeAddress(address) === 'urn:a:b/g/' ? known : undefined);

/** A planner that asks for the same commands again and again, and keeps what it is told. */
function fakePlanner(commands: readonly ServerCommand[]) {
  const told: (readonly CommandResult[])[] = [];
  const turn: PlanTurn<number> = { kind: 'commands', commands, progress: 1 };
  const planner: SessionPlanner<number> = {
    serverUri: 'https://h/dm',
    begin: () => turn,
    next(progress, results, alerts) {
      told.push(results);
      expect(progress).toBe(1);
      expect(alerts).toEqual([{ alertType: 'a' }]);
      return turn;
    },
  };
  return { planner: withCachedReads(planner, recall), told };
}

const sent = (turn: PlanTurn<number>) =>
  turn.kind === 'commands'
    ? turn.commands.map((command) =>
        command.kind === 'GET' ? command.targets.map(printClientUri).join(' ') : command.kind,
      )
    : turn.kind;

describe('reads of what the server has already', () => {
  it('carry its validator, and no others do', () => {
    const { planner } = fakePlanner([
      get('urn:a:b/g/'),
      get('urn:a:b/h/'),
      get('urn:a:b/g/APN'),
      get('urn:a:b/*/'),
      get('urn:a:b/g/', 'urn:a:b/h/'),
      { kind: 'DELETE', target: parseClientUri('urn:a:b/g/') },
    ]);
    const expected = [
      'urn:a:b/g/?cv=9f31',
      'urn:a:b/h/',
      'urn:a:b/g/APN',
      'urn:a:b/*/',
      'urn:a:b/g/ urn:a:b/h/',
      'DELETE',
    ];
    expect(sent(planner.begin({ alerts: [] }))).toEqual(expected);
    expect(sent(planner.next(1, [], [{ alertType: 'a' }]))).toEqual(expected);
  });

  it('that are answered with 304 give the plan the copy', () => {
    const { planner, told } = fakePlanner([]);
    const command = get('urn:a:b/g/?cv=9f31');
    planner.next(1, [{ command, status: { code: 304 } }], [{ alertType: 'a' }]);
    expect(told[0]).toEqual([
      {
        command,
        status: {
          code: 200,
          data: [{ clientUri: { moid: 'urn:a:b', instance: 'g', path: [] }, data: known.data }],
        },
      },
    ]);
  });

  it.each<readonly [CommandResult]>([
    [{ command: get('urn:a:b/g/?cv=9f31') }],
    [{ command: get('urn:a:b/g/?cv=9f31'), status: { code: 200 } }],
    [{ command: get('urn:a:b/g/?cv=9f31'), status: { code: 404 } }],
    // The copy is another one by now, there is none, or the device was not asked so.
    [{ command: get('urn:a:b/g/?cv=9f32'), status: { code: 304 } }],
    [{ command: get('urn:a:b/h/?cv=9f31'), status: { code: 304 } }],
    [{ command: get('urn:a:b/g/'), status: { code: 304 } }],
    [{ command: get('urn:a:b/*/?cv=9f31'), status: { code: 304 } }],
    [{ command: { kind: 'DELETE', target: parseClientUri('urn:a:b/g/') }, status: { code: 304 } }],
  ])('%#: are left as they were reported otherwise', (result) => {
    const { planner, told } = fakePlanner([]);
    planner.next(1, [result], [{ alertType: 'a' }]);
    expect(told[0]).toEqual([result]);
  });

  it('leave the end of a plan as it is', () => {
    const outcome = { kind: 'fulfilled', passedOver: [] } as const;
    const planner = withCachedReads<number>(
      {
        serverUri: 'https://h/dm',
        begin: () => ({ kind: 'suspended', progress: 7 }),
        next: () => ({ kind: 'finished', outcome }),
      },
      recall,
    );
    expect(planner.serverUri).toBe('https://h/dm');
    expect(planner.begin({ alerts: [] })).toEqual({ kind: 'suspended', progress: 7 });
    expect(planner.next(7, [], [])).toEqual({ kind: 'finished', outcome });
  });
});
