import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { run } from './run.mjs';

const onWindows = process.platform === 'win32';
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Starts a Node process that runs this code with the module at hand as `setup`. */
function start(module, code) {
  const url = new URL(`./${module}.mjs`, import.meta.url).href;
  const script = `import(${JSON.stringify(url)}).then(async (setup) => { ${code} });`;
  return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

const WAITING = 'console.log(process.pid); setInterval(() => {}, 1000)';

describe('run', () => {
  it('tells how a command ended', async () => {
    expect(await run(process.execPath, ['-e', 'process.exit(3)'])).toMatchObject({
      code: 3,
      timedOut: false,
    });
    expect(await run('no-such-program', [], { stdio: 'ignore' })).toMatchObject({ code: 127 });
  });

  it('ends what takes too long', async () => {
    const result = await run(process.execPath, ['-e', WAITING], { timeout: 300, stdio: 'ignore' });
    expect(result).toMatchObject({ timedOut: true });
  });

  it.skipIf(onWindows)('takes its command along when it is ended', async () => {
    const parent = start('run', `await setup.run(process.execPath, ['-e', ${JSON.stringify(WAITING)}]);`);
    const pid = Number(String((await once(parent.stdout, 'data'))[0]));
    parent.kill('SIGTERM');
    expect((await once(parent, 'exit'))[0]).toBe(143);
    expect(isAlive(pid)).toBe(false);
  });
});

describe.skipIf(onWindows)('become', () => {
  const code = `setup.become(process.execPath, ['-e', ${JSON.stringify(WAITING)}], process.env);`;
  const inChild = `process.execve = undefined; ${code}`;

  it('is the other program, with the same process id', async () => {
    const program = start('become', code);
    const pid = Number(String((await once(program.stdout, 'data'))[0]));
    expect(pid).toBe(program.pid);
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([null, 'SIGTERM']);
  });

  it('passes signals on where it has to run it as a child', async () => {
    const program = start('become', inChild);
    const pid = Number(String((await once(program.stdout, 'data'))[0]));
    expect(pid).not.toBe(program.pid);
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([null, 'SIGTERM']);
    expect(isAlive(pid)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('leaves no child behind when it is killed outright', async () => {
    const program = start('become', inChild);
    await once(program.stdout, 'data');
    program.kill('SIGKILL');
    // Its output closes only when the child, which shares it, has ended as well.
    expect(await once(program, 'close')).toEqual([null, 'SIGKILL']);
  });

  it.runIf(process.platform === 'linux')('ends with npm, when npm is killed', async () => {
    const inherit = "{ stdio: ['ignore', 'inherit', 'inherit'] }";
    const url = new URL('./become.mjs', import.meta.url).href;
    const script = `import(${JSON.stringify(url)}).then((setup) => { ${code} });`;
    const npm = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(script)}], ${inherit})`;
    const environment = { ...process.env, npm_lifecycle_event: 'cli' };
    const parent = spawn(process.execPath, ['-e', npm], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment,
    });
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    expect(await once(parent, 'close')).toEqual([null, 'SIGKILL']);
  });
});
