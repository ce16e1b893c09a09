import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** A PostgreSQL server of its own for a test, on loopback. */
export interface PostgresServer {
  readonly port: number;
  readonly password: string;
  /** Makes an empty database. @returns its address, without the password */
  database(name: string): Promise<string>;
  /** Runs a statement as the owner of everything. */
  query(database: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** As the power would: no goodbye to anybody. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const user = 'bench';

/** Makes and starts one; PostgreSQL refuses to run as root, so that Debian's own user runs it there. */
export async function startPostgres(tls?: {
  /** Files (PEM) of what the server shows, and its key. */
  readonly certificate: string;
  readonly key: string;
}): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-postgres-'));
  const password = 'correct horse battery';
  const passwordFile = path.join(folder, 'password');
  const data = path.join(folder, 'data');
  writeFileSync(passwordFile, password, { mode: 0o644 });
  mkdirSync(data, { mode: 0o700 });
  const [certificate, key] = [path.join(folder, 'server.crt'), path.join(folder, 'server.key')];
  if (tls) {
    copyFileSync(tls.certificate, certificate);
    copyFileSync(tls.key, key);
    chmodSync(key, 0o600);
  }
  const owner = ownerOf(folder, data, ...(tls ? [certificate, key] : []));
  const options = { ...owner, cwd: folder, stdio: 'ignore' } as const;
  execFileSync(
    program('initdb'),
    ['-D', data, '-U', user, '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale', 'C'],
    options,
  );
  const port = await freePort();
  let running: ReturnType<typeof spawn> | undefined;
  const connect = async (database: string) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user, password, database });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  const start = async () => {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=40'];
    if (tls) settings.push('ssl=on', `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`);
    running = spawn(
      program('postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      options,
    );
    for (const until = Date.now() + 20_000; ; ) {
      const client = await connect('postgres').catch((error: unknown) => error);
      if (client instanceof pg.Client) return await client.end();
      if (Date.now() > until) throw client;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const end = async (signal: 'SIGINT' | 'SIGQUIT') => {
    const child = running;
    running = undefined;
    if (child === undefined || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  await start();
  const query = async (database: string, sql: string) => {
    const client = await connect(database);
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    port,
    password,
    async database(name) {
      await query('postgres', `CREATE DATABASE ${name}`);
      return `postgres://${user}@127.0.0.1:${port}/${name}`;
    },
    query,
    kill: () => end('SIGQUIT'),
    start,
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function program(name: string): string {
  const home = '/usr/lib/postgresql';
  const newest = readdirSync(home)
    .sort((left, right) => Number(right) - Number(left))
    .at(0);
  return path.join(home, newest ?? '', 'bin', name);
}

/** Who runs the server: whoever runs the tests, or the package's own user where that is root. */
function ownerOf(...folders: readonly string[]): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const [uid, gid] = [id('-u'), id('-g')];
  for (const folder of folders) chownSync(folder, uid, gid);
  return { uid, gid };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
