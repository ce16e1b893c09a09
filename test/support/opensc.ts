import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

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
    const { stdout } = await run('pkcs15-tool', read, { env });
    if (/not found/i.test(stdout)) throw new Error(stdout);
    return readFileSync(object);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
