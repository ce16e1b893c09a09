import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerEventRecord } from '../../../main/server/server-events.ts';
import { exampleFile, startTestBench, type TestBench } from '../../support/bench.ts';
import {
  basicHeader,
  type DoorOfServer,
  type Doors,
  digestAt,
  doorsOf,
  type Headers,
} from '../../support/doors.ts';

const deviceId = 'IMEI:352099001761408';
const otherId = 'IMEI:352099001761770';
const encoded = encodeURIComponent(deviceId);

describe('nobody is let in who is not the device', () => {
  let started: TestBench;
  let doors: Doors;

  beforeEach(async () => {
    started = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
    doors = doorsOf(started, deviceId, otherId);
  });
  afterEach(() => started.close());

  const show: Doors['show'] = (...shown) => doors.show(...shown);
  const challenge: Doors['challenge'] = (door) => doors.challenge(door);
  const sessions = () => [deviceId, otherId].flatMap((id) => started.bench.store.sessions.ofDevice(id));
  const told = (kind: ServerEventRecord['kind']) => started.events.filter((event) => event.kind === kind);
  const secrets = () =>
    doors.all.flatMap(({ right, others }) => [right.password, others.password, 'm2m.example', 'Gateway']);
  const expectNothingGiven = (answer: { readonly body: string; readonly head: string }) => {
    for (const secret of secrets()) expect(answer.head + answer.body).not.toContain(secret);
  };

  it('opens each door to the device by Basic and by Digest', async () => {
    for (const door of doors.all) {
      const id: Headers = [['OMADM-DevID', deviceId]];
      expect((await show(door, [...id, ['authorization', basicHeader(door.right)]])).status, door.name).toBe(
        200,
      );
      const answer = await show(door, [...id, ['authorization', digestAt(door, await challenge(door))]]);
      expect(answer.status, door.name).toBe(200);
      expect(answer.head).toMatch(/^authentication-info: rspauth="[0-9a-f]{64}", cnonce="c1", nc=00000001/im);
    }
  });

  it('asks for Digest first and then for Basic, whoever comes with nothing, and tells of nobody', async () => {
    for (const door of doors.all)
      for (const id of [deviceId, 'IMEI:unknown', '']) {
        const answer = await show(door, [['omadm-devid', id]]);
        expect(answer.status).toBe(401);
        const asks = [...answer.head.matchAll(/^www-authenticate: (.*)$/gim)].map(([, text]) => text);
        expect(asks.map((text) => text?.split(' ')[0])).toEqual(['Digest', 'Basic']);
        expect(asks[0]).toContain('algorithm=SHA-256');
        expectNothingGiven(answer);
      }
    expect(started.events).toEqual([]);
  });

  it.each<[string, (door: DoorOfServer, nonce: string) => Headers]>([
    [
      'another password (Basic)',
      (door) => [
        ['omadm-devid', deviceId],
        ['authorization', basicHeader({ ...door.right, password: 'other' })],
      ],
    ],
    [
      'another password (Digest)',
      (door, nonce) => [
        ['omadm-devid', deviceId],
        ['authorization', digestAt(door, nonce, { password: 'other' })],
      ],
    ],
    [
      "another device's credentials (Basic)",
      (door) => [
        ['omadm-devid', deviceId],
        ['authorization', basicHeader(door.others)],
      ],
    ],
    [
      "another device's credentials (Digest)",
      (door, nonce) => [
        ['omadm-devid', deviceId],
        ['authorization', digestAt(door, nonce, door.others)],
      ],
    ],
    [
      "another device's id with its own credentials",
      (door) => [
        ['omadm-devid', otherId],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'an unknown id',
      (door) => [
        ['omadm-devid', 'IMEI:352099001761409'],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'its id in other letters',
      (door) => [
        ['omadm-devid', deviceId.toLowerCase()],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'its id with something behind it',
      (door) => [
        ['omadm-devid', `${deviceId}%20`],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'its id in letters that look alike',
      (door) => [
        ['omadm-devid', Buffer.from('ІMEI:352099001761408').toString('latin1')],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'two ids, its own first',
      (door) => [
        ['omadm-devid', deviceId],
        ['omadm-devid', otherId],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'two ids, its own last',
      (door) => [
        ['OMADM-DevID', otherId],
        ['omadm-devid', deviceId],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'its id twice',
      (door) => [
        ['omadm-devid', deviceId],
        ['omadm-devid', deviceId],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'two credentials, the wrong ones first',
      (door) => [
        ['omadm-devid', deviceId],
        ['authorization', basicHeader(door.others)],
        ['authorization', basicHeader(door.right)],
      ],
    ],
    [
      'MD5',
      (door, nonce) => [
        ['omadm-devid', deviceId],
        ['authorization', digestAt(door, nonce, { algorithm: 'md5' })],
      ],
    ],
    [
      'a response for another method',
      (door, nonce) => [
        ['omadm-devid', deviceId],
        ['authorization', digestAt(door, nonce, { method: 'PUT' })],
      ],
    ],
    [
      'a response for another address',
      (door, nonce) => [
        ['omadm-devid', deviceId],
        ['authorization', digestAt(door, nonce, { uri: `${door.target}?x` })],
      ],
    ],
    [
      'credentials as a bearer token',
      (door) => [
        ['omadm-devid', deviceId],
        ['authorization', `Bearer ${door.right.password}`],
      ],
    ],
    [
      'an empty name and password',
      () => [
        ['omadm-devid', deviceId],
        ['authorization', basicHeader({ userName: '', password: '' })],
      ],
    ],
  ])('keeps out %s at every door, and tells of it with no secret', async (_what, headers) => {
    for (const door of doors.all) {
      const answer = await show(door, headers(door, await challenge(door)));
      expect(answer.status, door.name).toBe(401);
      expectNothingGiven(answer);
    }
    expect(sessions()).toEqual([]);
    expect(told('refused').map((event) => event.kind === 'refused' && event.fault.code)).toEqual([
      'DM_NOT_AUTHENTICATED',
      'DM_NOT_AUTHENTICATED',
      'BOOTSTRAP_NOT_AUTHENTICATED',
    ]);
    const refusals = JSON.stringify(started.bench.refusals.list());
    for (const secret of secrets()) expect(refusals).not.toContain(secret);
  });

  it('takes the id as HTTP has it, whatever the letters of its name and the spaces about it', async () => {
    for (const door of doors.all) {
      const headers: Headers = [
        ['OmAdM-dEvId', `  ${deviceId}  \t`],
        ['authorization', basicHeader(door.right)],
      ];
      expect((await show(door, headers)).status, door.name).toBe(200);
    }
  });

  it('keeps out who names no device, but where the address names it', async () => {
    for (const door of doors.all) {
      const answer = await show(door, [['authorization', basicHeader(door.right)]]);
      expect(answer.status, door.name).toBe(door.name === 'repository' ? 200 : 401);
    }
  });

  it('lets each response in once, and the next count of its nonce', async () => {
    for (const door of doors.all) {
      const nonce = await challenge(door);
      const come = (count: number) =>
        show(door, [
          ['omadm-devid', deviceId],
          ['authorization', digestAt(door, nonce, { count })],
        ]);
      expect((await come(2)).status).toBe(200);
      for (const count of [2, 1, 0]) {
        const again = await come(count);
        expect(again.status).toBe(401);
        expect(again.head).toContain('stale=true');
        expectNothingGiven(again);
      }
      expect((await come(3)).status).toBe(200);
    }
    expect(told('refused')).toHaveLength(9);
    expect(started.events.find(({ kind }) => kind === 'refused')).toMatchObject({
      deviceId,
      fault: { code: 'DM_CREDENTIALS_REPLAYED' },
    });
  });

  it('lets a response in at no other door, and for no other resource', async () => {
    const { dm, repository } = doors;
    const header = digestAt(dm, await challenge(dm));
    const headers: Headers = [
      ['omadm-devid', deviceId],
      ['authorization', header],
    ];
    expect((await show(repository, headers)).status).toBe(401);
    const put = digestAt(repository, await challenge(repository), { method: 'PUT' });
    const over = { method: 'PUT', target: `/repository/${encoded}/other`, body: 'x' };
    expect(
      (
        await show(
          repository,
          [
            ['omadm-devid', deviceId],
            ['authorization', put],
          ],
          over,
        )
      ).status,
    ).toBe(401);
    // It was not used up by that.
    expect((await show(dm, headers)).status).toBe(200);
  });

  it('takes no nonce that it did not make, and gives a device whose nonce is too old another one', async () => {
    for (const door of doors.all)
      for (const nonce of ['x', `${await challenge(door)}A`, (await challenge(door)).replace(/^./, 'B')]) {
        const answer = await show(door, [
          ['omadm-devid', deviceId],
          ['authorization', digestAt(door, nonce)],
        ]);
        expect([answer.status, answer.head.includes('stale=true')]).toEqual([401, true]);
      }
    expect(told('refused')).toEqual([]);
  });

  it('takes the device credentials of one door at no other', async () => {
    const { dm, bootstrap } = doors;
    for (const [door, credentials] of [
      [dm, bootstrap.right],
      [bootstrap, dm.right],
    ] as const)
      for (const header of [basicHeader(credentials), digestAt(door, await challenge(door), credentials)])
        expect(
          (
            await show(door, [
              ['omadm-devid', deviceId],
              ['authorization', header],
            ])
          ).status,
        ).toBe(401);
  });
});
