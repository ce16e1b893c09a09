import type { TextFile } from '../../core/api.ts';
import type {
  ProfileDetail,
  ProfileMade,
  ProfileSaved,
  ProfileSummary,
  ProfileUse,
} from '../../core/api-profiles.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { checkProfileText, longestProfile, titleOf } from '../../core/provisioning/profile-check.ts';
import { setMember } from '../../core/provisioning/profile-edits.ts';
import { applyTextEdits, readTree } from '../../core/provisioning/profile-text.ts';
import type { Audit } from '../audit/audit-log.ts';
import { sha256OfText } from '../digest.ts';
import type { LibraryProfile } from '../store/profile-library.ts';
import type { Store } from '../store/store.ts';
import { createProfileLooks } from './profile-looks.ts';

/** The profiles that a bench keeps for further batches: each with its versions, and what was not saved of it. */
export interface ProfileLibrary {
  /** Every profile, archived ones too, by name. */
  list(): Promise<readonly ProfileSummary[]>;
  /** @throws PROFILE_UNKNOWN */
  detail(profileId: string): ProfileDetail;
  /** @throws PROFILE_UNKNOWN, PROFILE_VERSION_UNKNOWN */
  text(profileId: string, number: number): string;
  /**
   * Keeps a profile that came from somewhere. A text that is there already is not kept twice; one with faults, or with
   * the name of another profile, becomes changes that are not saved.
   * @throws PROFILE_TOO_LONG; PROFILE_HAS_DRAFT where the profile of that name has changes already
   */
  keep(file: TextFile, note?: string): ProfileMade;
  /** Keeps a profile anew under another name, as its first version. @throws PROFILE_UNKNOWN */
  copy(profileId: string): ProfileMade;
  /**
   * Saves a new version. Its number is put into the text: one more than that of the newest, or the text's own where
   * that is greater.
   * @param base the newest version when the changes began; undefined where there was none
   * @throws PROFILE_NEWER, PROFILE_UNCHANGED, PROFILE_NAME_TAKEN, the only fault of the text or PROFILE_HAS_FAULTS
   */
  save(
    profileId: string,
    change: { readonly base?: number | undefined; readonly text: string; readonly note?: string | undefined },
  ): ProfileSaved;
  /** @throws PROFILE_UNKNOWN, PROFILE_TOO_LONG */
  keepDraft(profileId: string, draft: { readonly base?: number | undefined; readonly text: string }): void;
  /** A profile that was never saved goes with its draft; `removed` says so. @throws PROFILE_UNKNOWN */
  discardDraft(profileId: string): 'discarded' | 'removed';
  /** Saves a version that differs by its name only. @throws PROFILE_HAS_DRAFT, PROFILE_NOT_SAVED, and as `save` */
  rename(profileId: string, name: string): ProfileSaved;
  /** @throws PROFILE_UNKNOWN */
  archive(profileId: string, archived: boolean): void;
}

export function createProfileLibrary(
  store: Store,
  {
    now,
    newId,
    audit,
  }: {
    readonly now: () => number;
    readonly newId: () => string;
    readonly audit: Pick<Audit, 'record'>;
  },
): ProfileLibrary {
  const { library } = store;
  const looks = createProfileLooks(store);
  const latestOf = (profileId: string) => library.versions(profileId)[0];
  const freeName = (name: string) => {
    let free = name;
    for (let number = 2; library.byName(free) !== undefined; number++) free = `${name} ${number}`;
    return free;
  };

  const addVersion = (profile: LibraryProfile, number: number, text: string, note: string | undefined) => {
    const { profileId } = profile;
    const savedAt = now();
    const said = note?.trim();
    const [digest, noted] = [sha256OfText(text), said ? { note: said } : {}];
    library.addVersion(profileId, { number, digest, savedAt, text, ...noted });
    const { name } = library.get(profileId);
    audit.record({ kind: 'profileSaved', name, version: number, sha256: digest, ...noted });
    library.dropDraft(profileId);
  };

  const addProfile = (name: string): LibraryProfile => {
    const profile = { profileId: newId(), name, createdAt: now() };
    library.add(profile);
    return profile;
  };

  const putDraft = (profileId: string, base: number | undefined, text: string) => {
    const draft = { text, changedAt: now(), ...(base === undefined ? {} : { base }) };
    library.putDraft(profileId, draft);
  };

  /** A text becomes the draft of the profile of its name: whoever brought it looks at what differs, and saves. */
  const keepAsDraft = (profile: LibraryProfile, text: string): ProfileMade => {
    const { profileId, name } = profile;
    if (library.draft(profileId) !== undefined) throw codedError('PROFILE_HAS_DRAFT', { profile: name });
    putDraft(profileId, latestOf(profileId)?.number, text);
    library.archive(profileId, undefined);
    return { kind: 'draft', profileId, faults: looks.of(text).faults };
  };

  const keep = ({ name: file, text }: TextFile, note?: string): ProfileMade => {
    checkLength(text, file);
    const known = library.byDigest(sha256OfText(text));
    if (known) {
      library.archive(known.profileId, undefined);
      return { kind: 'known', profileId: known.profileId, version: known.number };
    }
    const title = titleOf(text);
    const named = title.name === undefined ? undefined : library.byName(title.name);
    if (named) return keepAsDraft(named, text);
    if (looks.of(text).faults > 0)
      return keepAsDraft(addProfile(freeName(title.name ?? fileTitle(file))), text);
    const profile = addProfile(title.name ?? file);
    const version = title.version ?? 1;
    addVersion(profile, version, text, note);
    return { kind: 'made', profileId: profile.profileId, version };
  };

  const save: ProfileLibrary['save'] = (profileId, { base, text, note }) => {
    const profile = library.get(profileId);
    const latest = latestOf(profileId);
    if (latest && latest.number !== base)
      throw codedError('PROFILE_NEWER', { profile: profile.name, latest: latest.number });
    if (latest?.digest === sha256OfText(text))
      throw codedError('PROFILE_UNCHANGED', { profile: profile.name, version: latest.number });
    const reading = checkProfileText(text, profile.name);
    if (reading.kind === 'faults') {
      const [only, ...others] = reading.faults;
      if (only && others.length === 0) throw new CodedError(only);
      throw codedError('PROFILE_HAS_FAULTS', { count: reading.faults.length });
    }
    const { name, version } = reading.profile;
    const holder = library.byName(name);
    if (holder && holder.profileId !== profileId) throw codedError('PROFILE_NAME_TAKEN', { name });
    const number = Math.max((latest?.number ?? 0) + 1, version);
    const numbered = number === version ? text : withMember(text, 'version', number);
    if (name !== profile.name) library.rename(profileId, name);
    addVersion(profile, number, numbered, note);
    return { version: number, text: numbered };
  };

  const summary = (profile: LibraryProfile, use: ReturnType<typeof looks.uses>): ProfileSummary => {
    const { profileId, name, createdAt, archivedAt } = profile;
    const versions = library.versions(profileId);
    const [latest] = versions;
    const draft = library.draft(profileId);
    const text = latest ? library.text(profileId, latest.number) : draft?.text;
    const { faults, description } = looks.of(text ?? '');
    const uses = versions.flatMap((version) => use.get(version.digest) ?? []);
    const last = uses.reduce<(typeof uses)[number] | undefined>(
      (newest, each) => (newest === undefined || each.at > newest.at ? each : newest),
      undefined,
    );
    return {
      profileId,
      name,
      versions: versions.length,
      changedAt: latest?.savedAt ?? draft?.changedAt ?? createdAt,
      archived: archivedAt !== undefined,
      draft: draft !== undefined,
      faults,
      ...(description === undefined ? {} : { description }),
      ...(latest ? { version: latest.number } : {}),
      ...(last ? { lastUse: useOf(last, versions) } : {}),
    };
  };

  return {
    async list() {
      const use = looks.uses();
      const summaries: ProfileSummary[] = [];
      for (const profile of library.list()) {
        summaries.push(summary(profile, use));
        // Whoever else wants something of this process comes in between.
        await new Promise<void>((resolve) => void setImmediate(resolve));
      }
      return summaries;
    },
    detail(profileId) {
      const profile = library.get(profileId);
      const use = looks.uses();
      const versions = library.versions(profileId);
      const [latest] = versions;
      const draft = library.draft(profileId);
      return {
        summary: summary(profile, use),
        versions: versions.map(({ number, savedAt, note, digest }) => ({
          number,
          savedAt,
          batches: use.get(digest)?.length ?? 0,
          ...(note === undefined ? {} : { note }),
        })),
        ...(latest ? { text: library.text(profileId, latest.number) } : {}),
        ...(draft ? { draft } : {}),
      };
    },
    text: (profileId, number) => library.text(profileId, number),
    keep: (file, note) => store.transaction(() => keep(file, note)),
    copy: (profileId) =>
      store.transaction(() => {
        const { name } = library.get(profileId);
        const latest = latestOf(profileId);
        const text = latest ? library.text(profileId, latest.number) : (library.draft(profileId)?.text ?? '');
        const copied = freeName(`${name.slice(0, longestName - copyWord.length - 4)}${copyWord}`);
        return keep({ name: copied, text: withMember(withMember(text, 'version', 1), 'name', copied) });
      }),
    save: (profileId, change) => store.transaction(() => save(profileId, change)),
    keepDraft(profileId, { base, text }) {
      const { name } = library.get(profileId);
      checkLength(text, name);
      putDraft(profileId, base, text);
    },
    discardDraft: (profileId) =>
      store.transaction(() => {
        library.get(profileId);
        if (latestOf(profileId) === undefined) {
          library.remove(profileId);
          return 'removed';
        }
        library.dropDraft(profileId);
        return 'discarded';
      }),
    rename: (profileId, name) =>
      store.transaction(() => {
        const profile = library.get(profileId);
        const latest = latestOf(profileId);
        if (library.draft(profileId)) throw codedError('PROFILE_HAS_DRAFT', { profile: profile.name });
        if (latest === undefined) throw codedError('PROFILE_NOT_SAVED', { profile: profile.name });
        const text = withMember(library.text(profileId, latest.number), 'name', name);
        return save(profileId, { base: latest.number, text, note: `Renamed from ${profile.name}` });
      }),
    archive: (profileId, archived) =>
      store.transaction(() => {
        const { name } = library.get(profileId);
        library.archive(profileId, archived ? now() : undefined);
        audit.record({ kind: 'profileArchived', name, archived });
      }),
  };
}

/** As long as the name of a profile may be. */
const longestName = 80;
const copyWord = ' copy';

function checkLength(text: string, file: string): void {
  if (text.length > longestProfile)
    throw codedError('PROFILE_TOO_LONG', { length: text.length, limit: longestProfile }, { place: { file } });
}

/** A text with another value of one of its first members; one that cannot be read stays as it is. */
function withMember(text: string, name: 'name' | 'version', value: string | number): string {
  const tree = readTree(text);
  return tree
    ? applyTextEdits(text, setMember({ text, tree }, [], name, value, ['$schema', 'name', 'version']))
    : text;
}

/** What to call a profile that does not say its name. */
function fileTitle(file: string): string {
  return file.replace(/(\.profile)?\.json$/i, '').slice(0, longestName - 4) || 'Profile';
}

function useOf(
  { digest, ...use }: { readonly digest: string } & Omit<ProfileUse, 'version'>,
  versions: readonly { readonly number: number; readonly digest: string }[],
): ProfileUse {
  return { ...use, version: versions.find((version) => version.digest === digest)?.number ?? 0 };
}
