import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** pcscd may be letting go of a reader still, or another program look at its card for a moment. */
const busyTries = 5;

/**
 * The bootstrap message of the card in a reader, as OpenSC reads it, which knows nothing of us.
 * @throws what pkcs15-tool says, where there is none
 */
export async function bootstrapByOpensc(reader: string): Promise<Uint8Array> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-opensc-'));
  const [settings, object] = [path.join(folder, 'opensc.conf'), path.join(folder, 'object')];
  writeFileSync(settings, 'app default { enable_default_driver = true; }\n');
  const env = { ...process.env, OPENSC_CONF: settings, OPENSC_DRIVER: 'default' };
  const read = ['--reader', reader, '--read-data-object', '2.23.43.7.1', '--raw', '--output', object];
  try {
    for (let tries = 1; ; tries++) {
      try {
        const { stdout } = await run('pkcs15-tool', read, { env });
        if (/not found/i.test(stdout)) throw new Error(stdout);
        return readFileSync(object);
      } catch (error) {
        if (tries >= busyTries || !/in use by another application/.test(String(error))) throw error;
        await delay(200);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
