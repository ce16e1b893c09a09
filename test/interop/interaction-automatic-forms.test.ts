import { mkdtempSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Interaction } from '../../core/interaction/interaction.ts';
import { createAutomaticBrowser } from '../../main/device/automatic-browser.ts';
import type { GivenAnswers } from '../../main/device/given-answers.ts';
import type { PageEnd } from '../../main/device/web-browser.ts';
import {
  deviceId,
  type InteractionBench,
  openBench,
  picture,
} from '../../main/server/interaction/interaction-fixture.ts';
import {
  type KeyedCertificate,
  makeAuthority,
  makeServerCertificate,
} from '../../main/vault/make-certificates.ts';

const now = () => Date.UTC(2026, 10, 25, 12);
// Certificates are looked at by the clock of this machine.
const making = {
  validity: { from: Date.now() - 60_000, to: Date.now() + 3_600_000 },
  randomOctets: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
};

describe('a browser that answers forms by itself, at the Web Server Component', () => {
  let authority: KeyedCertificate;
  let other: KeyedCertificate;
  let certificate: KeyedCertificate;
  let elsewhere: KeyedCertificate;
  beforeAll(async () => {
    [authority, other] = [await makeAuthority('test', making), await makeAuthority('other', making)];
    certificate = await makeServerCertificate(authority, ['127.0.0.1'], making);
    elsewhere = await makeServerCertificate(authority, ['bench.example'], making);
  });

  let bench: InteractionBench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  const open = async (secured?: KeyedCertificate): Promise<InteractionBench> => {
    bench = await openBench({
      now: now(),
      ...(secured && {
        scheme: 'https' as const,
        makeServer: (handler) =>
          https.createServer(
            { key: secured.keyPem, cert: secured.certificatePem },
            handler,
          ) as unknown as Server,
      }),
    });
    return bench;
  };
  const stateOf = (interactionId: string): Interaction['state'] | undefined =>
    bench?.interactions.get(interactionId)?.interaction.state;
  /** Shows a page, and makes sure that nothing tells its address. */
  const show = async (
    page: string,
    given: GivenAnswers,
    more: { readonly trustAnchor?: string; readonly signal?: AbortSignal } = {},
  ): Promise<PageEnd> => {
    const { trustAnchor, signal = new AbortController().signal } = more;
    const end = await createAutomaticBrowser({ given, now }).show({ page, deviceId, trustAnchor, signal });
    expect(JSON.stringify(end)).not.toContain(new URL(page).pathname.split('/').at(-1));
    return end;
  };

  it('answers every kind of field, and what was given stands in the answers', async () => {
    const { begin, told } = await open();
    const { interactionId, address } = begin();
    const photo = path.join(mkdtempSync(path.join(os.tmpdir(), 'automatic-')), 'meter.png');
    writeFileSync(photo, picture);
    const given = {
      ...{ site: 'AB-1234', notes: 'two\nlines', signal: -70.5, reason: 'replaced', bands: ['b3', 'b20'] },
      ...{ reading: 4711, photo, day: '2026-12-24', country: 'de', 'signed.name': 'Ada Lovelace' },
    };
    expect(await show(address, given)).toEqual({ kind: 'completed' });
    expect(stateOf(interactionId)).toMatchObject({
      kind: 'completed',
      answers: {
        ...{ site: 'AB-1234', notes: 'two\nlines', signal: -70.5, reason: 'replaced', bands: ['b3', 'b20'] },
        ...{
          reading: 4711,
          photo: { fileName: 'meter.png', mediaType: 'image/png', octets: picture.length },
        },
        ...{ day: '2026-12-24', country: 'de', safe: true, signed: { signedBy: 'Ada Lovelace' } },
      },
    });
    expect(told().filter((words) => words.startsWith('posted'))).toEqual([
      'posted 0',
      'posted 1',
      'posted 2',
    ]);
  });

  it('makes up what was not given, and puts right what the first attempt had wrong', async () => {
    const { begin, told } = await open();
    const { interactionId, address } = begin();
    expect(await show(address, { site: 'AB-1234', reason: 'replaced' })).toEqual({ kind: 'completed' });
    const state = stateOf(interactionId);
    expect(state).toMatchObject({
      kind: 'completed',
      answers: {
        ...{ site: 'AB-1234', signal: 0, reason: 'replaced', bands: ['b3'], reading: 1 },
        ...{ photo: { fileName: 'simulated.png', mediaType: 'image/png' }, country: 'at', safe: true },
        ...{ day: '2026-11-25', signed: { signedBy: 'Simulated' } },
      },
    });
    expect(state).not.toHaveProperty('answers.notes');
    // 1 is more than the signal may be; pages do not say so before.
    expect(told().filter((words) => words.startsWith('posted'))).toEqual([
      ...['posted 0 (1 wrong)', 'posted 0', 'posted 1', 'posted 2'],
    ]);
  });

  it('says which field was not taken, where there is no way to know better', async () => {
    const { begin } = await open();
    const { interactionId, address } = begin();
    const end = await show(address, {});
    expect(end).toMatchObject({
      kind: 'failed',
      fault: { code: 'INTERACTION_ANSWERS_NOT_TAKEN', message: expect.stringMatching(/to "site"\.$/) },
    });
    expect(stateOf(interactionId)).toEqual({ kind: 'opened' });
  });

  it('is not let in where another browser was first, and not where the interaction is over', async () => {
    const { begin, interactions } = await open();
    const first = begin();
    await show(first.address, {});
    const refused = { kind: 'failed', fault: { code: 'INTERACTION_WINDOW_REFUSED' } };
    expect(await show(first.address, { site: 'AB-1234' })).toMatchObject(refused);
    const second = begin();
    interactions.end(second.interactionId, { kind: 'close' });
    expect(await show(second.address, {})).toMatchObject(refused);
  });

  it('is closed by its signal while it fills pages in, and nothing goes on', async () => {
    const running = await open();
    const { interactionId, address } = running.begin();
    const closing = new AbortController();
    const ended = show(address, { site: 'AB-1234' }, { signal: closing.signal });
    await running.event(({ kind }) => kind === 'pageShown');
    closing.abort();
    expect(await ended).toEqual({ kind: 'closed' });
    expect(stateOf(interactionId)?.kind).not.toBe('completed');
  });

  it('fails where the server is gone', async () => {
    const gone = await open();
    const { address } = gone.begin();
    await gone.close();
    bench = undefined;
    expect(await show(address, {})).toMatchObject({
      fault: { code: 'INTERACTION_WINDOW_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') },
    });
  });

  it('knows a server by the trust anchor of the device, over HTTPS', async () => {
    const { begin } = await open(certificate);
    const { interactionId, address } = begin();
    expect(address).toMatch(/^https:/);
    const trustAnchor = authority.certificatePem;
    const given = { site: 'AB-1234', signal: -1 };
    expect(await show(address, given, { trustAnchor })).toEqual({ kind: 'completed' });
    expect(stateOf(interactionId)).toMatchObject({
      kind: 'completed',
      answers: { site: 'AB-1234', signal: -1 },
    });
  });

  it.each(['no anchor', 'another anchor', 'another name', 'no certificate'])(
    'shows nothing to a server that it does not know: %s',
    async (which) => {
      const { begin, told } = await open(which === 'another name' ? elsewhere : certificate);
      const anchors: Readonly<Record<string, string>> = {
        'another anchor': other.certificatePem,
        'another name': authority.certificatePem,
        'no certificate': 'nonsense',
      };
      const { [which]: trustAnchor } = anchors;
      const end = await show(begin().address, {}, trustAnchor === undefined ? {} : { trustAnchor });
      expect(end).toMatchObject({ kind: 'failed', fault: { code: 'INTERACTION_WINDOW_CERTIFICATE' } });
      expect(told()).toEqual([]);
    },
  );
});
