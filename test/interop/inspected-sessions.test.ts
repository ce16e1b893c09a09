import { afterEach, describe, expect, it } from 'vitest';
import type { TreeView } from '../../core/inspect/tree-view.ts';
import { instancesOf, withInstance } from '../../core/mo/device-objects.ts';
import { leaf, withNodeAt } from '../../core/mo/node.ts';
import type { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { startTestBench, type TestBench } from '../support/bench.ts';
import { bootedDevice } from '../support/devices.ts';

/** What real sessions leave in a device's tree: where each value comes from, and which may be over. */
const devInfoMoid = 'urn:oma:mo:oma-dm-devinfo:1.0';
const siteMoid = 'urn:oma:mo:example-site:1.0';
const deviceId = 'UUID:1';
const view: TreeView = { open: 'all', except: [], find: '', only: 'all', described: false };
const step = (name: string, ...commands: object[]) => ({ step: name, commands });
const profileOf = (sessionPlan: readonly object[]) => ({
  name: 'profile.json',
  text: JSON.stringify({
    name: 'test',
    device: { id: 'UUID:{{number}}', label: 'Device {{number}}' },
    columns: { number: {} },
    server: { id: 'dm-bench', name: 'DM Bench' },
    permits: [devInfoMoid, siteMoid],
    configurations: {
      site: {
        target: `${siteMoid}/s/`,
        data: { Site: { Name: 'Site {{number}}', Floor: 3, Room: { Number: 7 } } },
      },
    },
    bootstrap: [],
    simulatedDevice: { DevID: 'UUID:{{number}}' },
    sessionPlan,
  }),
});

describe('the tree that sessions leave', () => {
  let started: TestBench | undefined;
  let device: SimulatedDevice | undefined;
  afterEach(async () => {
    await device?.off();
    await started?.close();
    [started, device] = [undefined, undefined];
  });
  const begin = async (...steps: readonly object[]) => {
    const bench = await startTestBench({
      profile: profileOf(steps),
      list: { name: 'list.csv', text: 'number\n1\n' },
    });
    const booted = bootedDevice(bench.messages.get(deviceId)!, { DevID: deviceId, FwV: '1.0' });
    [started, device] = [bench, booted.device];
    await booted.device.bootstrapComplete();
    return { ...bench, ...booted };
  };
  const rowsOf = ({ bench }: TestBench) => {
    const { trees } = bench.inspection;
    const { treeId } = trees.open({ kind: 'device', deviceId });
    const { rows } = trees.rows(treeId, view, { offset: 0, limit: 500 });
    return (name: string) => {
      const row = rows.find((each) => each.name === name);
      if (row === undefined) throw new Error(`there is no ${name}`);
      const { source, value, stale } = row;
      return { source: source?.kind, text: 'text' in value ? value.text : value.kind, stale };
    };
  };

  it('says of each value how it came, also of those that came in parts', async () => {
    const run = await begin(
      step('Configure', { command: 'HGET', configuration: 'site' }),
      step('Read', { command: 'GET', target: `${siteMoid}/s/` }),
      step('Keep a part', { command: 'HPUT', targets: [`${siteMoid}/s/Room`], resource: 'room' }),
      step('Subscribe', { command: 'SUB', target: `${siteMoid}/s/Floor`, resource: 'floor' }),
    );
    await run.device.change((objects) => {
      const kind = objects.kinds.get(siteMoid)!;
      const root = instancesOf(objects, siteMoid).get('s')!;
      return withInstance(objects, kind, 's', withNodeAt(root, ['Floor'], leaf(4))!);
    });
    const at = rowsOf(run);
    expect(at('Name')).toEqual({ source: 'reported', text: 'Site 1', stale: undefined });
    expect(at('Number')).toMatchObject({ source: 'uploaded', text: '7' });
    expect(at('Floor')).toMatchObject({ source: 'subscribed', text: '4' });
    const { store } = run.bench;
    expect(
      store.objects.get(deviceId, siteMoid, 's')?.parts?.map(({ path, source }) => [path, source]),
    ).toEqual([
      [[], 'reported'],
      [['Room'], 'uploaded'],
      [['Floor'], 'subscribed'],
    ]);
  });

  it('has as possibly outdated what was written after it was read', async () => {
    const run = await begin(
      step('Configure', { command: 'HGET', configuration: 'site' }),
      step('Read', { command: 'GET', target: `${siteMoid}/s/` }),
      step('Write', { command: 'HGET', configuration: 'site' }),
    );
    const at = rowsOf(run);
    expect(at('Floor')).toEqual({ source: 'reported', text: '3', stale: 'written' });
  });

  it('has as it is what was read in the round that wrote it, and what was deleted as that', async () => {
    const fresh = await begin(
      step(
        'Write and read',
        { command: 'HGET', configuration: 'site' },
        { command: 'GET', target: `${siteMoid}/s/` },
      ),
    );
    expect(rowsOf(fresh)('Floor').stale).toBeUndefined();
    await device?.off();
    await started?.close();
    const gone = await begin(
      step('Configure', { command: 'HGET', configuration: 'site' }),
      step('Read', { command: 'GET', target: `${siteMoid}/s/` }),
      step('Remove', { command: 'DELETE', target: `${siteMoid}/s/Room` }),
    );
    const at = rowsOf(gone);
    expect(at('Number').stale).toBe('deleted');
    expect(at('Floor').stale).toBeUndefined();
  });

  it('reads as unchanged what the device says is unchanged', async () => {
    const run = await begin(
      step('Look', { command: 'GET', target: `${devInfoMoid}/main/`, expect: { status: [200, 304] } }),
    );
    const before = rowsOf(run)('FwV');
    await run.device.session([{ alertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }]);
    expect(rowsOf(run)('FwV')).toEqual({ ...before, stale: undefined });
  });
});
