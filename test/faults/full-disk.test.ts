import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { data, gatewayProfile, runCli, temporaryFolder } from '../support/cli.ts';

describe.skipIf(process.platform === 'win32')(
  'a disk without room (made with ulimit, which Windows lacks)',
  () => {
    it('stops the batch with a coded message, and loses nothing that was recorded', {
      timeout: 60_000,
    }, async () => {
      const folder = temporaryFolder('full');
      const args = [
        ...['provision', '--data', folder, '--profile', gatewayProfile],
        ...['--devices', path.join(data, 'devices-200.csv')],
      ];
      const cli = path.join(import.meta.dirname, '../../out/main/cli.js');
      // No file may grow beyond so many blocks: writing fails as on a disk that is full.
      const limited = spawnSync(
        'bash',
        ['-c', 'ulimit -f 2000; exec "$@"', 'bash', process.execPath, cli, ...args],
        {
          encoding: 'utf8',
        },
      );
      expect(limited.status).toBe(1);
      expect(limited.stderr).toMatch(/STORE_FULL|STORE_FAILED/);
      const resumed = await runCli(...args, '--resume');
      expect(resumed.code, resumed.errors).toBe(0);
      expect(resumed.lines.at(-1)).toMatchObject({ done: 200, failed: 0, left: 0 });
    });
  },
);
