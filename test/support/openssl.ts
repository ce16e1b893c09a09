import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** Whether there is an openssl command line: the independent client and authority of the TLS tests. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface OpensslResult {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** A run takes no longer than this; milliseconds. */
const mostTime = 20_000;

/** Runs openssl to its end. */
export function openssl(args: readonly string[], input = ''): Promise<OpensslResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', args, { timeout: mostTime });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => errors.push(part));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), errors: Buffer.concat(errors).toString() }),
    );
    // A client that is refused is gone before it has read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** The same where it has to go well. @returns what it printed */
export async function mustOpenssl(...args: readonly string[]): Promise<string> {
  const { code, out, errors } = await openssl(args);
  if (code !== 0) throw new Error(`openssl ${args[0]} ended with ${code}: ${errors}`);
  return out;
}

/** What came of a connection by s_client. */
export interface Talk extends OpensslResult {
  /** `TLSv1.2`, and the suite; undefined where there was no agreement. */
  readonly agreed?: { readonly version: string; readonly suite: string };
  /** The HTTP status of the answer; undefined where there was none. */
  readonly status?: number;
  readonly body: string;
}

/** Connects with s_client, sends a request where one is given, and reads to the end. */
export async function talk(port: number, options: readonly string[], request?: string): Promise<Talk> {
  const wait = request === undefined ? [] : ['-ign_eof'];
  return talkOf(await openssl(['s_client', '-connect', `127.0.0.1:${port}`, ...wait, ...options], request));
}

/** Connects with s_client, and has it do what a line beginning with this letter asks for. */
export async function command(port: number, options: readonly string[], letter: 'R' | 'Q'): Promise<Talk> {
  return talkOf(await openssl(['s_client', '-connect', `127.0.0.1:${port}`, ...options], `${letter}\n`));
}

function talkOf(result: OpensslResult): Talk {
  const { out } = result;
  const agreed = /^New, (\S+), Cipher is (\S+)$/m.exec(out);
  const answer = /^HTTP\/1\.1 (\d{3})[\s\S]*?\r\n\r\n/m.exec(out);
  const length = Number(/^content-length: (\d+)\r$/im.exec(answer?.[0] ?? '')?.[1] ?? 0);
  const begin = answer ? answer.index + answer[0].length : 0;
  return {
    ...result,
    body: answer ? Buffer.from(out.slice(begin)).subarray(0, length).toString() : '',
    ...(agreed?.[1] && agreed[2] && agreed[2] !== '(NONE)'
      ? { agreed: { version: agreed[1], suite: agreed[2] } }
      : {}),
    ...(answer ? { status: Number(answer[1]) } : {}),
  };
}

export interface OpensslAuthority {
  readonly certificate: string;
  readonly key: string;
}

const keyOptions = {
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  rsa: ['-newkey', 'rsa:2048'],
  weak: ['-newkey', 'rsa:1024'],
} as const;

/** An operator's authorities and certificates, made by openssl in a folder. */
export class OpensslWorkshop {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  write(name: string, content: string): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  /** A root, or an authority below one. */
  async authority(
    name: string,
    options: { readonly key?: keyof typeof keyOptions; readonly above?: OpensslAuthority } = {},
  ): Promise<OpensslAuthority> {
    const extensions = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';
    return this.certificate(name, { ...options, extensions, days: 3650 });
  }

  /** A certificate; without an authority above it signs itself. Times are as openssl writes them (YYMMDDHHMMSSZ). */
  async certificate(
    name: string,
    options: {
      readonly key?: keyof typeof keyOptions;
      readonly above?: OpensslAuthority | undefined;
      readonly extensions: string;
      readonly days?: number;
      readonly from?: string;
      readonly to?: string;
      readonly digest?: string;
    },
  ): Promise<OpensslAuthority> {
    const { key = 'ec', above, extensions, days = 365, from, to, digest = 'sha256' } = options;
    const [certificate, keyFile] = [this.path(`${name}.pem`), this.path(`${name}.key`)];
    const request = this.path(`${name}.csr`);
    const subject = `/O=Operator/CN=${name}`;
    await mustOpenssl(
      ...['req', '-new', ...keyOptions[key], '-nodes', '-keyout', keyFile, '-out', request, '-subj', subject],
    );
    const extensionFile = this.write(`${name}.ext`, extensions);
    if (from !== undefined && to !== undefined) {
      const config = this.write(
        `${name}.cnf`,
        `[ca]\ndefault_ca=d\n[d]\ndatabase=${this.write(`${name}.db`, '')}\nnew_certs_dir=${this.folder}\nrand_serial=yes\nunique_subject=no\npolicy=p\n[p]\norganizationName=optional\ncommonName=supplied\n`,
      );
      const signer = above
        ? ['-cert', above.certificate, '-keyfile', above.key]
        : ['-selfsign', '-keyfile', keyFile];
      await mustOpenssl(
        ...['ca', '-batch', '-notext', '-config', config, '-md', digest, '-in', request, '-out', certificate],
        ...['-startdate', from, '-enddate', to, '-extfile', extensionFile, ...signer],
      );
    } else {
      const signer = above
        ? ['-CA', above.certificate, '-CAkey', above.key, '-CAcreateserial']
        : ['-signkey', keyFile];
      await mustOpenssl(
        ...['x509', '-req', '-in', request, '-out', certificate, '-days', String(days), `-${digest}`],
        ...['-extfile', extensionFile, ...signer],
      );
    }
    return { certificate, key: keyFile };
  }
}
