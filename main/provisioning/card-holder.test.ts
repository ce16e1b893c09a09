import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import { toFault } from '../../core/errors.ts';
import type { CardIdentity } from '../../core/provisioning/job.ts';
import { sha256 } from '../digest.ts';
import { openStore, type Store } from '../store/store.ts';
import { claimForCard, holderOf } from './card-holder.ts';

const atr = '3B00';
const message = (text: string) => new TextEncoder().encode(`["${text}"]`);

describe('whose a card is', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(mkdtempSync(path.join(os.tmpdir(), 'dm-bench-holder-')), () => 1);
    for (const batchId of ['old', 'new'])
      store.batches.add({
        batchId,
        name: batchId,
        profileText: '{}',
        listName: 'l.csv',
        orderDigest: batchId,
        mode: 'cardsOnly' as const,
        createdAt: 1,
      });
    store.jobs.add(
      ['old', 'new'].flatMap((batchId) =>
        ['A', 'B', 'C'].map((name, index) => ({
          jobId: `${batchId}-${name}`,
          batchId,
          line: index + 2,
          deviceId: `IMEI:${name}`,
          label: `Gateway ${name}`,
          variables: {},
          iccid: `89440000000${index}`,
        })),
      ),
      1,
    );
  });
  afterEach(() => store.close());

  /** Takes a job to its end, with this message on this card. */
  const write = (
    jobId: string,
    text: string,
    card: CardIdentity,
    end: 'done' | 'released' | 'failed' = 'done',
  ) => {
    const job = store.jobs.get(jobId);
    store.jobs.claim(job.batchId, 's', 1, { jobId });
    const digest = sha256(message(text));
    store.jobs.step(jobId, { kind: 'prepare', message: { digest, octets: 10 } }, 2);
    store.jobs.step(jobId, { kind: 'startWriting', card }, 3);
    if (end === 'released') return store.jobs.step(jobId, { kind: 'release' }, 4);
    store.jobs.step(jobId, { kind: 'verify' }, 4);
    return store.jobs.step(
      jobId,
      end === 'done'
        ? { kind: 'finish' }
        : { kind: 'fail', fault: { code: 'SESSION_UNKNOWN', message: '', remedy: '' } },
      5,
    );
  };

  const holder = (card: { message?: Uint8Array; iccid?: string }, as: string = atr) => {
    const found = holderOf(
      card,
      { atr: as, ...(card.iccid === undefined ? {} : { iccid: card.iccid }) },
      store,
    );
    return found.kind === 'job' ? `${found.job.jobId}${found.copy ? ' (copy)' : ''}` : found.kind;
  };

  it('is told by its message, or by its ICCID', () => {
    write('old-A', 'a', { atr, iccid: '894400000010' });
    write('old-B', 'b', { atr });
    expect(holder({})).toBe('nobody');
    expect(holder({ iccid: '894400000010' })).toBe('nobody');
    expect(holder({ message: message('x') })).toBe('unknown');
    expect(holder({ message: message('a'), iccid: '894400000010' })).toBe('old-A');
    expect(holder({ message: message('x'), iccid: '894400000010' })).toBe('old-A');
    expect(holder({ message: message('b') })).toBe('old-B');
  });

  it('is the job of another card where the message was copied', () => {
    write('old-A', 'a', { atr, iccid: '894400000010' });
    write('old-B', 'b', { atr });
    expect(holder({ message: message('a'), iccid: '894400000099' })).toBe('old-A (copy)');
    expect(holder({ message: message('b') }, '3B01')).toBe('old-B (copy)');
  });

  it('is known of a card that was written, whatever became of its session', () => {
    write('old-A', 'a', { atr, iccid: '894400000010' }, 'failed');
    expect(holder({ message: message('other'), iccid: '894400000010' })).toBe('old-A');
    write('old-B', 'b', { atr, iccid: '894400000011' }, 'released');
    expect(holder({ message: message('other'), iccid: '894400000011' })).toBe('unknown');
  });

  const claim = async (
    card: { message?: Uint8Array; iccid?: string },
    leave: { unknown?: boolean; devices?: readonly string[] } = {},
    bound = false,
  ) => {
    const identity = { atr, ...(card.iccid === undefined ? {} : { iccid: card.iccid }) };
    try {
      const job = await claimForCard(card, identity, {
        records: store,
        batchId: 'new',
        bound,
        leave: { unknown: leave.unknown ?? false, devices: new Set(leave.devices ?? []) },
        claim: async (wanted) => store.jobs.claim('new', 's', 9, wanted),
      });
      return job?.jobId ?? 'none waits';
    } catch (error) {
      const { code, message: words } = toFault(error);
      if (code === 'CARD_ROW_NOT_FREE') return words;
      return code === 'CARD_HOLDS_ANOTHER' ? `another: ${words}` : code;
    }
  };

  it('an empty card takes the next row, or the one that it belongs to', async () => {
    expect(await claim({})).toBe('new-A');
    expect(await claim({ iccid: '894400000002' }, {}, true)).toBe('new-C');
    expect(await claim({ iccid: '894400000009' }, {}, true)).toBe('CARD_NOT_IN_LIST');
    expect(await claim({ iccid: '894400000002' }, {}, true)).toMatch(/Gateway C, is in work elsewhere/);
    expect(await claim({ iccid: '894400000009' })).toBe('new-B');
    expect(await claim({ iccid: '894400000009' })).toBe('none waits');
  });

  it('a card whose row is not free says why', async () => {
    store.jobs.step('new-A', { kind: 'hold', reason: 'wrong site' }, 2);
    write('new-B', 'b', { atr, iccid: '894400000001' });
    expect(await claim({ iccid: '894400000000' }, {}, true)).toMatch(/A, is held back \(wrong site\)\./);
    expect(await claim({ iccid: '894400000001' }, {}, true)).toMatch(/B, is done\./);
    write('new-C', 'c', { atr, iccid: '894400000002' }, 'failed');
    expect(await claim({ iccid: '894400000002' }, {}, true)).toMatch(/C, has failed\./);
  });

  it('a card that was begun for a row of this batch goes on with it', async () => {
    write('new-B', 'b', { atr }, 'released');
    expect(await claim({ message: message('b') })).toBe('new-B');
  });

  it('a card of a device goes on as the card of that device', async () => {
    write('old-C', 'c', { atr });
    expect(await claim({ message: message('c') })).toBe('new-C');
  });

  it('a card of another device is not touched, until a person names that device', async () => {
    write('old-A', 'a', { atr });
    write('new-A', 'a2', { atr });
    const card = { message: message('a') };
    expect(await claim(card)).toMatch(/^another: .*Gateway A \(IMEI:A\)/);
    // Leave for cards of unknown devices is not leave for this one.
    expect(await claim(card, { unknown: true })).toMatch(/^another: .*Gateway A/);
    expect(await claim(card, { devices: ['IMEI:B'] })).toMatch(/^another/);
    expect(await claim(card, { devices: ['IMEI:A'] })).toBe('new-B');
    expect(await claim(card, { devices: ['Gateway A'] })).toBe('new-C');
  });

  it('nor is the finished card of a row of this batch', async () => {
    write('new-A', 'a', { atr });
    expect(await claim({ message: message('a') })).toMatch(/^another: .*Gateway A/);
  });

  it('nor is a card that belongs to a row, and holds the message of another device', async () => {
    write('old-A', 'a', { atr, iccid: '894400000001' });
    const card = { message: message('a'), iccid: '894400000001' };
    expect(await claim(card, {}, true)).toMatch(/^another: .*Gateway A/);
    expect(await claim(card, { devices: ['IMEI:A'] }, true)).toBe('new-B');
  });

  it('nor is a copy of the card of a device, even for that device', async () => {
    write('new-A', 'a', { atr, iccid: '894400000010' }, 'failed');
    store.jobs.retryFailed('new');
    expect(await claim({ message: message('a'), iccid: '894400000099' })).toMatch(/^another: .*Gateway A/);
    expect(await claim({ message: message('a'), iccid: '894400000010' })).toBe('new-A');
  });

  it('a card with a message that nobody knows needs leave', async () => {
    expect(await claim({ message: message('x') })).toMatch(/^another: .*another device/);
    expect(await claim({ message: message('x') }, { devices: ['IMEI:A'] })).toMatch(/^another/);
    expect(await claim({ message: message('x') }, { unknown: true })).toBe('new-A');
  });

  it('is known by the credentials in a message that no batch wrote, and then has a name', async () => {
    const issued = { deviceId: 'IMEI:A', label: 'Gateway A', jobId: 'old-A', userName: 'dm-a' };
    store.devices.enrol({ ...issued, passwordSealed: Uint8Array.of(1) }, 1);
    const of = (userName: string) =>
      composeBootstrapMessage({
        accounts: [
          {
            instance: 'bench',
            serverId: 'dm-bench',
            serverUri: 'http://h/dm',
            name: 'DM Bench',
            permittedMoids: [],
            credentials: { kind: 'password', userName, password: 'secret' },
          },
        ],
        objects: [],
      });
    expect(holderOf({ message: of('dm-a') }, { atr }, store)).toMatchObject({
      kind: 'job',
      job: { deviceId: 'IMEI:A' },
    });
    expect(holderOf({ message: of('somebody') }, { atr }, store)).toEqual({ kind: 'unknown' });
    expect(holderOf({ message: message('no message at all') }, { atr }, store)).toEqual({ kind: 'unknown' });
  });
});
