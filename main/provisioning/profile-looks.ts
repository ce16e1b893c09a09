import { checkProfileText, titleOf } from '../../core/provisioning/profile-check.ts';
import { sha256OfText } from '../digest.ts';
import type { Store } from '../store/store.ts';

/** What a profile's text comes to, as lists show it. */
export interface ProfileLook {
  readonly description?: string;
  readonly faults: number;
}

/** A batch that was begun with the text of this digest. */
export interface TextUse {
  readonly digest: string;
  readonly batchId: string;
  readonly name: string;
  readonly at: number;
}

/** What was found out about texts of profiles, each once: texts of versions and of batches never change. */
export interface ProfileLooks {
  of(text: string): ProfileLook;
  /** The batches by the digest of the profile that they began with, the newest first. */
  uses(): ReadonlyMap<string, readonly TextUse[]>;
}

/** Texts that change are looked at too: more than these are not remembered. */
const mostRemembered = 2000;

export function createProfileLooks({ batches }: Pick<Store, 'batches'>): ProfileLooks {
  const looks = new Map<string, ProfileLook>();
  const digests = new Map<string, string>();
  return {
    of(text) {
      const digest = sha256OfText(text);
      const known = looks.get(digest);
      if (known) return known;
      const reading = checkProfileText(text, '');
      const { description } = titleOf(text);
      const look = {
        faults: reading.kind === 'faults' ? reading.faults.length : 0,
        ...(description === undefined ? {} : { description }),
      };
      if (looks.size >= mostRemembered) looks.clear();
      looks.set(digest, look);
      return look;
    },
    uses() {
      const uses = new Map<string, TextUse[]>();
      for (const { batchId, name, profileText, createdAt } of batches.list()) {
        const digest = digests.get(batchId) ?? sha256OfText(profileText);
        digests.set(batchId, digest);
        const use = { digest, batchId, name, at: createdAt };
        uses.set(digest, [...(uses.get(digest) ?? []), use]);
      }
      return uses;
    },
  };
}
