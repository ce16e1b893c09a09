import path from 'node:path';
import type { MoJson } from '../../core/mo/serialization.ts';
import { openStore } from '../../main/store/store.ts';
import { makeAuthority } from '../../main/vault/make-certificates.ts';
import { putLargeInstance } from '../support/large-device.ts';

/** The devices of the sample, and what is put into the store of each. */
export const seeded = {
  /** Fifty thousand nodes, and an object that a description can be imported for. */
  large: { deviceId: 'IMEI:352099001761408', label: 'BX04100-C' },
  /** No descriptions at all, and names and values that nobody expects. */
  odd: { deviceId: 'IMEI:352099001762141', label: 'BX04102-G' },
  /** As it was, but for a site that the device will report otherwise. */
  plain: { deviceId: 'IMEI:352099001761770', label: 'BX04101-F' },
} as const;

export const oddMoid = 'urn:oma:mo:odd:1.0';
/** The object that `examples/ddf` describes. */
export const describedMoid = 'urn:oma:mo:example-gateway:1.1';
export const largeNodes = 50_000;

/** Puts trees into the store of a bench that has provisioned its sample and is closed. */
export async function seedTrees(folder: string, ddf: string): Promise<void> {
  const store = openStore(path.join(folder, 'data'), () => Date.now());
  const at = Date.now();
  const sessionOf = (deviceId: string) => store.sessions.ofDevice(deviceId)[0]?.sessionId ?? '';
  const put = (deviceId: string, moid: string, instance: string, rootName: string, root: MoJson) =>
    store.objects.put(deviceId, {
      ...{ moid, instance, rootName, root, reportedAt: at, sessionId: sessionOf(deviceId) },
      source: 'reported',
    });
  const { large, odd, plain } = seeded;
  putLargeInstance(store, large.deviceId, largeNodes, at);
  put(large.deviceId, describedMoid, 'gw', 'Gateway', described);
  put(odd.deviceId, oddMoid, 'only', 'Odd', await oddRoot());
  store.objects.list(
    odd.deviceId,
    [
      { moid: oddMoid, instances: ['only', 'unread'], ddf },
      { moid: 'urn:oma:mo:oma-dm-devinfo:1.0', instances: ['main'] },
      { moid: 'urn:oma:mo:example-gateway:1.0', instances: ['gateway'] },
    ],
    at,
  );
  const known = store.objects.keptOf(plain.deviceId).find(({ rootName }) => rootName === 'Gateway');
  if (known === undefined) throw new Error('the sample has not reported its gateway');
  // Without its validator: the device would say that nothing has changed.
  const { validator: _validator, ...before } = known;
  store.objects.put(plain.deviceId, { ...before, root: { Site: { Name: 'Hall 99' }, Old: 'gone by now' } });
  store.close();
}

/** Data of which some contradict their description. */
const described: MoJson = {
  Name: 'GW-200',
  Connectivity: { APN: 'm2m.example', RoamingAllowed: 'perhaps' },
  Surprise: 1,
  Ext: { Own: { Speed: 3 } },
};

async function oddRoot(): Promise<MoJson> {
  const { certificatePem } = await makeAuthority('bench.example', {
    validity: { from: Date.UTC(2026, 0, 1), to: Date.UTC(2036, 0, 1) },
    randomOctets: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
  let deep: MoJson = 'the end of it';
  for (let level = 1000; level > 0; level--) deep = { [`level${level}`]: deep };
  return {
    'a/b?c': 'a slash and a question mark',
    '"quoted"': 'quotes',
    '<img src=x onerror=alert(1)>': '<script>alert(2)</script>',
    שלום: 'right to left',
    'safe\u202Eexe.txt': 'an override of the writing direction',
    Certificate: certificatePem,
    Json: '{"a":[1,2,{"b":null}],"big":12345678901234567890}',
    Xml: '<a><b c="1">text</b><b/></a>',
    Long: 'long '.repeat(20_000),
    Empty: '',
    Nothing: null,
    Yes: true,
    Deep: deep,
    Ext: { Own: 1 },
  };
}
