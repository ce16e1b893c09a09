import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Act } from '../../core/audit/acts.ts';
import { toFault } from '../../core/errors.ts';
import { readProfile } from '../../core/provisioning/profile.ts';
import { sha256OfText } from '../digest.ts';
import { openStore, type Store } from '../store/store.ts';
import { createProfileLibrary, type ProfileLibrary } from './profile-library.ts';
import { readSample, sampleProfiles } from './profile-samples.ts';

const gateway = readFileSync('examples/gateway.profile.json', 'utf8');
const file = (text: string, name = 'gateway.profile.json') => ({ name, text });
const faulty = gateway.replace('{{serial}}', '{{serail}}').replace('"GW-200"', '"Broken"');
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'done';
  } catch (error) {
    return toFault(error).code;
  }
};

let folder: string;
let store: Store;
let library: ProfileLibrary;
let clock = 0;
let ids = 0;
let acts: Act[] = [];
const now = () => ++clock;
const newId = () => `id-${++ids}`;
const open = () => {
  store = openStore(folder, now);
  library = createProfileLibrary(store, { now, newId, audit: { record: (act) => void acts.push(act) } });
};

beforeEach(() => {
  acts = [];
  folder = mkdtempSync(path.join(os.tmpdir(), 'library-'));
  open();
});
afterEach(() => store.close());

/** Keeps the gateway's profile. */
function keepGateway(): string {
  return library.keep(file(gateway), 'Imported').profileId;
}

describe('a profile that comes from a file', () => {
  it('becomes the version that it says it is, as it was written', async () => {
    const text = gateway.replace('"version": 1', '"version": 7');
    const made = library.keep(file(text), 'From the customer');
    expect(made).toMatchObject({ kind: 'made', version: 7 });
    expect(library.text(made.profileId, 7)).toBe(text);
    expect(library.detail(made.profileId).versions).toEqual([
      { number: 7, savedAt: expect.any(Number), note: 'From the customer', batches: 0 },
    ]);
    expect(await library.list()).toEqual([
      expect.objectContaining({ name: 'GW-200', version: 7, faults: 0, draft: false, archived: false }),
    ]);
  });

  it('is kept once', async () => {
    const profileId = keepGateway();
    library.archive(profileId, true);
    expect(library.keep(file(gateway))).toEqual({ kind: 'known', profileId, version: 1 });
    expect(await library.list()).toEqual([expect.objectContaining({ archived: false })]);
  });

  it('with faults is kept as a draft, and listed with them', async () => {
    const made = library.keep(file(faulty));
    expect(made).toMatchObject({ kind: 'draft', faults: 1 });
    expect(library.detail(made.profileId)).toMatchObject({ versions: [], draft: { text: faulty } });
    expect(await library.list()).toEqual([
      expect.objectContaining({ name: 'Broken', faults: 1, draft: true, versions: 0 }),
    ]);
  });

  it('that does not say its name is known by that of its file', async () => {
    library.keep(file('no profile at all', 'order 44.profile.json'));
    library.keep(file('{}', 'order 44.json'));
    expect((await library.list()).map(({ name }) => name)).toEqual(['order 44', 'order 44 2']);
  });

  it('with the name of another one becomes changes of that, which nothing has lost', () => {
    const profileId = keepGateway();
    const other = gateway.replace('Meter gateways', 'Other gateways');
    expect(library.keep(file(other))).toEqual({ kind: 'draft', profileId, faults: 0 });
    expect(library.detail(profileId)).toMatchObject({ text: gateway, draft: { text: other, base: 1 } });
    const third = gateway.replace('Meter gateways', 'Third');
    expect(codeOf(() => library.keep(file(third)))).toBe('PROFILE_HAS_DRAFT');
    expect(library.detail(profileId).draft?.text).toBe(other);
  });

  it('that is longer than people write is refused', async () => {
    expect(codeOf(() => library.keep(file('x'.repeat(5_000_000))))).toBe('PROFILE_TOO_LONG');
    expect(await library.list()).toEqual([]);
  });
});

describe('a version that is saved', () => {
  it('has the next number, in its text too, and the one before stays as it was', () => {
    const profileId = keepGateway();
    const text = gateway.replace('Meter gateways', 'Meters');
    const saved = library.save(profileId, { base: 1, text, note: '  shorter ' });
    expect(saved).toEqual({ version: 2, text: text.replace('"version": 1', '"version": 2') });
    expect(library.text(profileId, 1)).toBe(gateway);
    expect(library.text(profileId, 2)).toBe(saved.text);
    expect(library.detail(profileId).versions.map(({ number, note }) => [number, note])).toEqual([
      [2, 'shorter'],
      [1, 'Imported'],
    ]);
    const reading = readProfile(saved.text, 'p');
    expect(reading.kind === 'profile' && reading.profile.version).toBe(2);
  });

  it('has the number that its text says, where that is greater', () => {
    const profileId = keepGateway();
    const text = gateway.replace('"version": 1', '"version": 12');
    expect(library.save(profileId, { base: 1, text })).toEqual({ version: 12, text });
  });

  it('is refused on top of a newer one, and nothing is saved', () => {
    const profileId = keepGateway();
    const mine = gateway.replace('Meter gateways', 'Mine');
    library.save(profileId, { base: 1, text: gateway.replace('Meter gateways', 'Theirs') });
    library.keepDraft(profileId, { base: 1, text: mine });
    expect(codeOf(() => library.save(profileId, { base: 1, text: mine }))).toBe('PROFILE_NEWER');
    expect(codeOf(() => library.save(profileId, { text: mine }))).toBe('PROFILE_NEWER');
    expect(library.detail(profileId)).toMatchObject({ versions: [{ number: 2 }, {}], draft: { text: mine } });
  });

  it.each([
    ['the same as the newest one', gateway, 'PROFILE_UNCHANGED'],
    ['a profile with one fault', gateway.replace('{{serial}}', '{{serail}}'), 'PROFILE_VARIABLE_UNKNOWN'],
    ['a profile with several', gateway.replaceAll('{{imei}}', '{{emei}}'), 'PROFILE_HAS_FAULTS'],
    ['no profile', 'x', 'PROFILE_NOT_JSON'],
    ['a profile with a member twice', gateway.replace('{', '{ "name": "A",'), 'PROFILE_MEMBER_TWICE'],
  ])('is not %s', (_what, text, code) => {
    const profileId = keepGateway();
    expect(codeOf(() => library.save(profileId, { base: 1, text }))).toBe(code);
    expect(library.detail(profileId).versions).toHaveLength(1);
  });

  it('does not take the name of another profile', () => {
    const profileId = keepGateway();
    library.copy(profileId);
    const text = gateway.replace('"GW-200"', '"GW-200 copy"');
    expect(codeOf(() => library.save(profileId, { base: 1, text }))).toBe('PROFILE_NAME_TAKEN');
  });

  it('is never changed or deleted, whoever writes into the file', () => {
    keepGateway();
    store.close();
    const database = new DatabaseSync(path.join(folder, 'bench.sqlite'));
    for (const sql of ["UPDATE library_version SET text = 'x'", 'DELETE FROM library_version'])
      expect(() => database.exec(sql)).toThrow(/versions of profiles are never/);
    database.close();
    open();
  });
});

describe('changes that are not saved', () => {
  it('are there after a restart, and gone once they are saved or discarded', () => {
    const profileId = keepGateway();
    const text = gateway.replace('Meter gateways', 'Half wri');
    library.keepDraft(profileId, { base: 1, text: '{ "name": ' });
    library.keepDraft(profileId, { base: 1, text });
    store.close();
    open();
    expect(library.detail(profileId).draft).toEqual({ base: 1, text, changedAt: expect.any(Number) });
    library.save(profileId, { base: 1, text });
    expect(library.detail(profileId).draft).toBeUndefined();
    library.keepDraft(profileId, { base: 2, text: gateway });
    expect(library.discardDraft(profileId)).toBe('discarded');
    expect(library.detail(profileId).draft).toBeUndefined();
  });

  it('of a profile that was never saved are all there is of it', async () => {
    const { profileId } = library.keep(file(faulty));
    expect(library.discardDraft(profileId)).toBe('removed');
    expect(await library.list()).toEqual([]);
    expect(codeOf(() => library.detail(profileId))).toBe('PROFILE_UNKNOWN');
    expect(codeOf(() => library.keepDraft(profileId, { text: '{}' }))).toBe('PROFILE_UNKNOWN');
  });

  it('become the first version once they are mended', async () => {
    const { profileId } = library.keep(file(faulty));
    const text = gateway.replace('"GW-200"', '"Mended"');
    expect(library.save(profileId, { text })).toEqual({ version: 1, text });
    expect(await library.list()).toEqual([expect.objectContaining({ name: 'Mended', draft: false })]);
  });
});

describe('a profile of the library', () => {
  it('is renamed by a version, in its text', async () => {
    const profileId = keepGateway();
    expect(library.rename(profileId, 'GW-210')).toMatchObject({ version: 2 });
    const [summary] = await library.list();
    expect(summary).toMatchObject({ name: 'GW-210', version: 2 });
    expect(library.text(profileId, 2)).toContain('"name": "GW-210"');
    expect(library.text(profileId, 1)).toBe(gateway);
    library.keepDraft(profileId, { base: 2, text: '' });
    expect(codeOf(() => library.rename(profileId, 'X'))).toBe('PROFILE_HAS_DRAFT');
    library.discardDraft(profileId);
    library.copy(profileId);
    expect(codeOf(() => library.rename(profileId, 'GW-210 copy'))).toBe('PROFILE_NAME_TAKEN');
  });

  it('is copied as the first version of another one, however often', async () => {
    const profileId = keepGateway();
    library.save(profileId, { base: 1, text: gateway.replace('Meter gateways', 'Meters') });
    library.copy(profileId);
    const copy = library.copy(profileId);
    expect(copy).toMatchObject({ kind: 'made', version: 1 });
    expect(library.text(copy.profileId, 1)).toContain('Meters');
    expect((await library.list()).map(({ name }) => name)).toEqual([
      'GW-200',
      'GW-200 copy',
      'GW-200 copy 2',
    ]);
    const broken = library.keep(file('nothing to read', 'broken.json'));
    expect(library.copy(broken.profileId)).toMatchObject({ kind: 'draft' });
  });

  it('is recorded with each version, and with its archive', () => {
    const profileId = keepGateway();
    const saved = library.save(profileId, {
      base: 1,
      text: gateway.replace('Meter', 'Gas meter'),
      note: 'Gas',
    });
    library.archive(profileId, true);
    expect(acts).toEqual([
      { kind: 'profileSaved', name: 'GW-200', version: 1, sha256: sha256OfText(gateway), note: 'Imported' },
      { kind: 'profileSaved', name: 'GW-200', version: 2, sha256: sha256OfText(saved.text), note: 'Gas' },
      { kind: 'profileArchived', name: 'GW-200', archived: true },
    ]);
    expect(() => library.save(profileId, { base: 1, text: gateway })).toThrow();
    expect(acts).toHaveLength(3);
  });

  it('is archived and brought back', async () => {
    const profileId = keepGateway();
    library.archive(profileId, true);
    expect((await library.list()).map(({ archived }) => archived)).toEqual([true]);
    library.archive(profileId, false);
    expect((await library.list()).map(({ archived }) => archived)).toEqual([false]);
    expect(codeOf(() => library.archive('no', true))).toBe('PROFILE_UNKNOWN');
    expect(codeOf(() => library.text(profileId, 9))).toBe('PROFILE_VERSION_UNKNOWN');
    expect(codeOf(() => library.text('no', 1))).toBe('PROFILE_UNKNOWN');
  });

  it('says which batch began with it last, and with which version; that batch keeps its own', async () => {
    const profileId = keepGateway();
    const begin = (profileText: string, name: string) => {
      const batch = {
        batchId: newId(),
        name,
        profileText,
        createdAt: now(),
        mode: 'cardThenSimulatedDevice' as const,
      };
      store.batches.add({ ...batch, listName: 'list.csv', orderDigest: name });
      return batch.batchId;
    };
    const first = begin(gateway, 'Order 1');
    const changed = library.save(profileId, { base: 1, text: gateway.replace('Meter gateways', 'Meters') });
    const second = begin(changed.text, 'Order 2');
    begin(gateway.replace('"GW-200"', '"Another"'), 'Order 3');
    expect(await library.list()).toEqual([
      expect.objectContaining({
        lastUse: { batchId: second, name: 'Order 2', version: 2, at: expect.any(Number) },
      }),
    ]);
    expect(library.detail(profileId).versions.map(({ batches }) => batches)).toEqual([1, 1]);
    expect(store.profiles.of(first).description).toContain('Meter gateways');
  });
});

describe('the samples', () => {
  it('are there to begin with, and nothing else of the machine', async () => {
    const samples = await sampleProfiles();
    expect(samples.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['GW-200', 'GW-200 firmware', 'GW-200 installation']),
    );
    for (const { file: name } of samples) expect(library.keep(await readSample(name)).kind).toBe('made');
    await expect(readSample('../package.json')).rejects.toThrow(/none of the samples/);
  });
});
