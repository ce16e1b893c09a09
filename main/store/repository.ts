import { createHash } from 'node:crypto';
import type { Page } from '../../core/api.ts';
import type { Database } from './database.ts';

/** Whose a resource is: one device's own, or what every device may read. */
export type ResourceOwner =
  | { readonly kind: 'device'; readonly deviceId: string }
  | { readonly kind: 'shared' };

/** What is known of a resource of the Data Repository beside its content. */
export interface ResourceInfo {
  readonly owner: ResourceOwner;
  readonly name: string;
  readonly mediaType: string;
  /** Octets. */
  readonly size: number;
  /** A strong entity tag, with its quotes: the same for the same octets. */
  readonly etag: string;
  /** Whether the device put it there itself. */
  readonly uploaded: boolean;
  readonly changedAt: number;
}

/** Where the octets of a resource are: small ones in the store, larger ones in a file of the repository's folder. */
export type ResourceContent =
  | { readonly kind: 'inline'; readonly body: Uint8Array }
  | { readonly kind: 'file'; readonly file: string };

export interface StoredResource extends ResourceInfo {
  readonly content: ResourceContent;
}

/** A resource whose content is in memory, as the workstation makes it. */
export interface SmallResource {
  readonly owner: ResourceOwner;
  readonly name: string;
  readonly mediaType: string;
  readonly body: Uint8Array;
}

/** How much there is of something in the Data Repository. */
export interface RepositoryUsage {
  readonly octets: number;
  readonly resources: number;
}

/** The records of the Data Repository. */
export interface RepositoryRecords {
  find(owner: ResourceOwner, name: string): StoredResource | undefined;
  info(owner: ResourceOwner, name: string): ResourceInfo | undefined;
  /** Keeps a resource in place of the one of that name. @returns the file that is not needed any more */
  put(resource: StoredResource): string | undefined;
  /** Keeps a small resource within the caller's transaction: one insert and no file, as enrolment needs it. */
  putSmall(resource: SmallResource, at: number): void;
  /** Forgets a resource. @returns the file that is not needed any more */
  remove(owner: ResourceOwner, name: string): string | undefined;
  /** Resources whose owner or name holds a text, by owner and name; what is shared comes first. */
  list(search: string, page: { readonly offset: number; readonly limit: number }): Page<ResourceInfo>;
  usage(): RepositoryUsage;
  /** What a device put there itself. */
  uploads(deviceId: string): RepositoryUsage;
  /** The files that resources are in. */
  files(): readonly string[];
}

/** The entity tag of octets, from their SHA-256 digest. */
export function entityTagOf(digest: Buffer): string {
  return `"${digest.toString('base64url').slice(0, 22)}"`;
}

const infoColumns = 'owner, name, media_type, size, etag, uploaded, changed_at';

export function createRepositoryRecords(database: Database): RepositoryRecords {
  const fileOf = (owner: ResourceOwner, name: string): string | undefined => {
    const row = database.first(
      'SELECT file FROM repository_resource WHERE owner = ? AND name = ?',
      ownerText(owner),
      name,
    );
    return typeof row?.file === 'string' ? row.file : undefined;
  };
  const put = (resource: StoredResource): string | undefined => {
    const { owner, name, mediaType, size, etag, uploaded, changedAt, content } = resource;
    const replaced = fileOf(owner, name);
    database.run(
      `INSERT INTO repository_resource (${infoColumns}, body, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET media_type = excluded.media_type, size = excluded.size, etag = excluded.etag,
         uploaded = excluded.uploaded, changed_at = excluded.changed_at, body = excluded.body, file = excluded.file`,
      ownerText(owner),
      name,
      mediaType,
      size,
      etag,
      uploaded ? 1 : 0,
      changedAt,
      content.kind === 'inline' ? content.body : null,
      content.kind === 'file' ? content.file : null,
    );
    return replaced;
  };
  return {
    put,
    putSmall({ owner, name, mediaType, body }, at) {
      const etag = entityTagOf(createHash('sha256').update(body).digest());
      // A file that this replaces stays until the next start: it must not go before the caller's transaction is kept.
      put({
        ...{ owner, name, mediaType, etag },
        size: body.length,
        uploaded: false,
        changedAt: at,
        content: { kind: 'inline', body },
      });
    },
    find(owner, name) {
      const row = database.first(
        `SELECT ${infoColumns}, body, file FROM repository_resource WHERE owner = ? AND name = ?`,
        ownerText(owner),
        name,
      );
      return row && { ...infoOf(row), content: contentOf(row) };
    },
    info(owner, name) {
      const row = database.first(
        `SELECT ${infoColumns} FROM repository_resource WHERE owner = ? AND name = ?`,
        ownerText(owner),
        name,
      );
      return row && infoOf(row);
    },
    remove(owner, name) {
      const file = fileOf(owner, name);
      database.run('DELETE FROM repository_resource WHERE owner = ? AND name = ?', ownerText(owner), name);
      return file;
    },
    list(search, { offset, limit }) {
      const where = "WHERE ? = '' OR instr(lower(owner || '/' || name), lower(?)) > 0";
      const total = database.first(`SELECT count(*) AS n FROM repository_resource ${where}`, search, search);
      const rows = database.all(
        `SELECT ${infoColumns} FROM repository_resource ${where} ORDER BY owner, name LIMIT ? OFFSET ?`,
        search,
        search,
        limit,
        offset,
      );
      return { total: Number(total?.n ?? 0), rows: rows.map(infoOf) };
    },
    usage: () => usageOf(database.first('SELECT octets, resources FROM repository_usage')),
    uploads: (deviceId) =>
      usageOf(
        database.first(
          `SELECT coalesce(sum(size), 0) AS octets, count(*) AS resources FROM repository_resource
           WHERE owner = ? AND uploaded = 1`,
          deviceId,
        ),
      ),
    files: () =>
      database
        .all('SELECT file FROM repository_resource WHERE file IS NOT NULL')
        .map(({ file }) => String(file)),
  };
}

function ownerText(owner: ResourceOwner): string {
  return owner.kind === 'device' ? owner.deviceId : '';
}

function infoOf(row: Readonly<Record<string, unknown>>): ResourceInfo {
  const owner = String(row.owner);
  return {
    owner: owner === '' ? { kind: 'shared' } : { kind: 'device', deviceId: owner },
    name: String(row.name),
    mediaType: String(row.media_type),
    size: Number(row.size),
    etag: String(row.etag),
    uploaded: row.uploaded === 1,
    changedAt: Number(row.changed_at),
  };
}

function contentOf(row: Readonly<Record<string, unknown>>): ResourceContent {
  return row.body instanceof Uint8Array
    ? { kind: 'inline', body: row.body }
    : { kind: 'file', file: String(row.file) };
}

function usageOf(row: Readonly<Record<string, unknown>> | undefined): RepositoryUsage {
  return { octets: Number(row?.octets ?? 0), resources: Number(row?.resources ?? 0) };
}
