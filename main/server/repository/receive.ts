import { createHash } from 'node:crypto';
import { entityTagOf, type ResourceContent } from '../../store/repository.ts';
import type { FileDraft, ResourceFiles } from './resource-files.ts';
import type { Claim } from './room.ts';

/** Content that came in whole. A file it is in is finished, and nothing refers to it yet. */
export interface Received {
  /** Octets. */
  readonly size: number;
  readonly etag: string;
  readonly content: ResourceContent;
}

/** Up to this size content is kept in the store itself, where a commit keeps many at once; octets. */
const largestInline = 64 * 1024;

/**
 * Takes content in as it comes: into memory while it is small, into a file from then on. What fails leaves nothing.
 * @throws REPOSITORY_TOO_LARGE, REPOSITORY_QUOTA, STORE_FULL, STORE_FAILED, and what the content itself throws
 */
export async function receive(
  content: AsyncIterable<Uint8Array>,
  files: ResourceFiles,
  claim: Claim,
): Promise<Received> {
  const hash = createHash('sha256');
  let small: Uint8Array[] = [];
  let size = 0;
  let draft: FileDraft | undefined;
  try {
    for await (const part of content) {
      claim.add(part.length);
      size += part.length;
      hash.update(part);
      if (draft === undefined && size > largestInline) {
        draft = await files.draft();
        for (const early of small) await draft.write(early);
        small = [];
      }
      if (draft === undefined) small.push(part);
      else await draft.write(part);
    }
    const etag = entityTagOf(hash.digest());
    if (draft === undefined) return { size, etag, content: { kind: 'inline', body: Buffer.concat(small) } };
    return { size, etag, content: { kind: 'file', file: await draft.finish() } };
  } catch (error) {
    await draft?.discard();
    throw error;
  }
}
