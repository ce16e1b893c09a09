import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, toFault } from '../../core/errors.ts';
import type { ImportKind } from '../../main/vault/certificate-desk.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { freshFolder } from '../support/certificates.ts';
import { hasOpenssl, mustOpenssl, type OpensslAuthority, OpensslWorkshop, talk } from '../support/openssl.ts';

const list = exampleFile('devices-3.csv');
const profile = exampleFile('gateway.profile.json');

const serverExtensions = (names = 'DNS:bench.example,IP:127.0.0.1', purpose = 'serverAuth') =>
  `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${purpose}\nsubjectAltName=${names}\n`;

describe.skipIf(!hasOpenssl)("an operator's own certificates, made by openssl", () => {
  const shop = new OpensslWorkshop(freshFolder('operator'));
  let root: OpensslAuthority;
  let sub: OpensslAuthority;
  let server: OpensslAuthority;
  beforeAll(async () => {
    root = await shop.authority('root');
    sub = await shop.authority('sub', { above: root });
    server = await shop.certificate('server', { above: root, extensions: serverExtensions() });
  });

  const running: TestBench[] = [];
  afterEach(() => Promise.all(running.splice(0).map((bench) => bench.close())));
  const start = async (folder?: string, known = false) => {
    const bench = await startTestBench({ profile, list }, folder, { known });
    running.push(bench);
    return bench;
  };
  const given = (...files: readonly string[]) =>
    files.map((file) => ({ name: path.basename(file), octets: new Uint8Array(readFileSync(file)) }));
  const load = (bench: TestBench, kind: ImportKind, files: readonly string[], password?: string) =>
    bench.bench.certificateDesk.import(kind, given(...files), password);
  /** The fault of an import that must fail, and that nothing of the bench is another afterwards. */
  const refusal = async (
    bench: TestBench,
    kind: ImportKind,
    files: readonly string[],
    password?: string,
  ): Promise<Fault> => {
    const kept = () => readFileSync(path.join(bench.dataFolder, 'certificates.json'), 'utf8');
    const before = [kept(), bench.bench.server.authorityPem];
    const fault = await load(bench, kind, files, password).then(
      () => toFault(new Error('imported')),
      (error) => toFault(error),
    );
    expect([kept(), bench.bench.server.authorityPem]).toEqual(before);
    if (password) expect(JSON.stringify(fault)).not.toContain(password);
    return fault;
  };
  /** The certificate that the server shows now, by openssl, and whether it verifies with this authority. */
  const shown = async ({ bench }: TestBench, authority: string, ...options: readonly string[]) => {
    const { out, agreed } = await talk(bench.server.securePort, ['-CAfile', authority, ...options]);
    const subject = /^subject=(.*)$/m.exec(out)?.[1];
    return { subject, agreed, verified: /Verif(y|ication).*OK|return code: 0/.test(out) };
  };

  it('take the place of the server certificate at once, and of what devices are told to trust', async () => {
    const bench = await start();
    const { certificates, warnings } = await load(bench, 'server', [
      server.certificate,
      server.key,
      root.certificate,
    ]);
    expect(certificates.server).toMatchObject({ origin: 'imported', key: 'EC prime256v1' });
    expect(certificates.anchor).toMatchObject({
      origin: 'imported',
      subject: expect.stringMatching(/CN=root/),
    });
    // Three devices were told of the bench's own authority before.
    expect(warnings.map(({ code }) => code)).toEqual(['CERTIFICATE_OTHER_ANCHOR']);
    expect(await shown(bench, root.certificate)).toMatchObject({
      subject: expect.stringMatching(/server/),
      verified: true,
    });
    expect(readFileSync(path.join(bench.dataFolder, 'ca.pem'), 'utf8')).toBe(bench.bench.server.authorityPem);
    const kept = readFileSync(path.join(bench.dataFolder, 'certificates.json'), 'utf8');
    expect(kept).not.toContain('PRIVATE KEY');
    expect(kept).not.toContain(readFileSync(server.key, 'utf8').split('\n')[1]);
  });

  it('stay after a restart, and are left by one step', async () => {
    const bench = await start();
    await load(bench, 'server', [server.certificate, server.key, root.certificate]);
    await bench.close();
    running.pop();
    const again = await start(bench.dataFolder, true);
    expect(await shown(again, root.certificate)).toMatchObject({ verified: true });
    const view = await again.bench.certificateDesk.useOwn({ kind: 'server' });
    expect(view.anchor.origin).toBe('bench');
    expect(view.server?.origin).toBe('bench');
    const own = shop.write('own-ca.pem', again.bench.server.authorityPem);
    expect(await shown(again, own)).toMatchObject({
      subject: expect.stringMatching(/DM Bench/),
      verified: true,
    });
    await expect(again.bench.certificateDesk.useOwn({ kind: 'server' })).rejects.toMatchObject({
      fault: { code: 'CERTIFICATE_NOT_IMPORTED' },
    });
    const recorded = again.bench.store.audit
      .after(0, 10_000)
      .map(({ text }) => (JSON.parse(text) as { act: { kind: string } }).act)
      .filter(({ kind }) => kind.startsWith('certificatesChange'));
    expect(recorded).toMatchObject([
      { kind: 'certificatesChangeBegun', change: 'imported', of: 'server' },
      { kind: 'certificatesChanged', change: 'imported', of: 'server', sha256: expect.any(String) },
      { kind: 'certificatesChangeBegun', change: 'ownAgain', of: 'server' },
      { kind: 'certificatesChanged', change: 'ownAgain', of: 'server' },
      { kind: 'certificatesChangeBegun', change: 'ownAgain', of: 'server' },
      { kind: 'certificatesChangeFailed', change: 'ownAgain', code: 'CERTIFICATE_NOT_IMPORTED' },
    ]);
  });

  it('may be of RSA, and then agree with TLS 1.2 on forward secrecy and nothing less', async () => {
    const bench = await start();
    const rsa = await shop.certificate('rsa', { key: 'rsa', above: root, extensions: serverExtensions() });
    await load(bench, 'server', [rsa.certificate, rsa.key, root.certificate]);
    for (const [version, suite] of [
      ['-tls1_2', /^ECDHE-RSA-(AES|CHACHA)/],
      ['-tls1_3', /^TLS_/],
    ] as const)
      expect((await shown(bench, root.certificate, version)).agreed?.suite).toMatch(suite);
    for (const weak of [
      'AES128-GCM-SHA256',
      'ECDHE-RSA-AES128-SHA256',
      'AES256-SHA',
      'DHE-RSA-AES128-GCM-SHA256',
    ])
      expect(
        (await shown(bench, root.certificate, '-tls1_2', '-cipher', `${weak}:@SECLEVEL=0`)).agreed,
      ).toBeUndefined();
  });

  it('may be an authority below a root: the bench issues by it, and devices trust the root', async () => {
    const bench = await start();
    const { certificates } = await load(bench, 'authority', [sub.certificate, sub.key, root.certificate]);
    expect(certificates.issuer.subject).toMatch(/CN=sub/);
    expect(certificates.anchor.subject).toMatch(/CN=root/);
    expect(await shown(bench, root.certificate, '-verify_ip', '127.0.0.1')).toMatchObject({ verified: true });
    const [deviceId] = bench.messages.keys();
    const record = await bench.bench.server.deviceCredentials.issueCertificate(deviceId!);
    const file = shop.write('issued.pem', record.certificate);
    expect(
      await mustOpenssl(
        ...['verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', root.certificate],
        ...['-untrusted', sub.certificate, file],
      ),
    ).toMatch(/OK/);
    const key = shop.write('issued.key', bench.bench.vault.open(record.keySealed!));
    const { status } = await talk(
      bench.bench.server.securePort,
      ['-CAfile', root.certificate, '-cert', file, '-key', key],
      `GET /repository/${encodeURIComponent(deviceId!)}/site HTTP/1.1\r\nHost: a\r\nOMADM-DevID: ${deviceId}\r\nConnection: close\r\n\r\n`,
    );
    expect(status).toBe(200);
    // One that another authority below the same root issued is none of ours.
    const other = await shop.authority('other-sub', { above: root });
    const foreign = await shop.certificate('foreign', {
      above: other,
      extensions: `extendedKeyUsage=clientAuth\nsubjectAltName=URI:urn:dm-bench:device:${deviceId}\n`,
    });
    const chain = ['-cert_chain', other.certificate];
    const refused = await talk(
      bench.bench.server.securePort,
      ['-CAfile', root.certificate, '-cert', foreign.certificate, '-key', foreign.key, ...chain],
      `GET /repository/x HTTP/1.1\r\nHost: a\r\nOMADM-DevID: ${deviceId}\r\nConnection: close\r\n\r\n`,
    );
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'PEER_CERTIFICATE_OTHER_AUTHORITY' });
  });

  it('may be an authority of RSA, by which the bench issues its own of ECDSA', async () => {
    const bench = await start();
    const rsa = await shop.authority('rsa-root', { key: 'rsa' });
    await load(bench, 'authority', [rsa.certificate, rsa.key]);
    const seen = await shown(bench, rsa.certificate, '-tls1_2', '-verify_ip', '127.0.0.1');
    expect(seen).toMatchObject({ verified: true, agreed: { suite: expect.stringMatching(/^ECDHE-ECDSA-/) } });
    const record = await bench.bench.server.deviceCredentials.issueCertificate('UUID:1');
    const file = shop.write('by-rsa.pem', record.certificate);
    const verify = (...more: readonly string[]) =>
      mustOpenssl('verify', '-x509_strict', ...more, '-CAfile', rsa.certificate, file);
    expect(await verify('-purpose', 'sslclient')).toMatch(/OK/);
    bench.bench.certificateDesk.revoke({ serial: record.serial });
    const list = shop.path('rsa.crl');
    const octets = await bench.bench.certificateDesk.octetsOf({ kind: 'revocationList' });
    writeFileSync(list, octets);
    const pem = shop.path('rsa-crl.pem');
    await mustOpenssl('crl', '-inform', 'DER', '-in', list, '-out', pem);
    await expect(verify('-crl_check', '-CRLfile', pem)).rejects.toThrow(/revoked/);
  });

  it('may be in PKCS#12, opened by its password', async () => {
    const file = shop.path('server.p12');
    const password = 'geheim-é';
    await mustOpenssl(
      ...[
        'pkcs12',
        '-export',
        '-inkey',
        server.key,
        '-in',
        server.certificate,
        '-certfile',
        root.certificate,
      ],
      ...['-out', file, '-passout', `pass:${password}`],
    );
    const bench = await start();
    expect((await refusal(bench, 'server', [file])).code).toBe('CERTIFICATE_FILE_PASSWORD_MISSING');
    expect((await refusal(bench, 'server', [file], 'falsch-falsch')).code).toBe(
      'CERTIFICATE_FILE_PASSWORD_WRONG',
    );
    await load(bench, 'server', [file], password);
    expect(await shown(bench, root.certificate)).toMatchObject({ verified: true });
  });

  it('may be in PKCS#12 of old, which is named with what to do', async () => {
    const bench = await start();
    for (const [method, words] of [
      ['PBE-SHA1-3DES', 'Triple DES'],
      ['AES-256-CBC', undefined],
    ] as const) {
      const file = shop.path(`${method}.p12`);
      await mustOpenssl(
        ...[
          'pkcs12',
          '-export',
          '-inkey',
          server.key,
          '-in',
          server.certificate,
          '-certfile',
          root.certificate,
        ],
        ...['-out', file, '-passout', 'pass:geheim-geheim', '-keypbe', method, '-certpbe', method],
      );
      if (words === undefined) await load(bench, 'server', [file], 'geheim-geheim');
      else {
        const fault = await refusal(bench, 'server', [file], 'geheim-geheim');
        expect(fault.code).toBe('CERTIFICATE_FILE_CIPHER');
        expect(fault.message).toContain(words);
      }
    }
  });

  it('may have a key that a password protects, or be in DER', async () => {
    const sealed = shop.path('sealed.key');
    await mustOpenssl('pkcs8', '-topk8', '-in', server.key, '-out', sealed, '-passout', 'pass:geheim-geheim');
    const der = shop.path('server.der');
    await mustOpenssl('x509', '-in', server.certificate, '-outform', 'DER', '-out', der);
    const bench = await start();
    const files = [der, sealed, root.certificate];
    expect((await refusal(bench, 'server', files)).code).toBe('CERTIFICATE_FILE_PASSWORD_MISSING');
    expect((await refusal(bench, 'server', files, 'falsch-falsch')).code).toBe(
      'CERTIFICATE_FILE_PASSWORD_WRONG',
    );
    await load(bench, 'server', files, 'geheim-geheim');
    expect(await shown(bench, root.certificate)).toMatchObject({ verified: true });
  });

  it('that do not cover the address are used, with a warning that names it', async () => {
    const bench = await start();
    const named = await shop.certificate('named', {
      above: root,
      extensions: serverExtensions('DNS:*.example'),
    });
    const { certificates } = await load(bench, 'server', [named.certificate, named.key, root.certificate]);
    expect(certificates.warnings.map(({ code, message }) => [code, message])).toEqual([
      ['CERTIFICATE_ADDRESS_NOT_NAMED', expect.stringContaining('127.0.0.1')],
    ]);
  });

  it('that end soon are used, with a warning that stays', async () => {
    const bench = await start();
    const short = await shop.certificate('short', { above: root, extensions: serverExtensions(), days: 10 });
    await load(bench, 'server', [short.certificate, short.key, root.certificate]);
    const codes = bench.bench.certificateDesk.view().warnings.map(({ code }) => code);
    expect(codes).toEqual(['CERTIFICATE_ENDS_SOON']);
  });

  describe('are refused, each with its reason and the file, and nothing is changed', () => {
    let bench: TestBench;
    const leaf = (name: string, over: Partial<Parameters<OpensslWorkshop['certificate']>[1]> = {}) =>
      shop.certificate(name, { above: root, extensions: serverExtensions(), ...over });
    const code = async (kind: ImportKind, ...files: readonly string[]) =>
      (await refusal(bench, kind, files)).code;

    it('as a server certificate', async () => {
      bench = await start();
      const { certificate, key } = server;
      const above = root.certificate;
      expect(await code('server', certificate, above)).toBe('CERTIFICATE_KEY_MISSING');
      expect(await code('server', certificate, key, sub.key, above)).toBe('CERTIFICATE_KEY_SEVERAL');
      expect(await code('server', certificate, sub.key, above)).toBe('CERTIFICATE_KEY_OTHER');
      expect(await code('server', key)).toBe('CERTIFICATE_FILE_EMPTY');
      expect(await code('server', sub.certificate, sub.key, above)).toBe('CERTIFICATE_IS_AUTHORITY');
      const below = await leaf('below', { above: sub });
      expect(await code('server', below.certificate, below.key, above)).toBe('CERTIFICATE_CHAIN_INCOMPLETE');
      expect(await code('server', certificate, key)).toBe('CERTIFICATE_CHAIN_INCOMPLETE');
      const alone = await leaf('alone', { above: undefined });
      expect(await code('server', alone.certificate, alone.key)).toBe('CERTIFICATE_NOT_AUTHORITY');
      const nameless = await leaf('nameless', { extensions: 'extendedKeyUsage=serverAuth\n' });
      expect(await code('server', nameless.certificate, nameless.key, above)).toBe('CERTIFICATE_NAMELESS');
      const client = await leaf('client', { extensions: serverExtensions('DNS:a', 'clientAuth') });
      expect(await code('server', client.certificate, client.key, above)).toBe('CERTIFICATE_PURPOSE');
      const weak = await leaf('weak', { key: 'weak' });
      expect(await code('server', weak.certificate, weak.key, above)).toBe('CERTIFICATE_KEY_WEAK');
      const forgeable = await leaf('forgeable', { digest: 'sha1' });
      expect(await code('server', forgeable.certificate, forgeable.key, above)).toBe(
        'CERTIFICATE_SIGNATURE_WEAK',
      );
      const ended = await leaf('ended', { from: '200101000000Z', to: '210101000000Z' });
      const fault = await refusal(bench, 'server', [ended.certificate, ended.key, above]);
      expect(fault.code).toBe('CERTIFICATE_TIME');
      expect(fault.message).toContain('ended.pem + ended.key + root.pem');
      expect(fault.message).toContain('2021-01-01T00:00:00.000Z');
      const twin = shop.path('twin.pem');
      await mustOpenssl(
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout'],
        ...[shop.path('twin.key'), '-out', twin, '-subj', '/O=Operator/CN=root', '-days', '30'],
      );
      expect(await code('server', certificate, key, twin)).toBe('CERTIFICATE_CHAIN_BROKEN');
    });

    it('as an authority', async () => {
      bench = await start();
      expect(await code('authority', server.certificate, server.key, root.certificate)).toBe(
        'CERTIFICATE_NOT_AUTHORITY',
      );
      expect(await code('authority', root.certificate)).toBe('CERTIFICATE_AUTHORITY_KEYLESS');
      expect(await code('authority', sub.certificate, sub.key)).toBe('CERTIFICATE_CHAIN_INCOMPLETE');
      expect(await code('clientAuthority', server.certificate, root.certificate)).toBe(
        'CERTIFICATE_NOT_AUTHORITY',
      );
      await load(bench, 'server', [server.certificate, server.key, root.certificate]);
      const other = await shop.authority('stranger');
      expect(await code('authority', other.certificate, other.key)).toBe('CERTIFICATE_CHAIN_OTHER');
      await bench.bench.certificateDesk.useOwn({ kind: 'server' });
      await load(bench, 'authority', [other.certificate, other.key]);
      expect(await code('server', server.certificate, server.key, root.certificate)).toBe(
        'CERTIFICATE_CHAIN_OTHER',
      );
    });

    it('as anything at all', async () => {
      bench = await start();
      const text = shop.write('text.pem', 'nothing of the kind');
      expect(await code('server', text)).toBe('CERTIFICATE_FILE_FORM');
      const half = shop.write('half.pem', readFileSync(server.certificate, 'utf8').slice(0, 200));
      expect(await code('server', half)).toBe('CERTIFICATE_FILE_FORM');
      const cut = shop.path('cut.p12');
      writeFileSync(cut, readFileSync(shop.path('server.p12')).subarray(0, 500));
      expect((await refusal(bench, 'server', [cut], 'geheim-é')).code).toBe('CERTIFICATE_FILE_FORM');
    });
  });
});
