import { codedError } from '../../core/errors.ts';
import type { Database } from './database.ts';

/** A profile of the library; times are milliseconds since 1970. */
export interface LibraryProfile {
  readonly profileId: string;
  /** No two profiles have the same one. */
  readonly name: string;
  readonly createdAt: number;
  readonly archivedAt?: number;
}

/** A version of a profile, without its text. It never changes. */
export interface LibraryVersion {
  readonly number: number;
  /** SHA-256 of the text, in hexadecimal. */
  readonly digest: string;
  readonly note?: string;
  readonly savedAt: number;
}

/** Changes of a profile that were not saved, and the version that they began with. */
export interface LibraryDraft {
  readonly base?: number;
  readonly text: string;
  readonly changedAt: number;
}

/** The profiles that are kept for further batches. Versions are added and never changed or deleted. */
export interface ProfileRecords {
  add(profile: LibraryProfile): void;
  /** By name. */
  list(): readonly LibraryProfile[];
  /** @throws PROFILE_UNKNOWN */
  get(profileId: string): LibraryProfile;
  byName(name: string): LibraryProfile | undefined;
  rename(profileId: string, name: string): void;
  /** Only what has no version can be removed; its draft goes with it. */
  remove(profileId: string): void;
  /** @param at when it was archived; undefined brings it back */
  archive(profileId: string, at: number | undefined): void;
  addVersion(profileId: string, version: LibraryVersion & { readonly text: string }): void;
  /** The newest first. */
  versions(profileId: string): readonly LibraryVersion[];
  /** @throws PROFILE_UNKNOWN, PROFILE_VERSION_UNKNOWN */
  text(profileId: string, number: number): string;
  /** The version that has this text, the newest where several have. */
  byDigest(digest: string): { readonly profileId: string; readonly number: number } | undefined;
  /** Takes the place of the draft that there was. */
  putDraft(profileId: string, draft: LibraryDraft): void;
  draft(profileId: string): LibraryDraft | undefined;
  dropDraft(profileId: string): void;
}

export function createProfileRecords(database: Database): ProfileRecords {
  const get = (profileId: string) => {
    const row = database.first('SELECT * FROM library_profile WHERE profile_id = ?', profileId);
    if (row === undefined) throw codedError('PROFILE_UNKNOWN', { profile: profileId });
    return profileOf(row);
  };
  return {
    get,
    add: ({ profileId, name, createdAt, archivedAt = null }) =>
      void database.run(
        'INSERT INTO library_profile VALUES (?, ?, ?, ?)',
        profileId,
        name,
        createdAt,
        archivedAt,
      ),
    list: () =>
      database.all('SELECT * FROM library_profile ORDER BY name COLLATE NOCASE, name').map(profileOf),
    byName(name) {
      const row = database.first('SELECT * FROM library_profile WHERE name = ?', name);
      return row && profileOf(row);
    },
    rename: (profileId, name) =>
      void database.run('UPDATE library_profile SET name = ? WHERE profile_id = ?', name, profileId),
    remove(profileId) {
      database.run('DELETE FROM library_draft WHERE profile_id = ?', profileId);
      database.run('DELETE FROM library_profile WHERE profile_id = ?', profileId);
    },
    archive: (profileId, at) =>
      void database.run(
        'UPDATE library_profile SET archived_at = ? WHERE profile_id = ?',
        at ?? null,
        profileId,
      ),
    addVersion: (profileId, { number, digest, note = null, savedAt, text }) =>
      void database.run(
        'INSERT INTO library_version VALUES (?, ?, ?, ?, ?, ?)',
        profileId,
        number,
        digest,
        note,
        savedAt,
        text,
      ),
    versions: (profileId) =>
      database
        .all(
          'SELECT number, digest, note, saved_at FROM library_version WHERE profile_id = ? ORDER BY number DESC',
          profileId,
        )
        .map(versionOf),
    text(profileId, number) {
      const row = database.first(
        'SELECT text FROM library_version WHERE profile_id = ? AND number = ?',
        profileId,
        number,
      );
      if (row !== undefined) return String(row.text);
      throw codedError('PROFILE_VERSION_UNKNOWN', { version: number, profile: get(profileId).name });
    },
    byDigest(digest) {
      const row = database.first(
        'SELECT profile_id, number FROM library_version WHERE digest = ? ORDER BY saved_at DESC LIMIT 1',
        digest,
      );
      return row && { profileId: String(row.profile_id), number: Number(row.number) };
    },
    putDraft: (profileId, { base = null, text, changedAt }) =>
      void database.run(
        'INSERT OR REPLACE INTO library_draft VALUES (?, ?, ?, ?)',
        profileId,
        base,
        changedAt,
        text,
      ),
    draft(profileId) {
      const row = database.first('SELECT * FROM library_draft WHERE profile_id = ?', profileId);
      return row && draftOf(row);
    },
    dropDraft: (profileId) => void database.run('DELETE FROM library_draft WHERE profile_id = ?', profileId),
  };
}

type Row = Readonly<Record<string, unknown>>;

function profileOf(row: Row): LibraryProfile {
  return {
    profileId: String(row.profile_id),
    name: String(row.name),
    createdAt: Number(row.created_at),
    ...(row.archived_at === null ? {} : { archivedAt: Number(row.archived_at) }),
  };
}

function versionOf(row: Row): LibraryVersion {
  return {
    number: Number(row.number),
    digest: String(row.digest),
    savedAt: Number(row.saved_at),
    ...(row.note === null ? {} : { note: String(row.note) }),
  };
}

function draftOf(row: Row): LibraryDraft {
  return {
    text: String(row.text),
    changedAt: Number(row.changed_at),
    ...(row.base === null ? {} : { base: Number(row.base) }),
  };
}
