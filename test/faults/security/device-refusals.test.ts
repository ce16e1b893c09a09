import { afterEach, describe, expect, it } from 'vitest';
import { composeBootstrapMessage, parseBootstrapMessage } from '../../../core/bootstrap/bootstrap-message.ts';
import { accountsOf } from '../../../core/dm/client/accounts.ts';
import { accountOf, object } from '../../../core/dm/client/test-device.ts';
import { instancesOf } from '../../../core/mo/device-objects.ts';
import { nodeAt } from '../../../core/mo/node.ts';
import {
  delegationMoid,
  devInfoMoid,
  dmAccountMoid,
  firmwareMoid,
  softwareMoid,
} from '../../../core/mo/standard-objects.ts';
import { startTestBench, type TestBench } from '../../support/bench.ts';
import { bootedDevice, type TestDevice } from '../../support/devices.ts';

/**
 * No unauthorised access from a server to a device: the real server's plan asks for what it must not have, and the
 * device refuses. The device belongs to another server, the vendor's, whose objects ours has few rights to.
 */
const siteMoid = 'urn:oma:mo:example-site:1.0';
const hiddenMoid = 'urn:oma:mo:example-hidden:1.0';
const deviceId = 'UUID:1';

const record = (name: string, instance: string, rights: string) =>
  object(`${delegationMoid}/${name}/`, {
    DAC: {
      MOID: siteMoid,
      MIID: instance,
      Owner: 'vendor',
      ACL: { a: { SrvID: 'dm-bench', Rights: rights } },
    },
  });
const site = (instance: string) => object(`${siteMoid}/${instance}/`, { Site: { Name: instance, Run: 1 } });
const vendorAccount = `${dmAccountMoid}/vendor`;
const ownAccount = `${dmAccountMoid}/bench`;

/** Configurations that a rogue plan has the device fetch. */
const configurations = {
  site: { target: `${siteMoid}/mine/`, data: { Site: { Name: 'ours' } } },
  siteOfVendor: { target: `${siteMoid}/read/`, data: { Site: { Name: 'ours' } } },
  hidden: { target: `${hiddenMoid}/h/`, data: { Hidden: { Name: 'ours' } } },
  devInfo: { target: `${devInfoMoid}//FwV`, data: { FwV: '9.9.9' } },
  newAccount: { target: `${dmAccountMoid}/evil/`, data: { DMAcc: { SrvID: 'evil' } } },
  vendorSecret: { target: `${vendorAccount}/Auth/Trsp`, data: { Trsp: { Data: 'x', Secret: 'y' } } },
  vendorBootstrap: {
    target: `${vendorAccount}/Auth/Bootstrap`,
    data: { Bootstrap: { ServerURI: 'https://evil.example', SecMode: 0 } },
  },
  vendorUri: { target: `${vendorAccount}/SrvURI`, data: { SrvURI: 'https://evil.example/dm' } },
  permissions: { target: `${ownAccount}/Perm/9`, data: { 9: { MOID: hiddenMoid } } },
  serverId: { target: `${ownAccount}/SrvID`, data: { SrvID: 'vendor' } },
  rights: {
    target: `${delegationMoid}/r/ACL/a/Rights`,
    data: { Rights: 'RWED' },
  },
  owner: { target: `${delegationMoid}/r/Owner`, data: { Owner: 'dm-bench' } },
  record: {
    target: `${delegationMoid}/mine/`,
    data: { DAC: { MOID: siteMoid, MIID: 'read', Owner: 'dm-bench', ACL: {} } },
  },
};

const hget = (configuration: string) => ({ command: 'HGET', configuration });
const get = (target: string) => ({ command: 'GET', target });

/** What is asked for, the command, and the one status that the device may answer. */
const refusals: readonly (readonly [string, object, number])[] = [
  // A MOID that the bootstrap did not permit to the server.
  ['to read what its MOID does not permit', get(`${hiddenMoid}//`), 403],
  ['to set what its MOID does not permit', hget('hidden'), 403],
  ['to set it wherever the device likes', { ...hget('hidden'), deviceChooses: true }, 403],
  ['to delete what its MOID does not permit', { command: 'DELETE', target: `${hiddenMoid}//` }, 403],
  ['to execute what its MOID does not permit', { command: 'EXEC', target: `${hiddenMoid}//Run` }, 403],
  ['to have it uploaded', { command: 'HPUT', targets: [`${hiddenMoid}//`], resource: 'x' }, 403],
  ['to have it added', { command: 'HPOST', targets: [`${hiddenMoid}//`], resource: 'x' }, 403],
  ['to be told of its changes', { command: 'SUB', target: `${hiddenMoid}//`, resource: 'x' }, 403],
  ['to be where it comes from when it is needed', { command: 'DEFAULT', configuration: 'hidden' }, 403],
  // An instance that another server owns.
  ['to read an instance without any right', get(`${siteMoid}/closed/`), 403],
  ['to read all instances, and is given its own part', get(`${siteMoid}/*/Name`), 200],
  ['to change an instance with the right to read', hget('siteOfVendor'), 403],
  ['to delete an instance with the right to read', { command: 'DELETE', target: `${siteMoid}/read/` }, 403],
  ['to execute with the right to read', { command: 'EXEC', target: `${siteMoid}/read/Run` }, 403],
  ['to read with the right to execute', get(`${siteMoid}/run/`), 403],
  [
    'to be told of changes with the right to execute',
    {
      command: 'SUB',
      target: `${siteMoid}/run/`,
      resource: 'x',
    },
    403,
  ],
  // Rights themselves.
  ['to give itself rights', hget('rights'), 403],
  ['to make itself the owner', hget('owner'), 403],
  ['to make an access record', hget('record'), 403],
  ['to delete an access record', { command: 'DELETE', target: `${delegationMoid}/r/` }, 403],
  // Accounts.
  ["to read another server's account", get(`${vendorAccount}/`), 403],
  ["to change another server's credentials", hget('vendorSecret'), 403],
  ["to change what protects another server's bootstrap", hget('vendorBootstrap'), 403],
  ["to change another server's address", hget('vendorUri'), 403],
  ["to delete another server's account", { command: 'DELETE', target: `${vendorAccount}/` }, 403],
  ['to make an account', hget('newAccount'), 403],
  ['to permit itself more', hget('permissions'), 405],
  ['to take the name of another server', hget('serverId'), 405],
  ['to read what it is permitted', get(`${ownAccount}/Perm`), 405],
  ['to read its own password', get(`${ownAccount}/Auth/Trsp/Secret`), 405],
  ['to read its own secret for notifications', get(`${ownAccount}/Auth/Noti/Secret`), 405],
  // What the device says of itself.
  ['to change what the device says of itself', hget('devInfo'), 405],
  ['to delete what the device says of itself', { command: 'DELETE', target: `${devInfoMoid}//` }, 405],
  ['to execute what cannot be executed', { command: 'EXEC', target: `${devInfoMoid}//FwV` }, 405],
];

describe('a device refuses its server', () => {
  let started: TestBench | undefined;
  let booted: TestDevice | undefined;
  afterEach(async () => {
    await booted?.device.off();
    await started?.close();
    [started, booted] = [undefined, undefined];
  });

  const begin = async (sessionPlan: unknown) => {
    const permits = [devInfoMoid, dmAccountMoid, delegationMoid, siteMoid, firmwareMoid, softwareMoid];
    const profile = {
      name: 'test',
      device: { id: 'UUID:{{number}}', label: 'Device {{number}}' },
      columns: { number: {} },
      server: { id: 'dm-bench', name: 'DM Bench' },
      ...{ permits, configurations, bootstrap: [], sessionPlan },
      simulatedDevice: { DevID: 'UUID:{{number}}' },
    };
    const bench = await startTestBench({
      profile: { name: 'profile.json', text: JSON.stringify(profile) },
      list: { name: 'list.csv', text: 'number\n1\n' },
    });
    const message = parseBootstrapMessage(bench.messages.get(deviceId)!);
    // The vendor's account is the first: what the message sets up is the vendor's.
    const octets = composeBootstrapMessage({
      accounts: [accountOf('vendor'), ...message.accounts],
      objects: [
        ...[site('read'), site('run'), site('closed'), object(`${hiddenMoid}/h/`, { Hidden: { Run: 1 } })],
        ...[record('r', 'read', 'R'), record('x', 'run', 'E'), record('n', 'closed', '')],
      ],
    });
    booted = bootedDevice(octets, { DevID: deviceId, FwV: '1.0' });
    started = bench;
    return { ...bench, device: booted.device, before: booted.device.state.objects };
  };

  it.each(refusals)('that wants %s', async (_what, command, status) => {
    const { device, before, event, events, bench } = await begin([
      { step: 'Ask', commands: [{ ...command, expect: { status } }] },
    ]);
    const session = await device.session([{ alertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }], {
      server: 'dm-bench',
    });
    expect(session).not.toHaveProperty('fault');
    const ended = await event('sessionEnded');
    expect(ended).toMatchObject({ outcome: 'fulfilled' });
    expect(ended).not.toHaveProperty('fault');
    expect(events.find(({ kind }) => kind === 'command')).toMatchObject({ status });
    // Nothing changed on the device, and nothing left it but what was allowed.
    expect(device.state.objects).toEqual(before);
    expect(device.state.subscriptions).toEqual([]);
    expect(device.state.defaults).toEqual(new Map());
    expect(
      bench.repository.list({ search: 'x', offset: 0, limit: 10 }).rows.filter((row) => row.uploaded),
    ).toEqual([]);
    const told = JSON.stringify(bench.store.objects.ofDevice(deviceId));
    for (const secret of ['geheim', 'closed', 'Hidden', 'vendor']) expect(told).not.toContain(secret);
  });

  it('no server at all that it has no account of', async () => {
    const { device, events } = await begin([{ step: 'Ask', commands: [get(`${devInfoMoid}//`)] }]);
    const session = await device.session([], { server: 'evil' });
    expect(session).toMatchObject({ rounds: 0, fault: { code: 'DEVICE_HAS_NO_ACCOUNT' } });
    expect(events).toEqual([]);
  });

  it('nothing that is its own: its account gets a new address, name and password', async () => {
    const { device, event } = await begin([
      { step: 'Renew', commands: [{ command: 'HGET', credentials: 'renew' }] },
    ]);
    const password = () => {
      const root = instancesOf(device.state.objects, dmAccountMoid).get('bench')!;
      return nodeAt(root, ['Auth', 'Trsp', 'Secret']);
    };
    const before = password();
    await device.session([], { server: 'dm-bench' });
    expect(await event('sessionEnded')).toMatchObject({ outcome: 'fulfilled' });
    expect(password()).not.toEqual(before);
    expect(accountsOf(device.state.objects)[0]).toEqual(accountOf('vendor'));
  });
});
