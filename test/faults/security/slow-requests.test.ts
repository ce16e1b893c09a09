import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleFile, startTestBench, type TestBench } from '../../support/bench.ts';
import { basicHeader, type Doors, doorsOf } from '../../support/doors.ts';

const deviceId = 'IMEI:352099001761408';
const otherId = 'IMEI:352099001761770';

describe('the running server', () => {
  let started: TestBench;
  let doors: Doors;
  const sockets: net.Socket[] = [];
  beforeEach(async () => {
    started = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
    doors = doorsOf(started, deviceId, otherId);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await started.close();
  });

  const connections = (count: number, port: number) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const socket = net.connect(port, '127.0.0.1');
        socket.on('error', () => {});
        sockets.push(socket);
        await once(socket, 'connect');
        return socket;
      }),
    );
  const letIn = () =>
    Promise.all(
      doors.all.map(async (door) => {
        const answer = await doors.show(door, [
          ['omadm-devid', deviceId],
          ['authorization', basicHeader(door.right)],
        ]);
        return answer.status;
      }),
    );

  it('lets devices in while a thousand connections send their requests letter by letter', async () => {
    const { port, securePort } = started.bench.server;
    const slow = [...(await connections(500, port)), ...(await connections(500, securePort))];
    const head = 'POST /dm HTTP/1.1\r\nhost: x\r\nomadm-devid: IMEI:1\r\nx-padding: ';
    for (let letter = 0; letter < head.length; letter++) {
      for (const socket of slow) socket.write(head[letter]!);
      if (letter % 20 === 0) expect(await letIn()).toEqual([200, 200, 200]);
    }
  });

  it('answers who is not let in without waiting for a body, and lets devices in beside', async () => {
    const slow = await connections(200, started.bench.server.port);
    const answers = slow.map(async (socket) => {
      const [part] = await once(socket, 'data');
      return String(part).slice(9, 12);
    });
    for (const [index, socket] of slow.entries()) {
      const target = ['/dm', '/repository/x/y', '/nothing', '/bootstrap'][index % 4];
      socket.write(`POST ${target} HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\n{`);
    }
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['401', '404']));
    for (const socket of slow) socket.write('x');
    expect(await letIn()).toEqual([200, 200, 200]);
  });

  it('refuses headers and bodies that are too large, and stays', async () => {
    const { port } = started.bench.server;
    const answerTo = async (octets: string) => {
      const [socket] = await connections(1, port);
      socket!.write(octets);
      const [part] = await once(socket!, 'data');
      return String(part).slice(9, 12);
    };
    const authorization = `authorization: ${basicHeader(doors.dm.right)}\r\nomadm-devid: ${deviceId}\r\n`;
    const type = 'content-type: application/vnd.oma.dm.initiation+json\r\n';
    const put = `PUT ${doors.repository.target} HTTP/1.1\r\nhost: x\r\n${authorization}`;
    expect(
      await Promise.all([
        answerTo(`GET / HTTP/1.1\r\nhost: x\r\n${'x: y\r\n'.repeat(5000)}`),
        answerTo(`GET /${'x'.repeat(100_000)} HTTP/1.1\r\n`),
        answerTo(`POST /dm HTTP/1.1\r\nhost: x\r\n${authorization}${type}content-length: 1e9\r\n\r\n`),
        answerTo(`POST /dm HTTP/1.1\r\nhost: x\r\n${authorization}${type}content-length: 999999999\r\n\r\n`),
        answerTo(`${put}content-length: 999999999\r\n\r\n`),
        answerTo('POST /dm HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n'),
        answerTo('nonsense\r\n\r\n'),
      ]),
    ).toEqual(['431', '431', '400', '413', '413', '400', '400']);
    expect(await letIn()).toEqual([200, 200, 200]);
  });
});
