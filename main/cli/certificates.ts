import path from 'node:path';
import type { CertificateView } from '../../core/api-certificates.ts';
import { CodedError, codedError, type Fault } from '../../core/errors.ts';
import { passphraseFrom } from '../vault/passphrase.ts';
import type { Arguments } from './arguments.ts';
import { askHidden } from './ask-hidden.ts';
import { type AskCertificates, withCertificates } from './certificate-folder.ts';
import type { Command } from './command.ts';
import { faultWords, type Output } from './output.ts';

const kinds = { server: 'server', authority: 'authority', 'client-authority': 'clientAuthority' } as const;
const filters = ['all', 'valid', 'ending', 'ended', 'revoked'] as const;
const pageSize = 500;

/** `certificates`: what devices trust, what the server shows, and what devices prove themselves with. */
export const certificatesCommand: Command = {
  purpose: 'Issues, revokes, imports and exports certificates.',
  usage: [
    `certificates list --data DIR [--filter ${filters.join('|')}] [--search TEXT]`,
    'certificates issue DEVID --data DIR --out FOLDER',
    'certificates revoke SERIAL --data DIR [--authority SHA256]',
    `certificates import ${Object.keys(kinds).join('|')} FILE… --data DIR [--password-file FILE]`,
    `certificates own ${Object.keys(kinds).join('|')} [SHA256] --data DIR`,
    'certificates export authority|server|crl|SERIAL --data DIR --file FILE',
  ].join(' | '),
  options: {
    texts: ['data', 'filter', 'search', 'out', 'authority', 'password-file', 'file', 'passphrase-file'],
  },
  async run(args, output) {
    const [action, subject, ...rest] = args.positionals;
    // What is wrong with the words is said before anything is opened.
    const work = workOf(action, subject, rest, args, output);
    return withCertificates(args, work);
  },
};

type Work = (ask: AskCertificates) => Promise<0>;

/** @throws USAGE */
function workOf(
  action: string | undefined,
  subject: string | undefined,
  rest: readonly string[],
  args: Arguments,
  output: Output,
): Work {
  if (action === 'list') return list(args, output);
  if (subject !== undefined) {
    if (action === 'issue') return issue(subject, args.required('out'), output);
    if (action === 'revoke') return revoke(subject, args, output);
    if (action === 'import' && rest.length > 0) return importFiles(kindOf(subject), rest, args, output);
    if (action === 'own') return useOwn(kindOf(subject), rest[0], output);
    if (action === 'export') return exportTo(subject, args.required('file'), output);
  }
  throw codedError('USAGE', {
    detail:
      'certificates needs list; or issue, revoke, import, own or export with what it is about; import needs the files too.',
  });
}

function list(args: Arguments, output: Output): Work {
  const filter = filters.find((each) => each === (args.text('filter') ?? 'all'));
  if (filter === undefined)
    throw codedError('USAGE', { detail: `--filter takes one of ${filters.join(', ')}.` });
  const search = args.text('search') ?? '';
  return async (ask) => {
    const { anchor, issuer, server, clientAuthorities, presharedKeys, warnings } = await ask(
      'certificates',
      {},
    );
    output.json({ event: 'authority', ...anchor });
    output.json({ event: 'issuer', ...issuer });
    if (server) output.json({ event: 'server', ...server });
    for (const each of clientAuthorities) output.json({ event: 'clientAuthority', ...each });
    output.json({ event: 'presharedKeys', ...presharedKeys });
    tellWarnings(warnings, output);
    let told = 0;
    for (;;) {
      const page = await ask('clientCertificates', { filter, search, offset: told, limit: pageSize });
      for (const client of page.rows) output.json({ event: 'client', ...client });
      told += page.rows.length;
      if (page.rows.length < pageSize) break;
    }
    output.words(`Devices trust ${words(anchor)}.`);
    if (server) output.words(`The server shows ${words(server)}.`);
    output.words(`${told} client certificates.`);
    return 0;
  };
}

function issue(deviceId: string, out: string, output: Output): Work {
  return async (ask) => {
    const folder = path.resolve(out);
    const { client, certificateFile, keyFile } = await ask('issueCertificate', { deviceId, folder });
    output.json({ event: 'issued', ...client, certificateFile, keyFile });
    output.words(`${deviceId}: ${certificateFile}, and its private key in ${keyFile}.`);
    return 0;
  };
}

function revoke(serial: string, args: Arguments, output: Output): Work {
  const authority = args.text('authority')?.toLowerCase();
  return async (ask) => {
    const revoked = await ask('revokeCertificate', {
      serial,
      ...(authority === undefined ? {} : { authority }),
    });
    output.json({ event: 'revoked', ...revoked });
    output.words(
      `${revoked.serial}${revoked.deviceId ? ` of ${revoked.deviceId}` : ''} is refused from now on.`,
    );
    return 0;
  };
}

function importFiles(
  kind: (typeof kinds)[keyof typeof kinds],
  names: readonly string[],
  args: Arguments,
  output: Output,
): Work {
  return async (ask) => {
    const files = names.map((name) => path.resolve(name));
    const request = (password: string | undefined) =>
      ask('importCertificate', { kind, files, ...(password === undefined ? {} : { password }) });
    const { certificates, warnings } = await withPassword(args, request);
    const { anchor, server } = certificates;
    output.json({ event: 'imported', kind, authority: anchor, ...(server ? { server } : {}) });
    tellWarnings([...certificates.warnings, ...warnings], output);
    output.words(`Imported. Devices are told to trust ${words(anchor)}.`);
    return 0;
  };
}

function useOwn(kind: (typeof kinds)[keyof typeof kinds], named: string | undefined, output: Output): Work {
  const fingerprint = named?.replaceAll(':', '').toLowerCase();
  if (kind === 'clientAuthority' && !/^[0-9a-f]{64}$/.test(fingerprint ?? ''))
    throw codedError('USAGE', { detail: 'own client-authority needs the fingerprint (SHA-256) of one.' });
  return async (ask) => {
    const { anchor, server } = await ask(
      'useOwnCertificate',
      kind === 'clientAuthority' ? { kind, fingerprint: fingerprint ?? '' } : { kind },
    );
    output.json({ event: 'own', kind, authority: anchor, ...(server ? { server } : {}) });
    output.words(`Devices are told to trust ${words(anchor)}.`);
    return 0;
  };
}

function exportTo(subject: string, file: string, output: Output): Work {
  return async (ask) => {
    const what = await exportedOf(subject, ask);
    const { octets } = await ask('exportCertificate', { what, file: path.resolve(file) });
    output.json({ event: 'exported', what: subject, file, octets });
    output.words(`${octets} octets in ${file}.`);
    return 0;
  };
}

async function exportedOf(subject: string, ask: AskCertificates) {
  if (subject === 'authority' || subject === 'server') return { kind: subject } as const;
  if (subject === 'crl') return { kind: 'revocationList' } as const;
  const serial = subject.replaceAll(/[\s:]/g, '').toLowerCase();
  const page = await ask('clientCertificates', { filter: 'all', search: serial, offset: 0, limit: 10 });
  const found = page.rows.find((row) => row.serial === serial);
  if (found === undefined) throw codedError('CERTIFICATE_UNKNOWN', { serial: subject });
  return { kind: 'client', authority: found.authority, serial } as const;
}

/** A password is in a file or the environment; a person at a terminal is asked where one is needed. */
async function withPassword<Result>(
  args: Arguments,
  request: (password: string | undefined) => Promise<Result>,
): Promise<Result> {
  const given = await passphraseFrom({
    file: args.text('password-file'),
    variable: process.env.DM_BENCH_CERTIFICATE_PASSWORD,
  });
  try {
    return await request(given && new TextDecoder().decode(given));
  } catch (error) {
    const missing = error instanceof CodedError && error.fault.code === 'CERTIFICATE_FILE_PASSWORD_MISSING';
    if (!missing || !process.stdin.isTTY) throw error;
    return request(await askHidden('Password: '));
  } finally {
    given?.fill(0);
  }
}

function kindOf(word: string): (typeof kinds)[keyof typeof kinds] {
  if (word === 'server' || word === 'authority' || word === 'client-authority') return kinds[word];
  throw codedError('USAGE', { detail: `${word} is none of ${Object.keys(kinds).join(', ')}.` });
}

function tellWarnings(warnings: readonly Fault[], output: Output): void {
  for (const fault of warnings) {
    output.json({ event: 'warning', ...fault });
    output.words(`warning: ${faultWords(fault)}`);
  }
}

function words({ subject, validTo }: CertificateView): string {
  return `"${subject}", valid until ${new Date(validTo).toISOString().slice(0, 10)}`;
}
