import { type Fault, faultOf } from '../errors.ts';
import { type ChainedEntry, type ChainHead, digestAfter, emptyChain, type Sha256Hex } from './chain.ts';
import { type Checkpoint, type CheckSignature, isSigned, signedEvery } from './checkpoint.ts';
import { sequenceOf } from './entry.ts';

/** A place at which a chain does not hold, and why. */
export interface Finding {
  /** The entry at which it shows. */
  readonly sequence: number;
  readonly fault: Fault;
}

/** A verification under way: a value that each entry brings one step further. */
export interface Verification {
  /** Where the chain began, for an export that does not begin with the first entry. */
  readonly from: ChainHead;
  readonly head: ChainHead;
  readonly entries: number;
  /** By their sequence; the first `passed` of them were compared. */
  readonly checkpoints: readonly Checkpoint[];
  readonly passed: number;
  /** The last entry that a checkpoint has confirmed; undefined while none has. */
  readonly signedUpTo: number | undefined;
  readonly findings: readonly Finding[];
}

/** What a verification came to. */
export interface Verdict {
  readonly entries: number;
  /** The last entry; its digest is what an earlier export or report has to be found in. */
  readonly head: ChainHead;
  /** What is behind it is tied to it, and not signed yet; undefined where nothing is signed. */
  readonly signedUpTo: number | undefined;
  /** None, where the whole chain holds. */
  readonly findings: readonly Finding[];
}

export interface VerificationMeans {
  readonly sha256: Sha256Hex;
  readonly check: CheckSignature;
}

/** Findings beyond so many say nothing new. */
const mostFindings = 1000;

/**
 * Begins to verify a chain.
 * @param checkpoints those that are there, in any order
 * @param from what the first entry has to follow; left out, the chain has to begin with entry 1
 */
export function beginVerification(
  checkpoints: readonly Checkpoint[],
  from: ChainHead = emptyChain,
): Verification {
  return {
    from,
    head: from,
    entries: 0,
    checkpoints: checkpoints
      .filter(({ sequence }) => sequence > from.sequence)
      .toSorted((left, right) => left.sequence - right.sequence),
    passed: 0,
    signedUpTo: undefined,
    findings: [],
  };
}

/** Takes the next entry, in the order in which the chain has them. */
export function verifyEntry(
  verification: Verification,
  { sequence, text, digest }: ChainedEntry,
  means: VerificationMeans,
): Verification {
  const { head, checkpoints } = verification;
  const findings: Finding[] = [];
  const find = (fault: Fault) => findings.push({ sequence, fault });
  if (sequence <= head.sequence) {
    find(faultOf('AUDIT_ENTRY_ORDER', { sequence, after: head.sequence }));
    return { ...verification, findings: added(verification, findings) };
  }
  if (sequence > head.sequence + 1)
    find(faultOf('AUDIT_ENTRY_MISSING', { from: head.sequence + 1, to: sequence - 1 }));
  // What follows a gap follows an entry that is not there: nothing can be said of that one link.
  else if (digestAfter(head.digest, text, means.sha256) !== digest)
    find(faultOf('AUDIT_ENTRY_CHANGED', { sequence }));
  if (sequenceOf(text) !== sequence) find(faultOf('AUDIT_ENTRY_UNREADABLE', { sequence }));
  let { signedUpTo, passed } = verification;
  for (; passed < checkpoints.length; passed++) {
    const checkpoint = checkpoints[passed];
    if (checkpoint === undefined || checkpoint.sequence > sequence) break;
    const fault = signatureFault(checkpoint, means);
    if (fault) findings.push({ sequence: checkpoint.sequence, fault });
    // One for an entry that is missing was told of with the gap.
    else if (checkpoint.sequence === sequence && checkpoint.digest === digest) signedUpTo = sequence;
    else if (checkpoint.sequence === sequence) find(faultOf('AUDIT_CHECKPOINT_DIFFERS', { sequence }));
  }
  return {
    ...verification,
    head: { sequence, digest },
    entries: verification.entries + 1,
    passed,
    signedUpTo,
    findings: added(verification, findings),
  };
}

/**
 * Ends a verification. Entries behind the last checkpoint are tied to the chain and not signed: whoever can write to
 * the data folder could have put others there, so that more of them than a bench leaves is a finding, and a chain
 * without any checkpoint is one in any case.
 */
export function endVerification(verification: Verification, means: VerificationMeans): Verdict {
  const { head, entries, from, signedUpTo } = verification;
  const findings: Finding[] = [];
  const signed: number[] = [];
  for (const checkpoint of verification.checkpoints.slice(verification.passed)) {
    const fault = signatureFault(checkpoint, means);
    if (fault) findings.push({ sequence: checkpoint.sequence, fault });
    else signed.push(checkpoint.sequence);
  }
  const farthest = signed.at(-1);
  if (farthest !== undefined)
    findings.push({
      sequence: head.sequence,
      fault: faultOf('AUDIT_CUT_OFF', { last: head.sequence, signed: farthest }),
    });
  const after = signedUpTo ?? from.sequence;
  const count = head.sequence - after;
  const tooMany = signedUpTo === undefined ? count > 0 : count > 2 * signedEvery;
  // What is cut off, or changed before its checkpoint, was told of already.
  if (tooMany && verification.findings.length + findings.length === 0)
    findings.push({ sequence: head.sequence, fault: faultOf('AUDIT_UNSIGNED', { after, count }) });
  return { entries, head, signedUpTo, findings: added(verification, findings) };
}

/** Why a checkpoint says nothing: its signature is wrong, or nobody trusts its key. */
function signatureFault(checkpoint: Checkpoint, { check }: VerificationMeans): Fault | undefined {
  const { sequence, key } = checkpoint;
  const valid = isSigned(checkpoint, check);
  if (valid) return undefined;
  return valid === undefined
    ? faultOf('AUDIT_KEY_UNKNOWN', { sequence, key })
    : faultOf('AUDIT_CHECKPOINT_FORGED', { sequence });
}

/** Verifies a chain that is at hand whole. */
export function verifyChain(
  entries: readonly ChainedEntry[],
  checkpoints: readonly Checkpoint[],
  means: VerificationMeans,
  from?: ChainHead,
): Verdict {
  let verification = beginVerification(checkpoints, from);
  for (const entry of entries) verification = verifyEntry(verification, entry, means);
  return endVerification(verification, means);
}

function added({ findings }: Verification, more: readonly Finding[]): readonly Finding[] {
  if (more.length === 0) return findings;
  return [...findings, ...more].slice(0, mostFindings);
}
