import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../store/store.ts';
import { readBundle } from '../vault/certificate-bundle.ts';
import { openCertificates } from '../vault/certificates.ts';
import { makeAuthority, makeServerCertificate } from '../vault/make-certificates.ts';
import { keyFileKeeper, openVault } from '../vault/vault.ts';
import { createServerEvents, type ServerEventRecord } from './server-events.ts';
import { createTlsIdentity } from './tls-identity.ts';

const day = 24 * 60 * 60 * 1000;
const halfDay = day / 2;

describe('an imported server certificate', () => {
  afterEach(() => vi.useRealTimers());

  it('is told of before it ends, again and again, and is never replaced by itself', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'identity-'));
    const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
    const begin = Date.now();
    let at = begin;
    const now = () => at;
    const vault = openVault(folder, keyFileKeeper);
    const store = openStore(folder, now);
    const certificates = await openCertificates({ folder, vault, now, randomOctets });
    const making = { validity: { from: begin - day, to: begin + 90 * day }, randomOctets };
    const authority = await makeAuthority('operator', making);
    const server = await makeServerCertificate(authority, ['127.0.0.1'], making);
    const file = {
      name: 'server.pem',
      octets: Buffer.from(server.certificatePem + server.keyPem + authority.certificatePem),
    };
    await certificates.importServer(await readBundle([file], undefined));

    const events = createServerEvents();
    const told: ServerEventRecord[] = [];
    events.listen((event) => void told.push(event));
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const identity = await createTlsIdentity({
      ...{ store, vault, certificates, events, randomOctets, now },
      names: ['127.0.0.1'],
    });
    const listener = createServer(identity.deviceOptions);
    const shown = vi.spyOn(listener, 'setSecureContext');
    const end = identity.keepFresh(listener, createServer(identity.deviceOptions));
    const later = async (time: number) => {
      at = begin + time;
      await vi.advanceTimersByTimeAsync(halfDay);
      // What the timer began ends with the credentials that it asks for.
      await certificates.serverCredentials([]);
      await new Promise((resolve) => setImmediate(resolve));
    };
    await later(10 * day);
    expect(told).toEqual([]);
    await later(61 * day);
    await later(62 * day);
    expect(told.map(({ kind }) => kind)).toEqual(['certificateEnding', 'certificateEnding']);
    expect(told[0]).toMatchObject({ fault: { code: 'CERTIFICATE_ENDS_SOON' } });
    expect(shown).not.toHaveBeenCalled();
    await certificates.forget({ kind: 'server' });
    expect(shown).toHaveBeenCalledOnce();
    end();
    store.close();
  });
});
