import { beforeEach, describe, expect, it } from 'vitest';
import { useStagedCommands } from './staged-commands.ts';

const work = (node: string) => ({ kind: 'DELETE', target: `urn:a:b/i/${node}` }) as const;
const staged = (deviceId: string) =>
  (useStagedCommands.getState().byDevice.get(deviceId) ?? []).map((each) => JSON.stringify(each.work));

describe('commands that are made up and not queued yet', () => {
  beforeEach(() => useStagedCommands.setState({ byDevice: new Map() }));

  it('are kept for each device in their order', () => {
    const { stage } = useStagedCommands.getState();
    stage('d1', work('a'));
    stage('d1', work('b'));
    stage('d2', work('c'));
    expect(staged('d1')).toEqual([work('a'), work('b')].map((each) => JSON.stringify(each)));
    expect(staged('d2')).toHaveLength(1);
  });

  it('go one by one, or those that were queued, and no others', () => {
    const { stage, remove, clear } = useStagedCommands.getState();
    for (const node of ['a', 'b', 'c']) stage('d1', work(node));
    const [first, second] = useStagedCommands.getState().byDevice.get('d1')!;
    remove('d1', first!.key);
    expect(staged('d1')).toHaveLength(2);
    stage('d1', work('late'));
    clear('d1', new Set([second!.key]));
    expect(staged('d1')).toEqual([work('c'), work('late')].map((each) => JSON.stringify(each)));
  });
});
